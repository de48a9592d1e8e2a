import { failure, success, type Problem, type Result } from '../lib/problem.ts'
import type { RefreshOutcome } from './refresh-session.ts'
import type { SessionTokens } from './session-tokens.ts'
import type { Authorization, Workspace, WorkspaceId } from './workspace.ts'

export interface AuthorizeDoors {
  readonly tokens: SessionTokens
  readonly renew: (workspace: Workspace, seen: number) => Promise<RefreshOutcome>
  /** The workspace as it is known now, with the client that its tokens belong to. */
  readonly workspaceOf: (id: WorkspaceId) => Workspace | undefined
}

export interface Authorizations {
  /** `null` is an agent on this computer: it gets no credentials. */
  createAuthorization(workspace: Workspace | null): Authorization
  /** URLs of apps that the workspace's own app list gave. Only these may receive its token beside the workspace. */
  nameAppUrls(workspace: WorkspaceId, urls: readonly string[]): void
  /** How to learn the app URLs of a workspace when one is called before the list was read. */
  learnAppUrlsBy(learn: (workspace: Workspace) => Promise<void>): void
}

const none: Authorization = {
  headersFor: async () => success({}),
  renew: async () => false,
}

/** Whether `url` is the app's URL or lies under it, by whole path segments. */
const isWithin = (url: URL, app: URL): boolean => {
  const base = app.pathname.replace(/\/+$/, '')
  return url.origin === app.origin && (url.pathname === base || url.pathname.startsWith(`${base}/`))
}

/** Apps answer on https; those of the sample workspace on this computer, as it does itself. */
const canBeApp = (url: URL, workspace: URL): boolean => {
  if (url.username !== '' || url.password !== '') return false
  if (workspace.protocol === 'http:') return url.host === workspace.host || url.host.endsWith(`.${workspace.host}`)
  return url.protocol === 'https:' && url.port === ''
}

const foreignHost = (url: URL, workspace: Workspace): Problem => ({
  kind: 'sign-in',
  code: 'token-not-for-host',
  title: `Your token is not sent to ${url.host}`,
  detail: `The token belongs to ${workspace.origin}. It goes there and to the apps that this workspace itself lists, and ${url.origin} is none of them.`,
  remedy: 'Pick the app from the list of agents of its own workspace. If it is missing there, ask for CAN USE on it.',
  who: 'you',
})

const notSignedIn = (workspace: Workspace): Problem => ({
  kind: 'sign-in',
  code: 'sign-in-required',
  title: `You are not signed in to ${workspace.label}`,
  detail: `Calls to ${new URL(workspace.origin).host} and its apps need your sign-in.`,
  remedy: 'Press Sign in. What you have typed stays.',
  who: 'you',
})

/** A call may take its time to start: a token with less than this left is renewed first. */
const shortestUse = (lifetime: number): number => Math.min(10_000, lifetime / 8)

/**
 * Who gets which credentials is decided here and nowhere else. `*.databricksapps.com` is customer code that anybody
 * can host, so a host name alone earns no token; being named by the workspace that issued it does.
 */
export const createAuthorizations = ({ tokens, renew, workspaceOf }: AuthorizeDoors): Authorizations => {
  const apps = new Map<WorkspaceId, Map<string, URL>>()
  let learn: (workspace: Workspace) => Promise<void> = async () => {}

  const isNamed = (url: URL, workspace: Workspace): boolean =>
    [...(apps.get(workspace.id)?.values() ?? [])].some((app) => isWithin(url, app))

  const mayReceive = async (url: URL, workspace: Workspace): Promise<boolean> => {
    if (url.username !== '' || url.password !== '') return false
    if (url.origin === workspace.origin || isNamed(url, workspace)) return true
    await learn(workspace)
    return isNamed(url, workspace)
  }

  const bearer = (workspace: Workspace, url: URL): Result<Readonly<Record<string, string>>> => {
    const current = tokens.get(workspace.id)
    if (current === undefined) return failure(notSignedIn(workspace))
    const orgId = url.origin === workspace.origin ? current.identity?.orgId : undefined
    return success({
      Authorization: `Bearer ${current.accessToken}`,
      // Hosts that serve several workspaces route by it; the others ignore it.
      ...(orgId === undefined ? {} : { 'X-Databricks-Workspace-Id': orgId }),
    })
  }

  const pkce = (workspace: Workspace): Authorization => {
    let handedOut = 0
    return {
      headersFor: async (url) => {
        const current = tokens.get(workspace.id)
        if (current === undefined) return failure(notSignedIn(workspace))
        if (!(await mayReceive(url, workspace))) return failure(foreignHost(url, workspace))
        const left = tokens.timeLeft(workspace.id)
        if (left <= shortestUse(current.lifetime)) {
          const outcome = await renew(workspaceOf(workspace.id) ?? workspace, current.serial)
          if (outcome.kind === 'ended') return failure(outcome.problem)
          if (outcome.kind === 'kept' && left <= 0) return failure(outcome.problem)
        }
        handedOut = tokens.get(workspace.id)?.serial ?? 0
        return bearer(workspace, url)
      },
      renew: async () => {
        const current = tokens.get(workspace.id)
        if (current === undefined) return false
        const outcome = await renew(
          workspaceOf(workspace.id) ?? workspace,
          handedOut === 0 ? current.serial : handedOut,
        )
        return outcome.kind === 'renewed'
      },
    }
  }

  return {
    createAuthorization: (workspace) => (workspace === null ? none : pkce(workspace)),
    nameAppUrls: (workspace, urls) => {
      const named = apps.get(workspace) ?? new Map<string, URL>()
      for (const text of urls) {
        if (!URL.canParse(text)) continue
        const url = new URL(text)
        if (canBeApp(url, new URL(workspace))) named.set(url.href, url)
      }
      apps.set(workspace, named)
    },
    learnAppUrlsBy: (given) => {
      learn = given
    },
  }
}
