import type { Agent } from '../agent/agent.ts'
import type { CodeRequest } from '../code/code-request.ts'
import { useConversation, useConversationsOfRuns } from '../conversation/use-conversation.ts'
import type { Problem } from '../lib/problem.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { ColumnsPane } from './columns-pane.tsx'
import { ComparedRuns } from './compared-runs.tsx'
import type { CompareRoute } from './route.ts'
import { SeriesPane } from './series-pane.tsx'
import { useKnownAgent } from './use-known-agent.ts'

interface ComparePaneProps {
  readonly route: CompareRoute
  /** Whom the chat is with: the first choice for a column. */
  readonly agent: Agent | undefined
  readonly onLink: (url: string) => void
  readonly onCode: (request: CodeRequest) => void
  /** Shows the inspector where it is hidden. */
  readonly onInspect: () => void
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

const KnownRuns = ({
  route,
  ...doors
}: Omit<ComparePaneProps, 'agent'> & { readonly route: Extract<CompareRoute, { view: 'runs' }> }) => {
  const conversations = useConversationsOfRuns(route.runs)
  return conversations.every((conversation) => conversation === undefined) ? (
    <Unknown title="This browser has no such runs" />
  ) : (
    <ComparedRuns {...doors} route={route} />
  )
}

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
export const ComparePane = ({ route, agent, ...doors }: ComparePaneProps) => (
  <div className="grid h-full min-h-0 grid-rows-[minmax(0,1fr)]">
    <title>Compare – Agent Playground</title>
    <h1 className="sr-only">Compare</h1>
    {route.view === 'runs' && <KnownRuns {...doors} route={route} />}
    {route.view === 'columns' && <ColumnsPane agent={agent} />}
    {route.view === 'series' && <ComparedSeries route={route} />}
  </div>
)
