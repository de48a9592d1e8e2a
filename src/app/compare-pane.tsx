import { useCallback, useState } from 'react'
import type { Agent } from '../agent/agent.ts'
import { useAgent, useRegisteredAgent } from '../agent/use-agents.ts'
import { PairView } from '../comparison/pair-view.tsx'
import { RunColumn, RunColumns } from '../comparison/run-columns.tsx'
import type { CodeRequest } from '../code/code-request.ts'
import type { Conversation, Mode, Run, RunId } from '../conversation/conversation.ts'
import { useConversation, useConversationsOfRuns, useRuns, useRunsOf } from '../conversation/use-conversation.ts'
import type { Problem } from '../lib/problem.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { ColumnsPane } from './columns-pane.tsx'
import type { CompareRoute } from './route.ts'
import { SeriesPane } from './series-pane.tsx'
import { navigate, usePreferences } from './use-app.ts'
import { useThreadActions } from './use-thread-actions.ts'

interface ComparePaneProps {
  readonly route: CompareRoute
  /** Whom the chat is with: the first choice for a column. */
  readonly agent: Agent | undefined
  readonly onLink: (url: string) => void
  readonly onCode: (request: CodeRequest) => void
  /** Shows the inspector where it is hidden. */
  readonly onInspect: () => void
}

const useKnownAgent = (conversation: Conversation | undefined): Agent | undefined => {
  const id = conversation?.agent ?? null
  const listed = useAgent(id)
  const registered = useRegisteredAgent(id)
  return listed?.agent ?? registered
}

interface ComparedRunProps extends Pick<ComparePaneProps, 'onLink' | 'onCode' | 'onInspect'> {
  readonly id: RunId
  readonly letter: string
  readonly conversation: Conversation | undefined
  readonly run: Run | undefined
  /** Puts another run in this place. */
  readonly onShow: (run: RunId | undefined) => void
}

const ComparedRun = ({ id, letter, conversation, run, onShow, onLink, onCode, onInspect }: ComparedRunProps) => {
  const agent = useKnownAgent(conversation)
  const [{ stream }] = usePreferences()
  const mode: Mode = run?.mode ?? (stream ? 'streamed' : 'whole')
  const actions = useThreadActions({
    agent,
    conversation: conversation?.id ?? null,
    mode,
    onShow,
    onInspect,
    onLink,
    onCode,
  })
  const turn = conversation?.turns.find(({ runs }) => runs.includes(id))
  const siblings = useRunsOf(turn === undefined ? [] : [turn])
  return (
    <RunColumn
      letter={letter}
      agentName={conversation?.agentName}
      turn={turn}
      run={run}
      runs={turn?.runs.flatMap((other) => siblings[other] ?? []) ?? []}
      actions={actions}
    />
  )
}

const letters = ['A', 'B', 'C', 'D']

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
          {letters[index]}
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

/** Runs side by side. */
const ComparedRuns = ({
  route,
  onLink,
  onCode,
  onInspect,
}: Omit<ComparePaneProps, 'agent'> & { readonly route: Extract<CompareRoute, { view: 'runs' }> }) => {
  const runs = useRuns(route.runs)
  const [pair, setPair] = useState<Pair>({ a: 0, b: 1 })
  const conversations = useConversationsOfRuns(route.runs)
  const put = useCallback(
    (place: number, run: RunId | undefined) => {
      if (run === undefined) return
      navigate({ ...route, runs: route.runs.map((id, index) => (index === place ? run : id)) }, 'replace')
    },
    [route],
  )
  if (conversations.every((conversation) => conversation === undefined)) {
    return <Unknown title="This browser has no such runs" />
  }
  const columns = (
    <RunColumns>
      {route.runs.map((id, place) => (
        <ComparedRun
          // One run may stand beside itself.
          key={`${place} ${id}`}
          id={id}
          letter={letters[place] ?? ''}
          run={runs[place]}
          conversation={conversations[place]}
          onShow={(run) => put(place, run)}
          onLink={onLink}
          onCode={onCode}
          onInspect={onInspect}
        />
      ))}
    </RunColumns>
  )
  if (route.runs.length < 2) return columns
  return (
    <PairView
      a={runs[pair.a]}
      b={runs[pair.b]}
      choice={route.runs.length > 2 && <PairChoice count={route.runs.length} pair={pair} onPair={setPair} />}
    >
      {columns}
    </PairView>
  )
}

const unknownProblem = (title: string): Problem => ({
  kind: 'link',
  code: 'runs-unknown',
  title,
  detail: 'Links of this form compare runs of this browser only. Their conversation may have been deleted.',
  remedy: 'Ask whoever sent it to share the runs themselves.',
  who: 'you',
})

const Unknown = ({ title }: { readonly title: string }) => (
  <div className="p-6">
    <ProblemNotice problem={unknownProblem(title)} />
  </div>
)

const ComparedSeries = ({ route }: { readonly route: Extract<CompareRoute, { view: 'series' }> }) => {
  const conversation = useConversation(route.conversation)
  const agent = useKnownAgent(conversation)
  const turn = conversation?.turns.find(({ id }) => id === route.turn)
  return conversation === undefined || turn === undefined ? (
    <Unknown title="This browser has no such message" />
  ) : (
    <SeriesPane key={turn.id} agent={agent} conversation={conversation} turn={turn} />
  )
}

/** The middle of the screen as a place to compare. */
export const ComparePane = (props: ComparePaneProps) => {
  const { route } = props
  return (
    <div className="grid h-full min-h-0 grid-rows-[minmax(0,1fr)]">
      <title>Compare – Agent Playground</title>
      <h1 className="sr-only">Compare</h1>
      {route.view === 'runs' && <ComparedRuns {...props} route={route} />}
      {route.view === 'columns' && <ColumnsPane agent={props.agent} />}
      {route.view === 'series' && <ComparedSeries route={route} />}
    </div>
  )
}
