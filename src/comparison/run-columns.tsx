import type { ReactNode } from 'react'
import { Answer } from '../conversation/answer.tsx'
import type { Run, Turn } from '../conversation/conversation.ts'
import type { ThreadActions } from '../conversation/thread-model.ts'

interface RunColumnProps {
  /** What the column is called in sentences: A, B, … */
  readonly letter: string
  readonly agentName: string | undefined
  readonly turn: Turn | undefined
  readonly run: Run | undefined
  readonly runs: readonly Run[]
  readonly actions: ThreadActions
}

/** One run as a column: who answered, what was asked, and the answer. */
export const RunColumn = ({ letter, agentName, turn, run, runs, actions }: RunColumnProps) => (
  <section
    aria-label={`Column ${letter}`}
    className="grid min-h-0 min-w-64 flex-1 snap-start max-sm:min-w-full grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] border-border not-first:border-s"
  >
    <h2 className="flex h-9 min-w-0 items-center gap-2 border-b border-border bg-surface-raised px-3 text-xs font-medium">
      <span aria-hidden className="rounded bg-surface-hover px-1.5 font-mono">
        {letter}
      </span>
      <span className="truncate">{agentName ?? 'A run that is not here any more'}</span>
      {run !== undefined && <span className="text-text-subtle">{run.mode}</span>}
    </h2>
    <div className="min-h-0 overflow-y-auto">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
        {turn !== undefined && (
          <p className="justify-self-end rounded-2xl rounded-ee-sm bg-accent-soft px-3 py-1.5 wrap-anywhere whitespace-pre-wrap">
            {turn.input.text}
          </p>
        )}
        {run === undefined ? (
          <p className="text-text-subtle">{turn === undefined ? 'Its conversation was deleted.' : 'Opening…'}</p>
        ) : (
          <Answer clipped run={run} runs={runs} baseline={turn?.baseline} actions={actions} />
        )}
      </div>
    </div>
  </section>
)

/** Columns beside each other; where there is no room for all, they are swiped. */
export const RunColumns = ({ children }: { readonly children: ReactNode }) => (
  <div className="flex h-full min-h-0 snap-x snap-mandatory overflow-x-auto">{children}</div>
)
