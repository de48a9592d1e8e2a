import { ArrowUp, Braces, Info, ScrollText, Square, Unplug } from 'lucide-react'
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react'
import { Button, IconButton } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { Switch } from '../ui/switch.tsx'
import { AttachButton } from './attach-button.tsx'
import { AttachmentTray } from './attachment-tray.tsx'
import type { Mode, TurnInput } from './conversation.ts'
import { readCustomInputs } from './custom-inputs.ts'
import { RequestDrawer } from './request-drawer.tsx'
import { isSubmitKey } from './submit-key.ts'
import type { Attaching } from './use-attaching.ts'
import { useDrop } from './use-drop.ts'

/** Whether a message can be sent now, and what there is to say about it. */
export type Readiness =
  | { readonly kind: 'ready' }
  /** Can be sent, but: the agent is stopped, the session ends soon, … */
  | { readonly kind: 'noted'; readonly note: string; readonly action?: ReactNode }
  | { readonly kind: 'blocked'; readonly why: string; readonly action?: ReactNode }

export interface ComposerActions {
  readonly onDraft: (draft: TurnInput) => void
  readonly onMode: (mode: Mode) => void
  /** Cuts the connection and leaves the run alone; absent where that would lose the answer. */
  readonly onDrop?: (() => void) | undefined
  readonly onBackground?: ((background: boolean) => void) | undefined
  /** Puts a link to what is written here on the clipboard; tells whether it is there. */
  readonly onCopyLink?: (() => Promise<boolean>) | undefined
  readonly onBothWays: (bothWays: boolean) => void
  readonly onSend: () => void
  readonly onStop: () => void
  /** Shows the request as programs. */
  readonly onCode: () => void
}

export interface ComposerProps {
  readonly draft: TurnInput
  readonly mode: Mode
  /** Whether each message is asked streamed and whole. */
  readonly bothWays: boolean
  readonly readiness: Readiness
  /** A run is going on: Send is Stop. */
  readonly running: boolean
  /** The input before this one, which Up brings back into an empty box. */
  readonly previous?: TurnInput | undefined
  /** Whether the agent's dialect has a place for instructions. */
  readonly takesInstructions: boolean
  /** The request is JSON of the person's own: it stands in the message box, or among the custom_inputs alone. */
  readonly takesJson?: boolean
  /** Files that go with the message. */
  readonly attaching: Attaching
  /** Why the message cannot go with its files. */
  readonly filesProblem: string | undefined
  /** Whether runs of this agent go on without the connection; undefined where it cannot be asked to. */
  readonly background?: boolean | undefined
  /** The request as it would be sent now, as JSON text; made when the drawer shows it. */
  readonly preview: () => string
  readonly actions: ComposerActions
}

interface ChipProps {
  readonly icon: ReactNode
  readonly label: string
  readonly value: string | undefined
  readonly invalid?: boolean
  readonly open: boolean
  readonly onClick: () => void
}

const Chip = ({ icon, label, value, invalid = false, open, onClick }: ChipProps) => (
  <button
    type="button"
    aria-expanded={open}
    onClick={onClick}
    className={cn(
      'flex h-7 items-center gap-1.5 rounded-md border px-2 text-xs font-medium transition-colors motion-reduce:transition-none',
      invalid && 'border-danger/60 bg-danger-soft text-danger',
      !invalid && open && 'border-transparent bg-accent-soft text-accent',
      !invalid && !open && 'border-transparent text-text-subtle hover:bg-surface-hover hover:text-text',
    )}
  >
    {icon}
    <span className={label === 'custom_inputs' ? 'font-mono' : undefined}>{label}</span>
    {value !== undefined && (
      <span className={cn('rounded px-1 text-2xs tabular-nums', !invalid && 'bg-surface-hover text-text')}>
        {value}
      </span>
    )}
  </button>
)

const Note = ({ readiness }: { readonly readiness: Readiness }) => {
  if (readiness.kind === 'ready') return undefined
  return (
    <div
      role="status"
      className={cn(
        'flex flex-wrap items-center justify-end gap-2 border-b border-border px-3 py-1.5 text-xs',
        readiness.kind === 'noted' ? 'text-notice' : 'text-text',
      )}
    >
      {/* The words keep a readable width; where the action leaves less, it goes below them. */}
      <span className="flex min-w-0 flex-[1_1_14rem] items-center gap-2">
        <Info size={14} aria-hidden className="shrink-0" />
        <span className="min-w-0 flex-1 wrap-anywhere">
          {readiness.kind === 'noted' ? readiness.note : readiness.why}
        </span>
      </span>
      {readiness.action}
    </div>
  )
}

/** The message box, as high as its text. Where the browser cannot do that by itself, it is measured. */
const useMessageBox = (text: string) => {
  const box = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null || CSS.supports('field-sizing', 'content')) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [text])
  return box
}

interface MessageBoxProps {
  readonly box: RefObject<HTMLTextAreaElement | null>
  readonly text: string
  readonly placeholder: string
  readonly onText: (text: string) => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void
}

const MessageBox = ({ box, text, placeholder, onText, onKeyDown }: MessageBoxProps) => {
  return (
    <textarea
      ref={box}
      aria-label="Message"
      placeholder={placeholder}
      rows={1}
      value={text}
      onChange={(event) => onText(event.target.value)}
      onKeyDown={onKeyDown}
      className="field-sizing-content block max-h-[40dvh] min-h-11 w-full resize-none bg-transparent px-3.5 pt-3 pb-1 text-base outline-none placeholder:text-text-subtle"
    />
  )
}

/** Where a message is written and sent. The draft belongs to the caller, so that nothing typed is lost. */
export const Composer = (props: ComposerProps) => {
  const {
    draft,
    mode,
    bothWays,
    readiness,
    running,
    previous,
    takesInstructions,
    takesJson = false,
    attaching,
    filesProblem,
    background,
    preview,
    actions,
  } = props
  const [drawer, setDrawer] = useState(false)
  const box = useMessageBox(draft.text)
  // They may have megabytes, and a message is written letter by letter.
  const inputs = useMemo(() => readCustomInputs(draft.customInputs), [draft.customInputs])
  const { over, handlers } = useDrop(attaching.onFiles)
  const hasInput = draft.text.trim() !== '' || attaching.files.length > 0 || (takesJson && inputs.kind === 'object')
  const sendable = hasInput && readiness.kind !== 'blocked' && inputs.kind !== 'invalid' && filesProblem === undefined
  const send = () => {
    if (running || !sendable) return
    setDrawer(false)
    actions.onSend()
    // Send and Stop take each other's place: the focus must not go away with a button.
    box.current?.focus()
  }
  const stop = () => {
    actions.onStop()
    box.current?.focus()
  }
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    if (running) stop()
    else if (drawer) setDrawer(false)
    else return
    event.preventDefault()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isSubmitKey(event)) {
      event.preventDefault()
      send()
    } else if (event.key === 'ArrowUp' && draft.text === '' && previous !== undefined) {
      event.preventDefault()
      actions.onDraft({ ...draft, text: previous.text })
    }
  }
  const toggle = () => setDrawer(!drawer)
  return (
    // Escape means the same wherever the focus is in here; each control stays what it is.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      aria-label="Composer"
      onKeyDown={onEscape}
      className="mx-auto w-full max-w-[48rem] px-3 pb-3 md:px-8 md:pb-5"
    >
      <div
        {...handlers}
        className={cn(
          'relative overflow-hidden rounded-2xl border border-border bg-surface-raised shadow-raised transition-colors focus-within:border-border-strong',
          over && 'border-accent',
        )}
      >
        {over && (
          <p className="pointer-events-none absolute inset-0 z-10 flex items-center justify-center bg-accent-soft text-sm font-medium text-accent">
            {attaching.taken.kinds === 'none' ? 'This agent takes no files' : 'Drop to attach'}
          </p>
        )}
        <Note readiness={readiness} />
        {drawer && (
          <RequestDrawer
            draft={draft}
            inputs={inputs}
            onDraft={actions.onDraft}
            takesInstructions={takesInstructions}
            preview={preview}
            onCode={actions.onCode}
            onCopyLink={actions.onCopyLink}
          />
        )}
        <AttachmentTray attaching={attaching} problem={filesProblem} />
        <MessageBox
          box={box}
          text={draft.text}
          placeholder={takesJson ? '{ "a JSON object": "as the agent takes it" }' : 'Ask the agent…'}
          onText={(text) => actions.onDraft({ ...draft, text })}
          onKeyDown={onKeyDown}
        />
        <div className="flex flex-wrap items-center gap-1 px-2 pt-1 pb-2">
          <AttachButton attaching={attaching} />
          <Chip
            icon={<Braces size={14} aria-hidden />}
            label="custom_inputs"
            value={inputs.kind === 'object' ? String(inputs.keys) : inputs.kind === 'invalid' ? 'invalid' : undefined}
            invalid={inputs.kind === 'invalid'}
            open={drawer}
            onClick={toggle}
          />
          {takesInstructions && (
            <Chip
              icon={<ScrollText size={14} aria-hidden />}
              label="instructions"
              value={draft.instructions.trim() === '' ? undefined : 'set'}
              open={drawer}
              onClick={toggle}
            />
          )}
          {/* On a phone the message is sent from the first row, and the switches have one of their own. */}
          <span className="ms-auto flex flex-wrap items-center justify-end gap-x-3 gap-y-1 max-sm:order-last max-sm:ms-0 max-sm:w-full max-sm:justify-start max-sm:px-2 max-sm:pt-1">
            {background !== undefined && (
              <Switch label="Background" checked={background} onChange={(on) => actions.onBackground?.(on)} />
            )}
            <Switch label="Both ways" checked={bothWays} onChange={actions.onBothWays} />
            <Switch
              label="Stream"
              checked={mode === 'streamed'}
              onChange={(streamed) => actions.onMode(streamed ? 'streamed' : 'whole')}
            />
          </span>
          <span className="flex items-center gap-1 max-sm:ms-auto sm:ms-2">
            {running && actions.onDrop !== undefined && (
              <IconButton label="Drop the connection" onClick={actions.onDrop}>
                <Unplug size={16} aria-hidden />
              </IconButton>
            )}
            {running ? (
              <Button onClick={stop} className="w-22 max-sm:w-9 max-sm:px-0">
                <Square size={12} fill="currentColor" aria-hidden /> <span className="max-sm:sr-only">Stop</span>
              </Button>
            ) : (
              <Button
                variant="primary"
                disabled={!sendable}
                focusableWhenDisabled
                onClick={send}
                className="w-22 max-sm:w-9 max-sm:px-0"
              >
                <ArrowUp size={16} aria-hidden /> <span className="max-sm:sr-only">Send</span>
              </Button>
            )}
          </span>
        </div>
      </div>
    </section>
  )
}
