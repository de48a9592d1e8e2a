import { Check, Link } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import { copyText } from '../browser/clipboard.ts'
import { unpackConversation } from '../conversation/import-conversation.ts'
import { customPattern, type SecretKind } from '../exchange/secret-patterns.ts'
import type { EpochMs } from '../lib/brand.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { byteSize } from '../ui/figures.ts'
import { SelectField } from '../ui/select-field.tsx'
import { Switch } from '../ui/switch.tsx'
import { TextField } from '../ui/text-field.tsx'
import { FoundKinds } from './found-kinds.tsx'
import { maskedShare } from './masked-share.ts'
import { PassphraseChoice } from './passphrase-choice.tsx'
import { longestDocument, mostTurns, readDocument, recordedBytes, writeDocument } from './shared-document.ts'
import { easyPayload, longestPayload, type WrittenLink } from './shared-link.ts'
import { SharedThread } from './shared-thread.tsx'
import type { Scope, Shared } from './shared.ts'
import { useWrittenLink } from './use-written-link.ts'

const remedyOf = (scope: Scope, withRecording: boolean): string => {
  const remedies = [
    ...(withRecording ? ['leave out the recording'] : []),
    ...(scope === 'conversation' ? ['share this answer alone'] : []),
    'save the file with Export',
  ]
  const words = new Intl.ListFormat('en', { type: 'disjunction' }).format(remedies)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

const sizeWords = (link: WrittenLink | undefined, scope: Scope, withRecording: boolean): string => {
  if (link === undefined) return 'Writing the link…'
  const size = `The link has ${byteSize(link.length)}`
  if (link.excess === 'address') {
    return `${size}, which is too long: at most ${byteSize(longestPayload)} can be opened. ${remedyOf(scope, withRecording)}`
  }
  if (link.excess === 'content') {
    return `It holds more than a link may: ${byteSize(longestDocument)}, ${mostTurns} messages. ${remedyOf(scope, withRecording)}`
  }
  return link.length > easyPayload
    ? `${size}. Some chats cut links of more than ${byteSize(easyPayload)}: try it, or leave out the recording.`
    : `${size}.`
}

/** What the receiver's browser will make of it: read back, and not taken from what was written. */
const previewOf = (shared: Shared) => {
  const conversation = readDocument(writeDocument(shared), true).conversation ?? shared.conversation
  return unpackConversation(conversation, { kind: 'link', name: '' }, 0 as EpochMs)
}

const contentWords = (scope: Scope, withRecording: boolean): string => {
  if (scope === 'draft') return 'Opens as a message to send, with nothing that was answered.'
  return withRecording
    ? 'Every event with its moment and bytes; findings and timeline open, too.'
    : 'What was said, without events, times and findings.'
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
  const fits = recordedBytes(source[scope]) <= longestDocument
  const [isRecordingWanted, setRecordingWanted] = useState(true)
  const withRecording = isRecordingWanted && fits
  const [open, setOpen] = useState<readonly SecretKind[]>([])
  const [words, setWords] = useState('')
  const [passphrase, setPassphrase] = useState<string>()
  const [copied, setCopied] = useState<{ readonly link: WrittenLink; readonly done: boolean }>()
  const foundId = useId()

  const masked = useMemo(() => {
    const custom = words.split(',').flatMap((word) => customPattern(word) ?? [])
    return maskedShare(source[scope], withRecording, { custom, isMasked: (kind) => !open.includes(kind) })
  }, [source, scope, withRecording, open, words])
  const preview = useMemo(() => previewOf(masked.value), [masked])
  const link = useWrittenLink(masked.value, passphrase ?? '')
  const isTooShort = words.split(',').some((word) => word.trim() !== '' && customPattern(word) === undefined)
  const hasNoPassphrase = passphrase?.trim() === ''

  const copy = async (written: WrittenLink) =>
    setCopied({ link: written, done: await copyText(address(await written.payload())) })
  const told = copied !== undefined && copied.link === link ? copied.done : undefined

  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="Share as a link"
      description={`Everything is in the link itself, behind the #: no server stores or sees it. ${
        passphrase === undefined ? 'Whoever has the link can read it.' : 'Only who knows the passphrase can read it.'
      }`}
      actions={
        <>
          <p
            role="status"
            className={`me-auto min-w-0 basis-60 grow text-xs wrap-anywhere ${link?.excess !== undefined ? 'text-danger' : 'text-text-subtle'}`}
          >
            {told === false ? 'The browser refused the clipboard. ' : ''}
            {hasNoPassphrase ? 'The passphrase is missing.' : sizeWords(link, scope, withRecording)}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={link === undefined || link.excess !== undefined || hasNoPassphrase}
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
              { value: 'draft', label: 'The message alone' },
            ]}
            onChange={setScope}
          />
          <div className="grid gap-1">
            {scope !== 'draft' && (
              <Switch
                label="With the recording"
                checked={withRecording}
                disabled={!fits}
                onChange={setRecordingWanted}
              />
            )}
            <p className="text-xs text-text-subtle">
              {contentWords(scope, withRecording)}
              {!fits &&
                ` The recording has ${byteSize(recordedBytes(source[scope]))}, and a link holds ${byteSize(longestDocument)}: save it with Export.`}
            </p>
          </div>
          <section aria-labelledby={foundId} className="grid grid-cols-[minmax(0,1fr)] gap-2">
            <h3 id={foundId} className="text-xs font-medium">
              Found and masked
            </h3>
            <p className="text-xs text-text-subtle">
              Credentials and header fields of the request never leave.
              {masked.finds.length === 0 ? ' Nothing else was recognised.' : ''}
            </p>
            <FoundKinds finds={masked.finds} open={open} onOpen={setOpen} />
            <TextField
              label="Mask these, too"
              value={words}
              placeholder="Bluebird, proj-*"
              {...(isTooShort ? { problem: 'Three letters at least before a *, and one * each.' } : {})}
              onChange={(event) => setWords(event.target.value)}
            />
          </section>
          <PassphraseChoice passphrase={passphrase} onChange={setPassphrase} />
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
