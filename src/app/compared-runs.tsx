import { Columns2, Plus, SquarePen } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import type { CodeRequest } from '../code/code-request.ts'
import { letterOf, mostColumns } from '../comparison/letters.ts'
import { PairView } from '../comparison/pair-view.tsx'
import { PickRunDialog } from '../comparison/pick-run-dialog.tsx'
import { PickerColumn } from '../comparison/picker-column.tsx'
import { RunColumn, RunColumns } from '../comparison/run-columns.tsx'
import { useRememberCompared, useWaitingColumns } from '../comparison/use-setup.ts'
import { WaitingColumn, WaitingNote } from '../comparison/waiting-column.tsx'
import { branchOf, type Conversation, type Mode, type Run, type RunId } from '../conversation/conversation.ts'
import { useConversationsOfRuns, useRuns, useRunsOf } from '../conversation/use-conversation.ts'
import { Button } from '../ui/button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { FollowUp } from './follow-up.tsx'
import type { CompareRoute } from './route.ts'
import { navigate, usePreferences } from './use-app.ts'
import { useKnownAgent } from './use-known-agent.ts'
import { useThreadActions } from './use-thread-actions.ts'

interface Doors {
  readonly onLink: (url: string) => void
  readonly onCode: (request: CodeRequest) => void
  /** Shows the inspector where it is hidden. */
  readonly onInspect: () => void
}

interface ComparedRunProps extends Doors {
  readonly id: RunId
  readonly conversation: Conversation | undefined
  readonly run: Run | undefined
  readonly place: number
  /** Puts another run in that place. Stable. */
  readonly onPut: (place: number, run: RunId | undefined) => void
  /** Stable. */
  readonly onInspectRun: (run: RunId) => void
  readonly onReplace: () => void
  readonly onRemove: (() => void) | undefined
  /** Nothing stands beside it yet. */
  readonly alone: boolean
  /** It is still to be asked. */
  readonly waiting: boolean
}

const ComparedRun = ({
  id,
  place,
  conversation,
  run,
  onPut,
  onReplace,
  onRemove,
  alone,
  waiting,
  ...doors
}: ComparedRunProps) => {
  const agent = useKnownAgent(conversation)
  const [{ stream }] = usePreferences()
  const mode: Mode = run?.mode ?? (stream ? 'streamed' : 'whole')
  const onShow = useCallback((next: RunId | undefined) => onPut(place, next), [onPut, place])
  const actions = useThreadActions({ ...doors, onShow, agent, conversation: conversation?.id ?? null, mode })
  const turn = conversation?.turns.find(({ runs }) => runs.includes(id))
  const branch = useMemo(
    () => (conversation === undefined || turn === undefined ? [] : branchOf(conversation, turn.id)),
    [conversation, turn],
  )
  const known = useRunsOf(branch)
  return (
    <RunColumn
      letter={letterOf(place)}
      agentName={conversation?.agentName}
      turns={branch.map((entry) => ({
        turn: entry,
        run: known[entry.id === turn?.id ? id : (entry.chosen ?? '')],
        runs: entry.runs.flatMap((other) => known[other] ?? []),
      }))}
      actions={actions}
      onReplace={onReplace}
      onRemove={onRemove}
      aside={alone}
      foot={waiting && <WaitingNote />}
    />
  )
}

interface Pair {
  readonly a: number
  readonly b: number
}

interface PairChoiceProps {
  readonly count: number
  readonly pair: Pair
  readonly onPair: (pair: Pair) => void
}

/** Which two of several columns are compared. */
const PairChoice = ({ count, pair, onPair }: PairChoiceProps) => {
  const options = Array.from({ length: count }, (_, index) => index)
  const choice = (side: 'a' | 'b', label: string) => (
    <select
      aria-label={label}
      value={pair[side]}
      onChange={(event) => onPair({ ...pair, [side]: Number(event.target.value) })}
      className="h-7 rounded-md border border-border bg-surface-raised px-1 text-xs"
    >
      {options.map((index) => (
        <option key={index} value={index}>
          {letterOf(index)}
        </option>
      ))}
    </select>
  )
  return (
    <span className="flex items-center gap-1.5 text-xs text-text-subtle">
      {choice('a', 'Compare column')} with {choice('b', 'with column')}
    </span>
  )
}

interface ColumnsMenuProps {
  /** Puts one more run beside the others; absent where there is no room. */
  readonly onAdd: (() => void) | undefined
  readonly onNew: () => void
}

const ColumnsMenu = ({ onAdd, onNew }: ColumnsMenuProps) => (
  <Menu
    trigger={
      <Button variant="quiet" size="small">
        <Columns2 size={14} aria-hidden /> Columns
      </Button>
    }
  >
    <MenuItem icon={<Plus size={14} aria-hidden />} disabled={onAdd === undefined} onSelect={() => onAdd?.()}>
      Add a run…
    </MenuItem>
    <MenuItem icon={<SquarePen size={14} aria-hidden />} onSelect={onNew}>
      New comparison
    </MenuItem>
  </Menu>
)

const questionOf = (conversation: Conversation | undefined, run: RunId | undefined): string | undefined =>
  conversation?.turns.find(({ runs }) => runs.some((id) => id === run))?.input.text

interface ComparedRunsProps extends Doors {
  readonly route: Extract<CompareRoute, { view: 'runs' }>
}

/** Runs side by side; one alone waits for what is put beside it. */
export const ComparedRuns = ({ route, ...doors }: ComparedRunsProps) => {
  const { runs: ids } = route
  const runs = useRuns(ids)
  useRememberCompared(ids)
  const conversations = useConversationsOfRuns(ids)
  const [chosen, setPair] = useState<Pair>({ a: 0, b: 1 })
  const pair = chosen.a < ids.length && chosen.b < ids.length ? chosen : { a: 0, b: 1 }
  const [picking, setPicking] = useState<number>()
  const waiting = useWaitingColumns(ids)
  const put = useCallback(
    (place: number, run: RunId | undefined, mode: 'push' | 'replace' = 'replace') => {
      if (run === undefined) return
      const { runs } = route
      navigate({ ...route, runs: place < runs.length ? runs.with(place, run) : [...runs, run] }, mode)
    },
    [route],
  )
  const inspect = useCallback((run: RunId) => navigate({ ...route, inspected: run }, 'replace'), [route])
  const isAlone = ids.length < 2 && waiting.length === 0
  const columns = (
    <RunColumns>
      {ids.map((id, place) => (
        <ComparedRun
          // One run may stand beside itself.
          // oxlint-disable-next-line react/no-array-index-key
          key={place}
          {...doors}
          id={id}
          place={place}
          run={runs[place]}
          conversation={conversations[place]}
          alone={isAlone}
          waiting={waiting.includes(place)}
          onPut={put}
          onInspectRun={inspect}
          onReplace={() => setPicking(place)}
          onRemove={ids.length < 2 ? undefined : () => navigate({ ...route, runs: ids.toSpliced(place, 1) })}
        />
      ))}
      {waiting.map((place) => place >= ids.length && <WaitingColumn key={place} letter={letterOf(place)} />)}
      {isAlone && (
        <PickerColumn
          letter={letterOf(1)}
          shown={ids}
          question={questionOf(conversations[0], ids[0])}
          onPick={({ run }) => put(1, run, 'push')}
        />
      )}
    </RunColumns>
  )
  const [a, b] = waiting.length > 0 ? [] : [runs[pair.a], runs[pair.b]]
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto]">
      {isAlone ? (
        columns
      ) : (
        <PairView
          a={a}
          b={b}
          choice={
            <>
              {ids.length > 2 && <PairChoice count={ids.length} pair={pair} onPair={setPair} />}
              <ColumnsMenu
                onAdd={ids.length < mostColumns ? () => setPicking(ids.length) : undefined}
                onNew={() => navigate({ at: 'compare', view: 'columns' })}
              />
            </>
          }
        >
          {columns}
        </PairView>
      )}
      {isAlone ? <div /> : <FollowUp ids={ids} runs={runs} conversations={conversations} />}
      {picking !== undefined && (
        <PickRunDialog
          title={`Which run is to stand in column ${letterOf(picking)}?`}
          shown={ids}
          onPick={({ run }) => put(picking, run, 'push')}
          onClose={() => setPicking(undefined)}
        />
      )}
    </div>
  )
}
