import { Ellipsis, FolderSearch, X } from 'lucide-react'
import { useLayoutEffect, useRef, type ReactNode } from 'react'
import { Answer } from '../conversation/answer.tsx'
import type { Run, Turn } from '../conversation/conversation.ts'
import type { ThreadActions } from '../conversation/thread-model.ts'
import { UserMessage } from '../conversation/user-message.tsx'
import { IconButton } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { ColumnSection } from './column-section.tsx'

/** A turn of a column's chat, with the run that stands for it. */
export interface ColumnTurn {
  readonly turn: Turn
  readonly run: Run | undefined
  readonly runs: readonly Run[]
}

interface RunColumnProps {
  /** What the column is called in sentences: A, B, … */
  readonly letter: string
  readonly agentName: string | undefined
  /** From the first message to the one whose answers are compared. */
  readonly turns: readonly ColumnTurn[]
  readonly actions: ThreadActions
  /** Puts another run in this place. */
  readonly onReplace: () => void
  /** Takes the column away; absent where it is the only one. */
  readonly onRemove: (() => void) | undefined
  /** It makes room for the choice of what is put beside it. */
  readonly aside: boolean
  /** What is still to come in this column. */
  readonly foot?: ReactNode
}

const ColumnMenu = ({ letter, onReplace, onRemove }: Pick<RunColumnProps, 'letter' | 'onReplace' | 'onRemove'>) => (
  <Menu
    trigger={
      <IconButton label={`More for column ${letter}`} size="small">
        <Ellipsis size={14} aria-hidden />
      </IconButton>
    }
  >
    <MenuItem icon={<FolderSearch size={14} aria-hidden />} onSelect={onReplace}>
      Put another run here…
    </MenuItem>
    {onRemove !== undefined && (
      <MenuItem icon={<X size={14} aria-hidden />} onSelect={onRemove}>
        Remove this column
      </MenuItem>
    )}
  </Menu>
)

const TurnInColumn = ({ entry, actions }: { readonly entry: ColumnTurn; readonly actions: ThreadActions }) => {
  const { turn, run, runs } = entry
  return (
    <>
      <UserMessage turn={turn} siblings={[turn.id]} onEdit={undefined} onShowTurn={actions.onShowTurn} />
      {run === undefined ? (
        <p className="text-text-subtle">Opening…</p>
      ) : (
        <Answer beside run={run} runs={runs} baseline={turn.baseline} actions={actions} />
      )}
    </>
  )
}

/** What stays free above a question that came to the top. */
const edge = 16

/** One chat as a column: who answers, what was asked, and the answers. The last one is compared. */
export const RunColumn = ({ letter, agentName, turns, actions, onReplace, onRemove, aside, foot }: RunColumnProps) => {
  const scroller = useRef<HTMLDivElement>(null)
  const last = useRef<HTMLDivElement>(null)
  const shown = turns.at(-1)
  const shownTurn = shown?.turn.id
  // A new question comes to the top: its answers are read side by side from their beginning.
  useLayoutEffect(() => {
    if (shownTurn !== undefined) scroller.current?.scrollTo({ top: (last.current?.offsetTop ?? 0) - edge })
  }, [shownTurn])
  return (
    <ColumnSection
      letter={letter}
      aside={aside}
      title={
        <>
          <span className="truncate">{agentName ?? 'A run that is not here any more'}</span>
          {shown?.run !== undefined && <span className="text-text-subtle">{shown.run.mode}</span>}
          <span className="ms-auto">
            <ColumnMenu letter={letter} onReplace={onReplace} onRemove={onRemove} />
          </span>
        </>
      }
    >
      <div ref={scroller} className="relative min-h-0 overflow-y-auto [container-type:size]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5 p-4">
          {turns.slice(0, -1).map((entry) => (
            <TurnInColumn key={entry.turn.id} entry={entry} actions={actions} />
          ))}
          <div
            ref={last}
            // As high as the column, so that it can come to the top of it.
            className={cn(
              'grid grid-cols-[minmax(0,1fr)] content-start gap-5',
              turns.length > 1 && 'min-h-[calc(100cqh-2rem)]',
            )}
          >
            {shown === undefined ? (
              <p className="text-text-subtle">Its conversation was deleted.</p>
            ) : (
              <TurnInColumn entry={shown} actions={actions} />
            )}
          </div>
          {foot}
        </div>
      </div>
    </ColumnSection>
  )
}

/** Columns beside each other; where there is no room for all, they are swiped. */
export const RunColumns = ({ children }: { readonly children: ReactNode }) => (
  <div className="flex h-full min-h-0 snap-x snap-mandatory overflow-x-auto">{children}</div>
)
