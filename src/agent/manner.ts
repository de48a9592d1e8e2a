import type { Dialect } from '../protocol/dialect.ts'
import type { Agent, AgentTarget, Discovery, Manner } from './agent.ts'

/** Whether an answer is asked for piece by piece or at once. */
export type Mode = 'streamed' | 'whole'

const words: Readonly<Record<Dialect, { readonly name: string; readonly about: string }>> = {
  responses: { name: 'Responses', about: 'input items, Responses events back' },
  'chat-completions': { name: 'Chat completions', about: 'messages, chunks with choices back' },
  'chat-agent': { name: 'Chat agent', about: 'MLflow ChatAgent: messages with context, chunks that are messages back' },
  'appkit-events': { name: 'AppKit events', about: 'one message of a thread on its server, named events back' },
  'free-json': { name: 'Free JSON', about: 'any JSON object, whatever the agent makes of it back' },
}

/** What a dialect is called on the screen. */
export const dialectName = (dialect: Dialect): string => words[dialect].name
export const dialectAbout = (dialect: Dialect): string => words[dialect].about

/** Which dialect an endpoint of some task speaks. The order matters: the first that matches decides. */
const tasks: readonly (readonly [task: RegExp, dialect: Dialect])[] = [
  [/^agent\/v\d+\/responses$/, 'responses'],
  [/^agent\/v2\/chat$/, 'chat-agent'],
  [/^(agent|llm)\/v\d+\/chat$/, 'chat-completions'],
]

/** Custom models and tasks that are not in the table are asked in Responses, as Databricks' own chat app does. */
const dialectOfTask = (task: string | undefined): Dialect =>
  tasks.find(([pattern]) => task !== undefined && pattern.test(task))?.[1] ?? 'responses'

/** What an endpoint of this task speaks, for people. */
export const speaksOf = (task: string | undefined): string => dialectName(dialectOfTask(task))

const ownPath = (endpoint: string): string => `/serving-endpoints/${encodeURIComponent(endpoint)}/invocations`

const usualOnApps: Readonly<Record<Dialect, string>> = {
  responses: '/responses',
  'chat-completions': '/v1/chat/completions',
  'chat-agent': '/invocations',
  'appkit-events': '/api/agents/chat',
  'free-json': '/invocations',
}

/** Where agents of this kind mostly speak this dialect. */
export const usualPath = (target: AgentTarget, dialect: Dialect): string => {
  if (target.kind !== 'serving-endpoint') return usualOnApps[dialect]
  return dialect === 'responses' ? '/serving-endpoints/responses' : ownPath(target.endpoint)
}

/** Paths worth offering, the usual first. Those of the gateway name the endpoint as `model`, as the shared ones do. */
export const knownPaths = (target: AgentTarget): readonly string[] =>
  target.kind === 'serving-endpoint'
    ? [
        '/serving-endpoints/responses',
        '/serving-endpoints/chat/completions',
        ownPath(target.endpoint),
        '/serving-endpoints/open-responses',
        '/ai-gateway/mlflow/v1/responses',
        '/ai-gateway/mlflow/v1/chat/completions',
        '/ai-gateway/openai/v1/responses',
        '/ai-gateway/openai/v1/chat/completions',
      ]
    : ['/responses', '/invocations', '/api/agents/chat', '/v1/chat/completions']

/** What a path says by its own name about what is spoken there. */
export const dialectOfPath = (path: string, otherwise: Dialect): Dialect => {
  if (path.endsWith('/chat/completions')) return 'chat-completions'
  if (/\/(open-)?responses$/.test(path)) return 'responses'
  if (path.endsWith('/api/agents/chat')) return 'appkit-events'
  return otherwise === 'appkit-events' ? 'responses' : otherwise
}

/** Before anything was asked: what the workspace's own words about it say, or what is usual. */
export const assumedDiscovery = (target: AgentTarget): Discovery => {
  if (target.kind === 'serving-endpoint') {
    const dialect = dialectOfTask(target.task)
    const known = target.task !== undefined && tasks.some(([pattern]) => pattern.test(target.task ?? ''))
    return {
      dialect,
      path: usualPath(target, dialect),
      conclusive: known,
      evidence: [
        target.task === undefined
          ? 'The workspace names no task for this endpoint; custom models are asked in Responses first.'
          : `The endpoint’s task is ${target.task}${known ? '' : ', which is none of the known ones; Responses is tried first'}.`,
      ],
    }
  }
  const { pathname } = new URL(target.kind === 'local' ? target.url : 'http://app')
  const path = pathname === '/' ? usualOnApps.responses : pathname
  return {
    dialect: dialectOfPath(path, 'responses'),
    path,
    conclusive: false,
    evidence: [
      pathname === '/'
        ? 'It has not been asked yet. Most agents of this kind speak Responses at /responses.'
        : `The URL that was added names the path ${pathname}.`,
    ],
  }
}

/** What counts as found out: what asking it told, else what its kind says. */
export const discoveryOf = ({ target, discovery }: Pick<Agent, 'target' | 'discovery'>): Discovery =>
  discovery ?? assumedDiscovery(target)

/** What is really spoken, and where: what the person set, filled up with what was found. */
export const mannerOf = (agent: Pick<Agent, 'target' | 'discovery' | 'override'>, mode: Mode): Manner => {
  const discovery = discoveryOf(agent)
  const found = mode === 'whole' ? (discovery.whole ?? discovery) : discovery
  const { dialect, path } = agent.override ?? {}
  if (path !== undefined) return { dialect: dialect ?? dialectOfPath(path, found.dialect), path }
  if (dialect === undefined || dialect === found.dialect) return { dialect: found.dialect, path: found.path }
  return { dialect, path: usualPath(agent.target, dialect) }
}
