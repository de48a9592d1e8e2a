import { queryOptions } from '@tanstack/react-query'
import type { Fetch } from '../browser/network.ts'
import { isObject, parseJson, type Json } from '../lib/json.ts'
import { isAbort, type Problem, type Result } from '../lib/problem.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { WorkspaceServices } from '../workspace/workspace-services.ts'
import type { Agent, AgentListing, AgentTarget, Discovery } from './agent.ts'
import type { Ask } from './discover.ts'
import {
  agentInfoOf,
  appListing,
  appsPage,
  endpointListings,
  type AgentInfo,
  type EndpointListings,
} from './listing.ts'
import { assumedDiscovery } from './manner.ts'

export type DiscoveryDoors = Pick<WorkspaceServices, 'fetchWorkspace' | 'nameAppUrls'>

/** A query fails with a thrown value; this one carries the problem that the view shows. */
class DiscoveryError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title)
    this.name = 'DiscoveryError'
    this.problem = problem
  }
}

export const problemOf = (error: unknown): Problem | null => (error instanceof DiscoveryError ? error.problem : null)

const valueOf = <Value>(result: Result<Value>): Value => {
  if (result.ok) return result.value
  throw new DiscoveryError(result.problem)
}

interface PagedList<Page> {
  readonly path: string
  /** What is being done, for the words of a problem. */
  readonly asked: string
  readonly mostPages: number
  readonly read: (body: Json) => Page
}

/** The pages of a list, one after the other. A server that never ends them is not followed further. */
export const listPages = async <Page extends { readonly nextPageToken: string | undefined }>(
  { fetchWorkspace }: Pick<DiscoveryDoors, 'fetchWorkspace'>,
  workspace: Workspace,
  { path, asked, mostPages, read }: PagedList<Page>,
  signal: AbortSignal,
): Promise<readonly Page[]> => {
  const pages: Page[] = []
  const seen = new Set<string>()
  let pageToken: string | undefined
  while (pages.length < mostPages) {
    const url = new URL(`${workspace.origin}${path}?page_size=100`)
    if (pageToken !== undefined) url.searchParams.set('page_token', pageToken)
    const page = read(valueOf(await fetchWorkspace(workspace, url, asked, signal)))
    pages.push(page)
    pageToken = page.nextPageToken
    if (pageToken === undefined || seen.has(pageToken)) break
    seen.add(pageToken)
  }
  return pages
}

/** A workspace holds about a hundred apps. */
const mostPages = 50

const listApps = async (
  doors: DiscoveryDoors,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<readonly AgentListing[]> => {
  const read = (body: Json) => appsPage(body, workspace)
  const pages = await listPages(
    doors,
    workspace,
    { path: '/api/2.0/apps', asked: 'list the apps', mostPages, read },
    signal,
  )
  const found = pages.flatMap(({ apps }) => apps)
  doors.nameAppUrls(
    workspace.id,
    found.flatMap(({ target }) => (target.kind === 'app' ? [target.url] : [])),
  )
  return found
}

const listEndpoints = async (
  doors: DiscoveryDoors,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<EndpointListings> => {
  const url = new URL(`${workspace.origin}/api/2.0/serving-endpoints`)
  return endpointListings(
    valueOf(await doors.fetchWorkspace(workspace, url, 'list the serving endpoints', signal)),
    workspace,
  )
}

/** A second look within this time shows what the first found. */
const fresh = 30_000

/** `person` keeps the lists of two people apart who use the same workspace one after the other. */
const keyOf = (what: string, workspace: Workspace, person: string) => [what, workspace.id, person] as const

export const appsQuery = (doors: DiscoveryDoors, workspace: Workspace, person: string) =>
  queryOptions({
    queryKey: keyOf('apps', workspace, person),
    queryFn: ({ signal }) => listApps(doors, workspace, signal),
    staleTime: fresh,
    retry: false,
  })

export const endpointsQuery = (doors: DiscoveryDoors, workspace: Workspace, person: string) =>
  queryOptions({
    queryKey: keyOf('serving-endpoints', workspace, person),
    queryFn: ({ signal }) => listEndpoints(doors, workspace, signal),
    staleTime: fresh,
    retry: false,
  })

/** One app by name, for links: its URL is then known as the workspace's own without listing all. */
export const appQuery = (doors: DiscoveryDoors, workspace: Workspace, person: string, name: string) =>
  queryOptions({
    queryKey: [...keyOf('app', workspace, person), name],
    queryFn: async ({ signal }) => {
      const url = new URL(`${workspace.origin}/api/2.0/apps/${encodeURIComponent(name)}`)
      const found = appListing(
        valueOf(await doors.fetchWorkspace(workspace, url, `look up the app ${name}`, signal)),
        workspace,
      )
      if (found?.target.kind === 'app') doors.nameAppUrls(workspace.id, [found.target.url])
      return found ?? null
    },
    staleTime: fresh,
    retry: false,
  })

/** A probe that hangs must not hold a first message back for longer than this. */
const probeLimit = 5_000

const limited = (signal: AbortSignal | undefined): AbortSignal => {
  const limit = AbortSignal.timeout(probeLimit)
  return signal === undefined ? limit : AbortSignal.any([signal, limit])
}

/** GETs of an app as the signed-in person. A login redirect or an HTML page tells nothing, and is no answer. */
const askApp =
  (doors: DiscoveryDoors, workspace: Workspace, appUrl: string, signal: AbortSignal): Ask =>
  async (path) => {
    const answer = await doors.fetchWorkspace(workspace, new URL(`${appUrl}${path}`), 'ask the app what it is', signal)
    if (answer.ok) return { status: 200, json: answer.value }
    return answer.problem.status === undefined ? undefined : { status: answer.problem.status }
  }

const askLocal =
  (fetch: Fetch, origin: string, signal: AbortSignal): Ask =>
  async (path) => {
    try {
      const response = await fetch(new URL(`${origin}${path}`), {
        headers: { Accept: 'application/json' },
        signal: limited(signal),
      })
      const body = parseJson(await response.text())
      if (response.headers.get('x-playground-relay') === 'refused') return undefined
      return { status: response.status, ...(body.ok ? { json: body.value } : {}) }
    } catch {
      signal.throwIfAborted()
      return undefined
    }
  }

const discoverTarget = async (
  doors: DiscoveryDoors & { readonly fetch: Fetch },
  workspace: Workspace | null,
  target: AgentTarget,
  signal: AbortSignal,
): Promise<Discovery> => {
  // What reads the answers comes when the first agent is chosen: the way in does not need it.
  const { discoverEndpoint, discoverServer } = await import('./discover.ts')
  if (target.kind === 'local') return discoverServer(target, askLocal(doors.fetch, new URL(target.url).origin, signal))
  if (workspace === null) return assumedDiscovery(target)
  if (target.kind === 'app') return discoverServer(target, askApp(doors, workspace, target.url, signal))
  const url = new URL(`${workspace.origin}/api/2.0/serving-endpoints/${encodeURIComponent(target.endpoint)}`)
  const detail = await doors.fetchWorkspace(workspace, url, `look up the endpoint ${target.endpoint}`, signal)
  return detail.ok ? discoverEndpoint(target.endpoint, detail.value) : assumedDiscovery(target)
}

/** What an agent that somebody chose tells about how it is called. `found` keeps it where calls look it up. */
export const agentDiscoveryQuery = (
  doors: DiscoveryDoors & { readonly fetch: Fetch },
  workspace: Workspace | null,
  person: string,
  { id, target }: Pick<Agent, 'id' | 'target'>,
  found: (discovery: Discovery) => void,
) =>
  queryOptions({
    queryKey: ['discovery', id, person, JSON.stringify(target)],
    queryFn: async ({ signal }) => {
      const discovery = await discoverTarget(doors, workspace, target, signal)
      found(discovery)
      return discovery
    },
    staleTime: 10 * 60_000,
    retry: false,
  })

/** What was found at a local URL. */
export type Reachability =
  | { readonly kind: 'agent'; readonly info: AgentInfo }
  /** Something answers, but does not say that it is an agent. */
  | { readonly kind: 'server'; readonly status: number; readonly path: string }
  | { readonly kind: 'unreachable'; readonly detail: string }

const probePaths = ['/agent/info', '/health', '/'] as const
/** Looks at a local agent without running it: what it says at `/agent/info`, else whether anything answers. */
export const probeLocalAgent = async (fetch: Fetch, baseUrl: string, signal?: AbortSignal): Promise<Reachability> => {
  const { origin } = new URL(baseUrl)
  let detail = 'Nothing answered.'
  for (const path of probePaths) {
    const limit = limited(signal)
    try {
      const response = await fetch(new URL(`${origin}${path}`), {
        headers: { Accept: 'application/json' },
        signal: limit,
      })
      const body = parseJson(await response.text())
      if (response.headers.get('x-playground-relay') === 'refused') {
        const words = body.ok && isObject(body.value) ? body.value['error'] : undefined
        const message = isObject(words) ? words['message'] : undefined
        return { kind: 'unreachable', detail: typeof message === 'string' ? message : 'The relay refused the call.' }
      }
      if (path === '/agent/info' && response.ok && body.ok && isObject(body.value)) {
        return { kind: 'agent', info: agentInfoOf(body.value) }
      }
      if (response.status !== 404 && response.status !== 405) return { kind: 'server', status: response.status, path }
      if (path === '/') return { kind: 'server', status: response.status, path }
    } catch (error) {
      signal?.throwIfAborted()
      detail =
        isAbort(error) || limit.aborted
          ? `${origin} gave no answer within ${probeLimit / 1000} seconds.`
          : String(error)
      return { kind: 'unreachable', detail }
    }
  }
  return { kind: 'unreachable', detail }
}
