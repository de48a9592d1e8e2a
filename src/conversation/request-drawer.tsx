import { Code, Link } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import { maskOrdinary } from '../exchange/mask-ordinary.ts'
import type { Find } from '../exchange/mask.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { count } from '../ui/figures.ts'
import { JsonEditor } from '../ui/json-editor.tsx'
import type { TurnInput } from './conversation.ts'
import type { CustomInputs } from './custom-inputs.ts'
import { MaskChoice } from './mask-choice.tsx'

interface RequestDrawerProps {
  readonly draft: TurnInput
  /** What its `custom_inputs` amount to. */
  readonly inputs: CustomInputs
  readonly onDraft: (draft: TurnInput) => void
  readonly takesInstructions: boolean
  readonly preview: () => string
  readonly onCode: () => void
  readonly onCopyLink?: (() => Promise<boolean>) | undefined
}

const CopyLink = ({ onCopy }: { readonly onCopy: () => Promise<boolean> }) => {
  const [words, setWords] = useState('Copy draft link')
  return (
    <Button
      size="small"
      variant="quiet"
      className="h-6"
      onClick={() => void onCopy().then((done) => setWords(done ? 'Link copied' : 'Refused by the browser'))}
      onBlur={() => setWords('Copy draft link')}
    >
      <Link size={14} aria-hidden /> {words}
    </Button>
  )
}

/** More than this is nothing to read, and slow to lay out. */
const mostPreviewed = 100_000

const Preview = ({ text, children }: { readonly text: string; readonly children: ReactNode }) => (
  <section aria-label="Request preview" className="flex min-h-0 min-w-0 flex-col gap-1">
    <header className="flex min-h-6 flex-wrap items-center gap-x-2 gap-y-0.5 text-xs font-medium">
      <span className="shrink-0">The request, as it would be sent</span>
      <span className="-me-1.5 ms-auto flex items-center">
        {children}
        <CopyButton label="Copy the request" text={() => text} />
      </span>
    </header>
    <pre
      // A scroll container has to be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="max-h-56 min-h-0 flex-1 overflow-auto rounded-md border border-border bg-surface-sunken px-2.5 py-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
    >
      {text.length > mostPreviewed ? `${text.slice(0, mostPreviewed)}…` : text}
    </pre>
    {text.length > mostPreviewed && (
      <p className="text-xs text-text-subtle">
        The first {count(mostPreviewed)} of {count(text.length)} characters. Copying takes all of them.
      </p>
    )}
  </section>
)

/** Nobody types more, and no link holds it. */
const mostLookedAt = 100_000

/** What the draft holds that a link to it should not. */
const useDraftFinds = ({ text, customInputs }: TurnInput): readonly Find[] =>
  useMemo(
    () =>
      text.length + customInputs.length > mostLookedAt
        ? []
        : maskOrdinary((mask) => [mask.text(text), mask.text(customInputs)]).finds,
    [text, customInputs],
  )

/** What is sent beside the message, and the whole request it makes. */
export const RequestDrawer = (props: RequestDrawerProps) => {
  const { draft, inputs, onDraft, takesInstructions, preview, onCode, onCopyLink } = props
  const finds = useDraftFinds(draft)
  return (
    <div className="@container max-h-[50dvh] overflow-y-auto border-b border-border bg-surface px-3.5 pt-2 pb-3.5">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 @md:grid-cols-2">
        <div className="grid min-w-0 content-start gap-3">
          <div className="grid gap-1">
            <JsonEditor
              label="custom_inputs"
              value={draft.customInputs}
              onChange={(customInputs) => onDraft({ ...draft, customInputs })}
              placeholder="{ }"
              problem={inputs.kind === 'invalid' ? inputs.detail : undefined}
            />
          </div>
          {takesInstructions && (
            <label className="grid gap-1 text-xs font-medium">
              instructions
              <textarea
                value={draft.instructions}
                rows={2}
                placeholder="Go before the conversation, where the agent takes them"
                onChange={(event) => onDraft({ ...draft, instructions: event.target.value })}
                className="field-sizing-content max-h-40 min-h-14 resize-none rounded-md border border-border bg-surface-raised px-2.5 py-1.5 text-sm font-normal placeholder:text-text-subtle"
              />
            </label>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-1.5">
          <Preview text={preview()}>
            {onCopyLink !== undefined && <CopyLink onCopy={onCopyLink} />}
            <Button variant="quiet" size="small" onClick={onCode} className="h-6">
              <Code size={14} aria-hidden /> Code
            </Button>
          </Preview>
          {onCopyLink !== undefined && <MaskChoice finds={finds} where="the link" />}
        </div>
      </div>
    </div>
  )
}
