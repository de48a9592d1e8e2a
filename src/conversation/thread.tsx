import { ArrowDown } from 'lucide-react'
import { memo, useLayoutEffect, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { Announcer } from './announcer.tsx'
import { Answer } from './answer.tsx'
import type { TurnInput } from './conversation.ts'
import {
  inputAfter,
  sameList,
  shownRunOf,
  type ThreadActions,
  type ThreadMark,
  type ThreadTurn,
} from './thread-model.ts'
import { TextFinder } from './text-finder.tsx'
import { useStickToBottom } from './use-stick-to-bottom.ts'
import { useTextMark } from './use-text-mark.ts'
import { UserMessage } from './user-message.tsx'

interface TurnViewProps {
  readonly entry: ThreadTurn
  readonly mark: ThreadMark | undefined
  readonly settled: boolean
  /** The input after this turn in the branch that is shown. */
  readonly next: TurnInput | undefined
  readonly actions: ThreadActions
}

const TurnView = memo(
  ({ entry, mark, settled, next, actions }: TurnViewProps) => {
    const run = shownRunOf(entry)
    return (
      // A settled turn outside the view is neither laid out nor painted. What stands in the margin belongs to its
      // box, because such a turn clips what overflows.
      <div
        className={cn(
          '-mx-5 grid grid-cols-[minmax(0,1fr)] gap-5 px-5 md:-mx-10 md:px-10',
          settled && '[contain-intrinsic-size:auto_30rem] [content-visibility:auto]',
        )}
      >
        <UserMessage
          turn={entry.turn}
          siblings={entry.siblings}
          onEdit={actions.cannotRun === undefined ? actions.onEdit : undefined}
          onShowTurn={actions.onShowTurn}
          isUnknown={run?.origin?.missing.includes('request') === true}
        />
        {run !== undefined && (
          <Answer
            key={run.id}
            run={run}
            runs={entry.runs}
            baseline={entry.turn.baseline}
            input={entry.turn.input}
            next={next}
            touch={mark?.run === run.id ? mark.touch : undefined}
            actions={actions}
          />
        )}
      </div>
    )
  },
  (before, after) =>
    before.entry.turn === after.entry.turn &&
    sameList(before.entry.siblings, after.entry.siblings) &&
    sameList(before.entry.runs, after.entry.runs) &&
    before.mark?.touch === after.mark?.touch &&
    before.mark?.run === after.mark?.run &&
    before.settled === after.settled &&
    before.next === after.next &&
    before.actions === after.actions,
)

interface ThreadProps {
  /** The branch that is shown, from its first turn to its last. */
  readonly turns: readonly ThreadTurn[]
  readonly actions: ThreadActions
  readonly mark?: ThreadMark | undefined
  /** Shown while there is no turn. */
  readonly empty: ReactNode
}

/** The view of a conversation. Give it the conversation's id as `key`: a thread opens at its end. */
export const Thread = ({ turns, actions, mark, empty }: ThreadProps) => {
  const { scroller, content, away, follow, release } = useStickToBottom()
  useTextMark(scroller, turns, mark, release)
  const last = turns.at(-1)
  const lastRun = last === undefined ? undefined : shownRunOf(last)
  const answering = lastRun !== undefined && lastRun.phase.at !== 'over'
  const lastTurn = last?.turn.id
  // A new question scrolls to itself, wherever the reader was.
  useLayoutEffect(follow, [follow, lastTurn])
  return (
    <div className="relative h-full min-h-0 min-w-0">
      {/* A log is a live region by itself; the announcer speaks for it, in sentences. */}
      <div
        ref={scroller}
        role="log"
        aria-label="Conversation"
        aria-live="off"
        aria-busy={answering}
        // A scroll container has to be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="h-full overflow-x-hidden overflow-y-auto outline-offset-[-2px]"
      >
        <div
          ref={content}
          className="relative mx-auto grid min-h-full grid-cols-[minmax(0,1fr)] w-full max-w-[48rem] content-start gap-8 px-5 py-6 md:px-10"
        >
          {turns.length === 0
            ? empty
            : turns.map((entry, index) => (
                <TurnView
                  key={entry.turn.id}
                  entry={entry}
                  mark={mark !== undefined && entry.turn.runs.includes(mark.run) ? mark : undefined}
                  settled={index < turns.length - 2}
                  next={inputAfter(turns, index)}
                  actions={actions}
                />
              ))}
          <TextFinder content={content} turns={turns} onSelectText={actions.onSelectText} />
        </div>
        {away && (
          // Inside of what scrolls, so that the wheel works over it, too.
          <div className="pointer-events-none sticky bottom-3 z-10 flex h-0 items-end justify-center">
            <Button size="small" onClick={follow} className="pointer-events-auto rounded-full shadow-floating">
              <ArrowDown size={14} aria-hidden /> Jump to latest
            </Button>
          </div>
        )}
      </div>
      {lastRun !== undefined && lastRun.replayedAt === undefined && <Announcer key={lastRun.id} run={lastRun} />}
    </div>
  )
}
