import { Equal, EqualNot, Pin } from 'lucide-react'
import type { Run, RunId } from './conversation.ts'
import type { ThreadActions } from './thread-model.ts'
import { useBaselineWords } from './use-baseline-words.ts'

type BaselineActions = Pick<ThreadActions, 'tellAgainst' | 'onCompare'>

interface BaselineLineProps {
  readonly run: Run
  readonly pinned: Run
  readonly actions: BaselineActions
}

/** What changed against the baseline. A click shows the two side by side. */
const BaselineLine = ({ run, pinned, actions }: BaselineLineProps) => {
  const told = useBaselineWords(pinned, run, actions.tellAgainst)
  if (typeof told === 'string') return told
  if ('failure' in told) return `It could not be compared with the baseline: ${told.failure}`
  const { kind, sentence } = told.words
  return (
    <button
      type="button"
      onClick={() => actions.onCompare(pinned.id, run.id)}
      className="flex min-w-0 items-start gap-1.5 text-start hover:text-text hover:underline"
    >
      {kind === 'same' ? (
        <Equal size={14} aria-hidden className="mt-px shrink-0 text-success" />
      ) : (
        <EqualNot size={14} aria-hidden className="mt-px shrink-0 text-notice" />
      )}
      <span className="wrap-anywhere tabular-nums">Against the baseline: {sentence}</span>
    </button>
  )
}

interface BaselineFootProps {
  readonly run: Run
  readonly runs: readonly Run[]
  readonly baseline: RunId | null | undefined
  readonly actions: BaselineActions
}

/** Says that the answer is the baseline of its message, or what changed against it. */
export const BaselineFoot = ({ run, runs, baseline, actions }: BaselineFootProps) => {
  const pinned = runs.find(({ id }) => id === baseline)
  if (pinned === undefined) return null
  return (
    <div
      role="group"
      aria-label="Baseline"
      className="-mt-1.5 flex min-h-5 items-start gap-1.5 text-xs text-text-subtle"
    >
      {pinned.id === run.id ? (
        <>
          <Pin size={14} aria-hidden className="mt-px shrink-0" />
          <span>Baseline: later runs of this message are held against it.</span>
        </>
      ) : (
        <BaselineLine run={run} pinned={pinned} actions={actions} />
      )}
    </div>
  )
}
