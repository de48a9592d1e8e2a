import { Check, Download } from 'lucide-react'
import { useEffect, useId, useMemo, useState } from 'react'
import { copyText } from '../browser/clipboard.ts'
import { downloadFile } from '../browser/download.ts'
import { secretKinds, type SecretKind } from '../exchange/secret-patterns.ts'
import { sentenceOf } from '../lib/problem.ts'
import { FoundKinds } from '../share/found-kinds.tsx'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { byteSize } from '../ui/figures.ts'
import {
  prepareReport,
  reportWith,
  type PreparedReport,
  type ProblemReport,
  type ReportSource,
} from './report-of-run.ts'

interface Preparing {
  readonly prepared?: PreparedReport
  readonly failure?: string
  /** What was left open when it was made. */
  readonly of?: readonly SecretKind[]
}

/** The masked report, made again after each choice. The last one stays in sight until the next is there. */
const usePrepared = (source: ReportSource, open: readonly SecretKind[]) => {
  const [state, setState] = useState<Preparing>({})
  useEffect(() => {
    let current = true
    const masked = secretKinds.filter((kind) => !open.includes(kind))
    prepareReport(source, { custom: [], masked }).then(
      (prepared) => current && setState({ prepared, of: open }),
      (thrown: unknown) => current && setState({ failure: `The recording could not be masked. ${sentenceOf(thrown)}` }),
    )
    return () => {
      current = false
    }
  }, [source, open])
  return { ...state, isCurrent: state.of === open }
}

const statusOf = (
  prepared: PreparedReport | undefined,
  report: ProblemReport | undefined,
  isCopied: boolean | undefined,
): string => {
  if (prepared === undefined || report === undefined) return 'Masking the recording…'
  const { fileName } = prepared.facts
  if (isCopied === undefined) {
    return `The text has ${byteSize(report.text.length)}, the file ${byteSize(prepared.file.length)}.`
  }
  return isCopied
    ? `The text is copied, and ${fileName} is saved. Paste the one and attach the other.`
    : `${fileName} is saved. The browser refused the clipboard: save the text as a file.`
}

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
  const { prepared, failure, isCurrent } = usePrepared(source, open)
  const report = useMemo(() => (prepared === undefined ? undefined : reportWith(prepared, note)), [prepared, note])
  const isTaken = taken !== undefined && taken.text === report?.text

  const take = async ({ facts, file }: PreparedReport, text: string) => {
    downloadFile(facts.fileName, 'application/json', file)
    setTaken({ text, isCopied: await copyText(text) })
  }

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
            {failure ?? statusOf(prepared, report, isTaken ? taken.isCopied : undefined)}
          </p>
          <Button
            disabled={!isCurrent}
            onClick={() => {
              if (prepared === undefined || report === undefined) return
              downloadFile(prepared.facts.fileName.replace(/recording\.json$/, 'md'), 'text/markdown', report.text)
            }}
          >
            <Download size={14} aria-hidden /> Save the text
          </Button>
          <Button
            variant="primary"
            disabled={!isCurrent}
            onClick={() => {
              if (prepared !== undefined && report !== undefined) void take(prepared, report.text)
            }}
          >
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
              {report?.finds.length === 0 ? ' Nothing else was recognised.' : ''}
            </p>
            <FoundKinds finds={report?.finds ?? []} open={open} onOpen={setOpen} />
          </section>
        </div>
        <section aria-label="The text of the report" className="relative min-w-0">
          <pre
            // A scroll container has to be reachable by keyboard.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            className="max-h-[min(26rem,50dvh)] overflow-y-auto rounded-lg border border-border bg-surface-sunken p-3 pe-10 font-mono text-xs whitespace-pre-wrap wrap-anywhere outline-offset-[-2px]"
          >
            {report?.text ?? 'Masking the recording…'}
          </pre>
          {report !== undefined && isCurrent && (
            <span className="absolute end-1.5 top-1.5">
              <CopyButton label="Copy the text" text={() => report.text} />
            </span>
          )}
        </section>
      </div>
    </Dialog>
  )
}
