import { Check, Download } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import { copyText } from '../browser/clipboard.ts'
import { downloadFile } from '../browser/download.ts'
import type { SecretKind } from '../exchange/secret-patterns.ts'
import { FoundKinds } from '../share/found-kinds.tsx'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { byteSize } from '../ui/figures.ts'
import { reportOf, type ReportSource } from './report-of-run.ts'

interface ReportDialogProps {
  readonly source: ReportSource
  readonly onClose: () => void
}

/** A text for an issue and the recording that goes with it, both masked, to be read before they are taken along. */
export const ReportDialog = ({ source, onClose }: ReportDialogProps) => {
  const [note, setNote] = useState('')
  const [open, setOpen] = useState<readonly SecretKind[]>([])
  const [taken, setTaken] = useState<{ readonly text: string; readonly isCopied: boolean }>()
  const foundId = useId()
  const report = useMemo(
    () => reportOf(source, note, { custom: [], isMasked: (kind) => !open.includes(kind) }),
    [source, note, open],
  )
  const isTaken = taken?.text === report.text

  const take = async () => {
    downloadFile(report.fileName, 'application/json', report.file)
    setTaken({ text: report.text, isCopied: await copyText(report.text) })
  }
  const status = !isTaken
    ? `The text has ${byteSize(report.text.length)}, the file ${byteSize(report.file.length)}.`
    : taken.isCopied
      ? `The text is copied, and ${report.fileName} is saved. Paste the one and attach the other.`
      : `${report.fileName} is saved. The browser refused the clipboard: save the text as a file.`

  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="Report a problem"
      description="A text for an issue and the recording as a file: what happened, the findings, the request as curl, and all versions. Nothing is sent: you paste and attach them where you report it."
      actions={
        <>
          <p role="status" className="me-auto min-w-0 grow basis-60 text-xs text-text-subtle wrap-anywhere">
            {status}
          </p>
          <Button
            onClick={() =>
              downloadFile(report.fileName.replace(/recording\.json$/, 'md'), 'text/markdown', report.text)
            }
          >
            <Download size={14} aria-hidden /> Save the text
          </Button>
          <Button variant="primary" onClick={() => void take()}>
            {isTaken ? <Check size={14} aria-hidden /> : <Download size={14} aria-hidden />}
            Copy the text, save the recording
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 md:grid-cols-[15rem_minmax(0,1fr)]">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-4">
          <label className="grid gap-1 text-xs font-medium">
            What went wrong?
            <textarea
              value={note}
              rows={4}
              placeholder="What you expected, and what happened instead"
              onChange={(event) => setNote(event.target.value)}
              className="field-sizing-content max-h-60 min-h-24 resize-none rounded-md border border-border bg-surface-raised px-2.5 py-1.5 text-sm font-normal placeholder:text-text-subtle"
            />
          </label>
          <section aria-labelledby={foundId} className="grid grid-cols-[minmax(0,1fr)] gap-2">
            <h3 id={foundId} className="text-xs font-medium">
              Found and masked
            </h3>
            <p className="text-xs text-text-subtle">
              Credentials and header fields never leave.
              {report.finds.length === 0 ? ' Nothing else was recognised.' : ''}
            </p>
            <FoundKinds finds={report.finds} open={open} onOpen={setOpen} />
          </section>
        </div>
        <section aria-label="The text of the report" className="relative min-w-0">
          <pre
            // A scroll container has to be reachable by keyboard.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            className="max-h-[min(26rem,50dvh)] overflow-y-auto rounded-lg border border-border bg-surface-sunken p-3 pe-10 font-mono text-xs whitespace-pre-wrap wrap-anywhere outline-offset-[-2px]"
          >
            {report.text}
          </pre>
          <span className="absolute end-1.5 top-1.5">
            <CopyButton label="Copy the text" text={() => report.text} />
          </span>
        </section>
      </div>
    </Dialog>
  )
}
