import { Braces, ChevronLeft, ChevronRight, Pencil, Route, ScrollText, ShieldCheck, ShieldX } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { fieldOf, isObject, parseJson } from '../lib/json.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { AttachmentChip } from './attachment-chip.tsx'
import type { Decision, Turn, TurnId } from './conversation.ts'
import { isSubmitKey } from './submit-key.ts'

const keysOf = (customInputs: string): readonly string[] => {
  const parsed = parseJson(customInputs)
  return parsed.ok && isObject(parsed.value) ? Object.keys(parsed.value) : []
}

const describeInputs = (customInputs: string): string => {
  const parsed = parseJson(customInputs)
  if (!parsed.ok) return customInputs
  return keysOf(customInputs)
    .map((key) => `${key}: ${JSON.stringify(fieldOf(parsed.value, key))}`)
    .join(', ')
}

/** What else was sent with the message. */
const SentWith = ({ turn }: { readonly turn: Turn }) => {
  const { customInputs, instructions, callPath } = turn.input
  if (customInputs.trim() === '' && instructions.trim() === '' && callPath === undefined) return undefined
  const look = 'flex max-w-full min-w-0 items-center gap-1.5 text-2xs text-text-subtle'
  return (
    <div className="grid justify-items-end gap-0.5 pe-1">
      {customInputs.trim() !== '' && (
        <p className={look} title={customInputs}>
          <Braces size={12} aria-hidden className="shrink-0" />
          <span className="sr-only">custom_inputs:</span>
          <span className="truncate font-mono">{describeInputs(customInputs)}</span>
        </p>
      )}
      {instructions.trim() !== '' && (
        <p className={look} title={instructions}>
          <ScrollText size={12} aria-hidden className="shrink-0" />
          <span className="sr-only">instructions:</span>
          <span className="truncate">{instructions}</span>
        </p>
      )}
      {callPath !== undefined && (
        <p className={look} title={callPath}>
          <Route size={12} aria-hidden className="shrink-0" />
          <span className="sr-only">sent to</span>
          <span className="truncate font-mono">{callPath}</span>
        </p>
      )}
    </div>
  )
}

/** A decision is what the person said in this turn. */
const DecisionLine = ({ decision }: { readonly decision: Decision }) => {
  const Icon = decision.approve ? ShieldCheck : ShieldX
  return (
    <li className="flex min-w-0 items-start gap-2">
      <Icon size={16} aria-hidden className={cn('mt-1 shrink-0', decision.approve ? 'text-success' : 'text-danger')} />
      <span className="min-w-0 wrap-anywhere">
        {decision.approve ? 'Approved' : 'Denied'} <bdi className="font-mono text-sm">{decision.tool}</bdi>
        {decision.reason !== undefined && <span className="text-text-subtle">: {decision.reason}</span>}
      </span>
    </li>
  )
}

const Decisions = ({ decisions }: { readonly decisions: readonly Decision[] }) => (
  <ul className="grid min-w-0 gap-0.5 rounded-2xl rounded-ee-md bg-surface-hover px-3.5 py-2 text-base">
    <li className="sr-only">You decided: </li>
    {decisions.map((decision) => (
      <DecisionLine key={decision.requestId} decision={decision} />
    ))}
  </ul>
)

interface EditingProps {
  readonly text: string
  readonly onSave: (text: string) => void
  readonly onCancel: () => void
}

const Editing = ({ text, onSave, onCancel }: EditingProps) => {
  const [draft, setDraft] = useState(text)
  const save = () => {
    if (draft.trim() !== '') onSave(draft)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isSubmitKey(event)) {
      event.preventDefault()
      save()
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel()
    }
  }
  return (
    <div className="grid w-full gap-2 rounded-xl border border-border-strong bg-surface-raised p-2">
      <textarea
        aria-label="Edited text"
        // The person has just asked to edit here.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onFocus={(event) => event.target.setSelectionRange(text.length, text.length)}
        value={draft}
        rows={2}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content max-h-[40dvh] w-full resize-none bg-transparent px-1.5 py-1 text-base outline-none"
      />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <span className="me-auto ps-1.5 text-2xs text-text-subtle">The first version and its answers stay.</span>
        <Button size="small" variant="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="small" variant="primary" disabled={draft.trim() === ''} onClick={save}>
          Save and run
        </Button>
      </div>
    </div>
  )
}

interface UserMessageProps {
  readonly turn: Turn
  readonly siblings: readonly TurnId[]
  /** Undefined where nothing can be sent. */
  readonly onEdit: ((turn: TurnId, text: string) => void) | undefined
  readonly onShowTurn: (turn: TurnId) => void
  /** The source of an imported turn does not hold what was asked. */
  readonly isUnknown?: boolean
}

/** What the person said: a bubble that can be edited in place; edits stand beside the first version. */
export const UserMessage = ({ turn, siblings, onEdit, onShowTurn, isUnknown = false }: UserMessageProps) => {
  const [editing, setEditing] = useState(false)
  const { text, decisions = [], attachments = [] } = turn.input
  const index = siblings.indexOf(turn.id)
  const step = (by: number) => {
    const sibling = siblings[index + by]
    if (sibling !== undefined) onShowTurn(sibling)
  }
  if (editing && onEdit !== undefined) {
    return (
      <Editing
        text={turn.input.text}
        onCancel={() => setEditing(false)}
        onSave={(text) => {
          setEditing(false)
          onEdit(turn.id, text)
        }}
      />
    )
  }
  return (
    <div className="group/message ms-auto grid max-w-[92%] min-w-0 grid-cols-[minmax(0,1fr)] justify-items-end gap-1">
      {attachments.length > 0 && (
        <ul aria-label="Files of this message" className="flex max-w-full flex-wrap justify-end gap-1.5">
          {attachments.map((file) => (
            <li key={file.id} className="min-w-0">
              <AttachmentChip attachment={file} />
            </li>
          ))}
        </ul>
      )}
      {decisions.length > 0 && <Decisions decisions={decisions} />}
      {text === '' && isUnknown && (
        <p className="rounded-2xl rounded-ee-md border border-dashed border-border px-3.5 py-2 text-sm text-text-subtle">
          What was asked is not in the source.
        </p>
      )}
      {text !== '' && (
        <div className="flex max-w-full min-w-0 flex-row-reverse items-end gap-1">
          <div className="min-w-0 rounded-2xl rounded-ee-md bg-surface-hover px-3.5 py-2 text-base wrap-anywhere whitespace-pre-wrap">
            <span className="sr-only">You: </span>
            {text}
          </div>
          <span className="flex shrink-0 pb-1.5 opacity-0 transition-opacity group-hover/message:opacity-100 focus-within:opacity-100 motion-reduce:transition-none pointer-coarse:opacity-100">
            <CopyButton label="Copy your text" text={() => text} />
            {onEdit !== undefined && (
              <IconButton label="Edit" size="small" onClick={() => setEditing(true)}>
                <Pencil size={14} aria-hidden />
              </IconButton>
            )}
          </span>
        </div>
      )}
      <SentWith turn={turn} />
      {siblings.length > 1 && (
        <span className="flex items-center text-xs text-text-subtle tabular-nums">
          <IconButton label="Previous edit" size="small" disabled={index <= 0} onClick={() => step(-1)}>
            <ChevronLeft size={14} aria-hidden />
          </IconButton>
          <span title="Edits of this message">
            {index + 1}/{siblings.length}
          </span>
          <IconButton label="Next edit" size="small" disabled={index >= siblings.length - 1} onClick={() => step(1)}>
            <ChevronRight size={14} aria-hidden />
          </IconButton>
        </span>
      )}
    </div>
  )
}
