import type { JsonObject } from '../lib/json.ts'
import type { Dialect } from '../protocol/dialect.ts'
import type { Agent, AgentCall, AgentTarget } from './agent.ts'
import { baseOf } from './call-path.ts'
import { mannerOf, type Mode } from './manner.ts'

const instructed: ReadonlySet<Dialect> = new Set<Dialect>(['responses', 'chat-completions', 'chat-agent'])

/** A path of all endpoints names the one that is meant as `model`; an endpoint's own path need not. */
const modelOf = (target: AgentTarget, path: string): string | undefined =>
  target.kind === 'serving-endpoint' && !path.endsWith('/invocations') ? target.endpoint : undefined

interface TraceAsk {
  readonly headers: Readonly<Record<string, string>>
  readonly fields: JsonObject
}

/**
 * How a trace is asked for. Apps and local servers take a header: MLflow's AgentServer, and newer AppKit with the same
 * name. Model Serving takes a field of the body, which foundation models refuse: they have no trace.
 */
const traceAsk = ({ target, asksTrace = false }: Pick<Agent, 'target' | 'asksTrace'>): TraceAsk => {
  if (!asksTrace) return { headers: {}, fields: {} }
  if (target.kind !== 'serving-endpoint') return { headers: { 'x-mlflow-return-trace-id': 'true' }, fields: {} }
  if (target.task?.startsWith('llm/') === true) return { headers: {}, fields: {} }
  return { headers: {}, fields: { databricks_options: { return_trace: true } } }
}

const companions = (url: string, dialect: Dialect): Pick<AgentCall, 'cancelUrl' | 'approveUrl'> =>
  dialect === 'appkit-events' && url.endsWith('/chat')
    ? { cancelUrl: url.replace(/chat$/, 'cancel'), approveUrl: url.replace(/chat$/, 'approve') }
    : {}

/**
 * Whether an agent can be asked to go on in the background and be asked for its answer later. Agents in apps and on
 * this computer can, where their server is a LongRunningAgentServer with a database; Model Serving ends with the call.
 */
export const takesBackground = ({ kind }: AgentTarget, dialect: Dialect): boolean =>
  kind !== 'serving-endpoint' && dialect === 'responses'

/** The agent as it is called for a message that goes to another path than its own. */
export const atPath = (agent: Agent, path: string | undefined): Agent =>
  path === undefined ? agent : { ...agent, override: { ...agent.override, path } }

/**
 * Where and how to call an agent, with what was found out and what the person set. `origin` is its workspace's; an
 * agent on this computer has none. `mode` matters where a server streams in one place and answers whole in another.
 */
export const callOf = (
  agent: Pick<Agent, 'target' | 'discovery' | 'override' | 'asksTrace'>,
  origin: string | null,
  mode: Mode = 'streamed',
): AgentCall => {
  const { dialect, path } = mannerOf(agent, mode)
  const url = `${baseOf(agent.target, origin)}${path}`
  const model = modelOf(agent.target, path)
  return {
    url,
    dialect,
    takesInstructions: instructed.has(dialect),
    ...traceAsk(agent),
    ...companions(url, dialect),
    ...(model === undefined ? {} : { model }),
  }
}
