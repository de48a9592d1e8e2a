import { Check, Link } from 'lucide-react'
import { useEffect, useId, useMemo, useState } from 'react'
import { copyText } from '../browser/clipboard.ts'
import { unpackConversation } from '../conversation/import-conversation.ts'
import { customPattern, secretKinds, type SecretKind } from '../exchange/secret-patterns.ts'
import type { Find } from '../exchange/mask.ts'
import type { EpochMs } from '../lib/brand.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { byteSize, count } from '../ui/figures.ts'
import { SelectField } from '../ui/select-field.tsx'
import { Switch } from '../ui/switch.tsx'
import { TextField } from '../ui/text-field.tsx'
import { maskedShare } from './masked-share.ts'
import { easyPayload, longestPayload, writeSharedLink, type WrittenLink } from './shared-link.ts'
import { SharedThread } from './shared-thread.tsx'
import type { Scope, Shared } from './shared.ts'
import { plainly } from './unseen-characters.ts'

const kindWords: Readonly<Record<SecretKind, string>> = {
  custom: 'Your own words',
  token: 'Tokens',
  key: 'Keys and passwords',
  email: 'E-mail addresses',
  identifier: 'Long identifiers',
}

const shownFinds = 4

interface FoundKindProps {
  readonly kind: SecretKind
  readonly finds: readonly Find[]
  readonly isMasked: boolean
  readonly onChange: (isMasked: boolean) => void
}

const FoundKind = ({ kind, finds, isMasked, onChange }: FoundKindProps) => (
  <li className="grid grid-cols-[minmax(0,1fr)] gap-1">
    <Switch label={`${kindWords[kind]} (${count(finds.length)})`} checked={isMasked} onChange={onChange} />
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5 ps-10 font-mono text-2xs text-text-subtle">
      {finds.slice(0, shownFinds).map(({ value, times }) => (
        <li key={value} className="flex gap-1.5">
          <span className="min-w-0 truncate">{plainly(value, 80)}</span>
          {times > 1 && <span className="shrink-0">× {count(times)}</span>}
        </li>
      ))}
      {finds.length > shownFinds && <li>and {count(finds.length - shownFinds)} more</li>}
    </ul>
  </li>
)

const sizeWords = (link: WrittenLink | undefined, withRecording: boolean): string => {
  if (link === undefined) return 'Writing the link…'
  const size = `The link has ${byteSize(link.payload.length)}`
  if (link.tooLong) {
    const remedy = withRecording
      ? 'Leave out the recording, share this answer alone, or save the file with Export.'
      : 'Share this answer alone, or save the file with Export.'
    return `${size}, which is too long: at most ${byteSize(longestPayload)} can be opened. ${remedy}`
  }
  return link.payload.length > easyPayload
    ? `${size}. Some chats cut links of more than ${byteSize(easyPayload)}: try it, or leave out the recording.`
    : `${size}.`
}

/** The masked copy and its address, made again after each change. */
const useWrittenLink = (shared: Shared): WrittenLink | undefined => {
  const [written, setWritten] = useState<{ readonly of: Shared; readonly link: WrittenLink }>()
  useEffect(() => {
    let current = true
    void writeSharedLink(shared).then((link) => current && setWritten({ of: shared, link }))
    return () => {
      current = false
    }
  }, [shared])
  return written?.of === shared ? written.link : undefined
}

const nothing = () => undefined

interface ShareDialogProps {
  readonly source: Readonly<Record<Scope, Shared>>
  /** The page's address before the payload. */
  readonly address: (payload: string) => string
  readonly onClose: () => void
}

/** Shows what a link will hold, as its reader will see it, before it is copied. */
export const ShareDialog = ({ source, address, onClose }: ShareDialogProps) => {
  const [scope, setScope] = useState<Scope>('answer')
  const [withRecording, setWithRecording] = useState(true)
  const [open, setOpen] = useState<readonly SecretKind[]>([])
  const [words, setWords] = useState('')
  const [copied, setCopied] = useState<{ readonly payload: string; readonly done: boolean }>()
  const foundId = useId()

  const masked = useMemo(() => {
    const custom = words.split(',').flatMap((word) => customPattern(word) ?? [])
    return maskedShare(source[scope], withRecording, { custom, isMasked: (kind) => !open.includes(kind) })
  }, [source, scope, withRecording, open, words])
  const preview = useMemo(
    () => unpackConversation(masked.shared.conversation, { kind: 'link', name: '' }, 0 as EpochMs),
    [masked],
  )
  const link = useWrittenLink(masked.shared)
  const kinds = secretKinds.filter((kind) => masked.finds.some((find) => find.kind === kind))
  const isTooShort = words.split(',').some((word) => word.trim() !== '' && customPattern(word) === undefined)

  const copy = async ({ payload }: WrittenLink) => setCopied({ payload, done: await copyText(address(payload)) })
  const told = copied !== undefined && copied.payload === link?.payload ? copied.done : undefined

  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="Share as a link"
      description="Everything is in the link itself, behind the #: no server stores or sees it. Whoever has the link can read it."
      actions={
        <>
          <p
            role="status"
            className={`me-auto min-w-0 basis-60 grow text-xs wrap-anywhere ${link?.tooLong === true ? 'text-danger' : 'text-text-subtle'}`}
          >
            {told === false ? 'The browser refused the clipboard. ' : ''}
            {sizeWords(link, withRecording)}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={link === undefined || link.tooLong}
            onClick={() => link !== undefined && void copy(link)}
          >
            {told === true ? <Check size={14} aria-hidden /> : <Link size={14} aria-hidden />}
            {told === true ? 'Copied' : 'Copy link'}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 md:grid-cols-[15rem_minmax(0,1fr)]">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-4">
          <SelectField
            label="Share"
            value={scope}
            options={[
              { value: 'answer', label: 'This answer' },
              { value: 'conversation', label: 'The conversation' },
            ]}
            onChange={setScope}
          />
          <div className="grid gap-1">
            <Switch label="With the recording" checked={withRecording} onChange={setWithRecording} />
            <p className="text-xs text-text-subtle">
              {withRecording
                ? 'Every event with its moment and bytes; findings and timeline open, too.'
                : 'What was said, without events, times and findings.'}
            </p>
          </div>
          <section aria-labelledby={foundId} className="grid grid-cols-[minmax(0,1fr)] gap-2">
            <h3 id={foundId} className="text-xs font-medium">
              Found and masked
            </h3>
            <p className="text-xs text-text-subtle">
              Credentials and header fields of the request never leave.
              {kinds.length === 0 ? ' Nothing else was recognised.' : ''}
            </p>
            <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
              {kinds.map((kind) => (
                <FoundKind
                  key={kind}
                  kind={kind}
                  finds={masked.finds.filter((find) => find.kind === kind)}
                  isMasked={!open.includes(kind)}
                  onChange={(on) => setOpen(on ? open.filter((other) => other !== kind) : [...open, kind])}
                />
              ))}
            </ul>
            <TextField
              label="Mask these, too"
              value={words}
              placeholder="Bluebird, proj-*"
              {...(isTooShort ? { problem: 'Three letters at least before a *, and one * each.' } : {})}
              onChange={(event) => setWords(event.target.value)}
            />
          </section>
        </div>
        <section
          aria-label="What the receiver sees"
          // A scroll container has to be reachable by keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          className="max-h-[min(26rem,50dvh)] min-w-0 overflow-y-auto rounded-lg border border-border bg-surface p-4 outline-offset-[-2px]"
        >
          <SharedThread unpacked={preview} onShowFindings={nothing} onLink={nothing} />
        </section>
      </div>
    </Dialog>
  )
}
