import { arrayOf, fieldOf, isObject, stringOf, type Json } from '../lib/json.ts'
import type { Dialect } from '../protocol/dialect.ts'
import type { AgentTarget, Discovery } from './agent.ts'
import { agentInfoOf } from './listing.ts'
import { assumedDiscovery, dialectOfPath, usualPath } from './manner.ts'

/** What a GET of one path told: JSON where it was JSON. Undefined where nothing answered at all. */
export interface Answered {
  readonly status: number
  readonly json?: Json
}
export type Ask = (path: string) => Promise<Answered | undefined>

type Clue = Omit<Discovery, 'conclusive'>

const successOf = (answer: Answered | undefined): Json | undefined =>
  answer !== undefined && answer.status >= 200 && answer.status < 300 && isObject(answer.json) ? answer.json : undefined

/** MLflow's AgentServer says what it is. Without an agent type it takes any JSON, and has no /responses. */
const fromAgentInfo = async (ask: Ask): Promise<Clue | undefined> => {
  const info = successOf(await ask('/agent/info'))
  if (info === undefined || (stringOf(info, 'mlflow_version') ?? stringOf(info, 'use_case')) === undefined)
    return undefined
  const { name = 'no name', api, serverVersion: server } = agentInfoOf(info)
  const who = `GET /agent/info answers: “${name}”${server === undefined ? '' : `, ${server}`}`
  const shared = server === undefined ? {} : { server }
  return api === 'responses'
    ? { dialect: 'responses', path: '/responses', evidence: [`${who}, agent_api “responses”.`], ...shared }
    : {
        dialect: 'free-json',
        path: '/invocations',
        evidence: [
          `${who}, and names ${api === undefined ? 'no agent_api' : `the agent_api “${api}”`}.`,
          'An AgentServer without an agent type serves /invocations alone, with whatever JSON its author chose.',
        ],
        ...shared,
      }
}

const fromAppKit = async (ask: Ask): Promise<Clue | undefined> => {
  const info = successOf(await ask('/api/agents/info'))
  const agents = arrayOf(info, 'agents')
  if (agents === undefined) return undefined
  const names = agents.filter((name) => typeof name === 'string').join(', ')
  const chosen = stringOf(info, 'defaultAgent')
  return {
    dialect: 'appkit-events',
    path: '/api/agents/chat',
    whole: { dialect: 'responses', path: '/responses' },
    evidence: [
      `GET /api/agents/info answers: AppKit with the agents ${names === '' ? '(none)' : names}${chosen === undefined ? '' : `; ${chosen} is the default`}.`,
      'AppKit streams on /api/agents/chat alone; its /responses answers in one piece, and is used when Stream is off.',
    ],
    server: 'AppKit',
  }
}

const openApiPaths = (json: Json): readonly string[] => {
  const paths = fieldOf(json, 'paths')
  return isObject(paths) ? Object.keys(paths) : []
}

/** In this order: a path that says what is spoken there goes before one that does not. */
const wanted: readonly (readonly [pattern: RegExp, dialect: Dialect])[] = [
  [/^\/responses$/, 'responses'],
  [/\/chat\/completions$/, 'chat-completions'],
  [/^\/invocations$/, 'responses'],
  [/\/responses$/, 'responses'],
  [/^\/api\/invocations$/, 'responses'],
]

const fromOpenApi = async (ask: Ask): Promise<Clue | undefined> => {
  const description = successOf(await ask('/openapi.json'))
  if (description === undefined) return undefined
  const paths = openApiPaths(description)
  for (const [pattern, dialect] of wanted) {
    const path = paths.find((candidate) => pattern.test(candidate))
    if (path === undefined) continue
    const title = stringOf(fieldOf(description, 'info'), 'title')
    const evidence = [`GET /openapi.json${title === undefined ? '' : ` (“${title}”)`} lists ${path}.`]
    if (path === '/invocations') {
      evidence.push('It lists no /responses, as older AgentServers do not: Responses is spoken at /invocations.')
    }
    if (path === '/api/invocations') {
      evidence.push(
        'That is the Invocation API of Agent Bricks; Responses is a guess there, set it by hand if it fails.',
      )
    }
    return { dialect, path, evidence }
  }
  return undefined
}

/** The TypeScript template describes itself at its root, and its health names a service. */
const fromService = async (ask: Ask): Promise<Clue | undefined> => {
  const root = successOf(await ask('/'))
  const endpoints = fieldOf(root, 'endpoints')
  const named = isObject(endpoints) ? Object.values(endpoints).filter((value) => typeof value === 'string') : []
  const path = ['/responses', '/invocations'].find((candidate) => named.some((value) => value.endsWith(candidate)))
  if (path !== undefined) {
    return { dialect: 'responses', path, evidence: [`GET / describes a service with the endpoint ${path}.`] }
  }
  const service = stringOf(successOf(await ask('/health')), 'service')
  return service === undefined
    ? undefined
    : {
        dialect: 'responses',
        path: '/responses',
        evidence: [`GET /health answers for the service “${service}”, as the TypeScript agent template does.`],
      }
}

/** Asking a POST route by GET runs no agent, and 405 says that the route is there. */
const fromRoutes = async (ask: Ask): Promise<Clue | undefined> => {
  for (const path of ['/responses', '/invocations']) {
    if ((await ask(path))?.status !== 405) continue
    return { dialect: 'responses', path, evidence: [`GET ${path} answers 405: the path is there, for POST.`] }
  }
  return undefined
}

/** No further path of a server that is down, or that lets this person in nowhere, would tell more. */
const isClosed = (status: number): boolean => status >= 500 || status === 401 || status === 403

const askOnce = (ask: Ask): Ask => {
  const answers = new Map<string, ReturnType<Ask>>()
  return (path) => {
    const known = answers.get(path) ?? ask(path)
    answers.set(path, known)
    return known
  }
}

const clues = [fromAgentInfo, fromAppKit, fromOpenApi, fromService, fromRoutes]

/** Whoever added an agent by a URL with a path has said where it is called. */
const atNamedPath = (target: AgentTarget, found: Clue): Clue => {
  const path = target.kind === 'local' ? new URL(target.url).pathname : '/'
  if (path === '/' || path === found.path) return found
  const { whole: _whole, ...rest } = found
  const named = `The URL that was added names the path ${path}, so that one is called.`
  return { ...rest, path, dialect: dialectOfPath(path, found.dialect), evidence: [...found.evidence, named] }
}

/** Asks an app, or an agent on this computer, what it is. The first answer that tells decides. Runs no agent. */
export const discoverServer = async (target: AgentTarget, asking: Ask): Promise<Discovery> => {
  const ask = askOnce(asking)
  const first = await ask('/agent/info')
  if (first === undefined || isClosed(first.status)) {
    const status = first === undefined ? 'It did not answer' : `It answers with status ${first.status}`
    const assumed = assumedDiscovery(target)
    return { ...assumed, evidence: [`${status}, so it could not be asked.`, ...assumed.evidence] }
  }
  for (const look of clues) {
    const found = await look(ask)
    if (found !== undefined) return { ...atNamedPath(target, found), conclusive: true }
  }
  const assumed = assumedDiscovery(target)
  return {
    ...assumed,
    evidence: [
      'None of /agent/info, /api/agents/info, /openapi.json, / and /health tells what it speaks.',
      `${assumed.path} is called in Responses, as most agents of this kind are.`,
    ],
  }
}

const problemTypes: Readonly<Record<string, string>> = { MULTI_AGENT_SUPERVISOR: 'a Supervisor of several agents' }

/** What `GET /api/2.0/serving-endpoints/{name}` tells beside the list. */
export const discoverEndpoint = (endpoint: string, detail: Json): Discovery => {
  const task = stringOf(detail, 'task')
  const target: AgentTarget = {
    kind: 'serving-endpoint',
    endpoint,
    ...(task === undefined || task === '' ? {} : { task }),
  }
  const assumed = assumedDiscovery(target)
  const problemType = stringOf(fieldOf(detail, 'tile_endpoint_metadata'), 'problem_type')
  const own = stringOf(detail, 'endpoint_url')
  const scopes = arrayOf(fieldOf(fieldOf(detail, 'auth_policy'), 'user_auth_policy'), 'api_scopes') ?? []
  const evidence = [...assumed.evidence]
  if (problemType !== undefined) {
    evidence.push(
      `Agent Bricks made it: ${problemTypes[problemType] ?? problemType.toLowerCase().replaceAll('_', ' ')}.`,
    )
  }
  if (fieldOf(detail, 'route_optimized') === true) {
    evidence.push(
      `It is route-optimized${own === undefined ? '' : ` and also answers at ${own}`}. That address takes only tokens made for this one endpoint, so the workspace’s own path is called.`,
    )
  }
  if (scopes.length > 0) {
    const names = scopes.filter((scope) => typeof scope === 'string').join(', ')
    evidence.push(`It acts on behalf of whoever calls it: your token also needs the scopes ${names}.`)
  }
  return { ...assumed, path: usualPath(target, assumed.dialect), evidence }
}
