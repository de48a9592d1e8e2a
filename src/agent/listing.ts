import { arrayOf, fieldOf, stringOf, type Json } from '../lib/json.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { agentIdOf, refOf } from './agent-id.ts'
import type { AgentListing, AgentTarget } from './agent.ts'
import { speaksOf } from './manner.ts'

/** One page of `GET /api/2.0/apps`. */
export interface AppsPage {
  readonly apps: readonly AgentListing[]
  readonly nextPageToken: string | undefined
}

/** What of the workspace's serving endpoints one can talk to: agents, and plain chat models apart. */
export interface EndpointListings {
  readonly agents: readonly AgentListing[]
  readonly models: readonly AgentListing[]
}

type State = Pick<AgentListing, 'state' | 'stateDetail'>

/**
 * An app answers when its compute is ACTIVE and the app itself RUNNING. The compute's word goes first: while it is
 * stopped the app's own state says nothing.
 */
export const appState = (app: Json): State => {
  const compute = fieldOf(app, 'compute_status')
  const status = fieldOf(app, 'app_status')
  const computeState = stringOf(compute, 'state')
  const appStateName = stringOf(status, 'state')
  const ownWords = stringOf(computeState === 'ACTIVE' ? status : compute, 'message')
  const stateDetail = ownWords ?? [computeState, appStateName].filter((part) => part !== undefined).join(', ')
  const state = ((): AgentListing['state'] => {
    switch (computeState) {
      case 'STARTING':
      case 'UPDATING':
        return 'starting'
      case 'STOPPED':
      case 'STOPPING':
      case 'DELETING':
        return 'stopped'
      case 'ERROR':
        return 'crashed'
      case 'ACTIVE':
      case undefined:
        break
      default:
        return 'unknown'
    }
    switch (appStateName) {
      case 'RUNNING':
        return 'running'
      case 'DEPLOYING':
        return 'starting'
      case 'CRASHED':
        return 'crashed'
      case 'UNAVAILABLE':
        return 'not-ready'
      default:
        return 'unknown'
    }
  })()
  return { state, stateDetail }
}

/** READY answers, also while an update rolls out; the update's own state is told beside it. */
export const endpointState = (endpoint: Json): State => {
  const state = fieldOf(endpoint, 'state')
  const update = stringOf(state, 'config_update')
  const updating =
    update === undefined || update === 'NOT_UPDATING' ? '' : `, ${update.toLowerCase().replaceAll('_', ' ')}`
  switch (stringOf(state, 'ready')) {
    case 'READY':
      return { state: 'running', stateDetail: `Ready${updating}` }
    case 'NOT_READY':
      return update === 'IN_PROGRESS'
        ? { state: 'starting', stateDetail: `Not ready yet${updating}` }
        : { state: 'not-ready', stateDetail: `Not ready${updating}` }
    default:
      return { state: 'unknown', stateDetail: 'The workspace does not say' }
  }
}

/** The CLI's test server answers the URL bare; a scheme other than https is nothing to send a token to. */
const appUrlOf = (text: string, workspace: Workspace): string | undefined => {
  const url = /^https?:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(url)) return undefined
  const parsed = new URL(url)
  const plain = workspace.kind === 'sample' || parsed.protocol === 'https:'
  return plain ? parsed.href.replace(/\/+$/, '') : undefined
}

const listing = (
  workspace: Workspace,
  target: AgentTarget,
  name: string,
  source: Json,
  state: State,
  speaks: string,
): AgentListing => {
  const ref = refOf(target)
  const creator = stringOf(source, 'creator')
  const description = stringOf(source, 'description')
  return {
    id: agentIdOf(workspace.id, ref),
    workspace: workspace.id,
    ref,
    name,
    target,
    ...state,
    speaks,
    ...(creator === undefined ? {} : { creator }),
    ...(description === undefined || description === '' ? {} : { description }),
  }
}

/** One app. No field says whether it is an agent; what is named `mcp-…` by convention is a tool server and none. */
export const appListing = (app: Json, workspace: Workspace): AgentListing | undefined => {
  const name = stringOf(app, 'name')
  const url = appUrlOf(stringOf(app, 'url') ?? '', workspace)
  if (name === undefined || name === '' || name.startsWith('mcp-')) return undefined
  // An app that was never deployed may have no URL yet; it is shown, and cannot be called.
  const target: AgentTarget = { kind: 'app', name, url: url ?? '' }
  const state = url === undefined ? { state: 'not-ready' as const, stateDetail: 'Not deployed yet' } : appState(app)
  return listing(workspace, target, name, app, state, 'Responses')
}

export const appsPage = (body: Json, workspace: Workspace): AppsPage => {
  const token = stringOf(body, 'next_page_token')
  return {
    apps: (arrayOf(body, 'apps') ?? []).flatMap((app) => appListing(app, workspace) ?? []),
    nextPageToken: token === undefined || token === '' ? undefined : token,
  }
}

const endpointListing = (endpoint: Json, workspace: Workspace): AgentListing | undefined => {
  const name = stringOf(endpoint, 'name')
  if (name === undefined || name === '') return undefined
  const task = stringOf(endpoint, 'task')
  const target: AgentTarget = {
    kind: 'serving-endpoint',
    endpoint: name,
    ...(task === undefined || task === '' ? {} : { task }),
  }
  return listing(workspace, target, name, endpoint, endpointState(endpoint), speaksOf(target.task))
}

/** Agents are those whose task says so, and custom models, which may be; embeddings and completions cannot converse. */
export const endpointListings = (body: Json, workspace: Workspace): EndpointListings => {
  const agents: AgentListing[] = []
  const models: AgentListing[] = []
  for (const endpoint of arrayOf(body, 'endpoints') ?? []) {
    const found = endpointListing(endpoint, workspace)
    if (found === undefined || found.target.kind !== 'serving-endpoint') continue
    const { task } = found.target
    if (task === undefined || task.startsWith('agent/')) agents.push(found)
    else if (/^llm\/v\d+\/chat$/.test(task)) models.push(found)
  }
  return { agents, models }
}

/** What an MLflow AgentServer tells at `GET /agent/info`. */
export interface AgentInfo {
  readonly name?: string
  /** `agent_api`, as it stands there; absent where the server has no agent type. */
  readonly api?: string
  readonly serverVersion?: string
}

export const agentInfoOf = (body: Json): AgentInfo => {
  const name = stringOf(body, 'name')
  const api = stringOf(body, 'agent_api')
  const version = stringOf(body, 'mlflow_version')
  return {
    ...(name === undefined ? {} : { name }),
    ...(api === undefined ? {} : { api }),
    ...(version === undefined ? {} : { serverVersion: `MLflow ${version}` }),
  }
}
