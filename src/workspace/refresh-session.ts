import type { Fetch } from '../browser/network.ts'
import type { EpochMs } from '../lib/brand.ts'
import type { Problem } from '../lib/problem.ts'
import { loadIdentity } from './load-identity.ts'
import { tokenTimeout } from './oidc-client.ts'
import type { SessionTokens } from './session-tokens.ts'
import { sessionEndedProblem, signInProblem, type SignInFailure } from './sign-in-problem.ts'
import { redeemRefreshToken } from './token-endpoint.ts'
import { refreshedTokens } from './tokens.ts'
import type { Workspace, WorkspaceId } from './workspace.ts'

export type RefreshOutcome =
  | { readonly kind: 'renewed' }
  /** The session stays; the refresh can be tried again. */
  | { readonly kind: 'kept'; readonly problem: Problem }
  | { readonly kind: 'ended'; readonly problem: Problem }

export interface RefreshDoors {
  readonly tokens: SessionTokens
  readonly fetch: Fetch
  readonly wallClock: () => EpochMs
  readonly withLock: <Value>(name: string, work: () => Promise<Value>) => Promise<Value>
  /** Milliseconds to wait for other tabs; milliseconds that the token call may take inside the lock. */
  readonly patience?: number
  readonly limit?: number
}

export type RefreshSession = (workspace: Workspace, seen: number) => Promise<RefreshOutcome>

/**
 * Refreshes once, however many tabs and calls ask at the same time. A refresh token may be single-use, and a
 * second use of it can end the session for everybody: so one lock per workspace is shared by all tabs, and
 * inside it the newest tokens of all tabs are looked for before the old ones are spent.
 */
export const createRefreshSession = (doors: RefreshDoors): RefreshSession => {
  const { tokens, fetch, wallClock, withLock, patience = 200, limit = tokenTimeout * 1000 } = doors
  const running = new Map<WorkspaceId, Promise<RefreshOutcome>>()

  const end = (workspace: Workspace, failure: SignInFailure | undefined): RefreshOutcome => {
    tokens.drop(workspace.id, 'ended')
    return { kind: 'ended', problem: sessionEndedProblem(workspace, failure) }
  }

  const refreshAlone = async (workspace: Workspace, seen: number): Promise<RefreshOutcome> => {
    const newer = () => (tokens.get(workspace.id)?.serial ?? 0) > seen
    if (newer() || (await tokens.ask(workspace.id, seen, patience))) return { kind: 'renewed' }
    const current = tokens.get(workspace.id)
    if (current === undefined) return { kind: 'ended', problem: sessionEndedProblem(workspace, undefined) }
    if (current.refreshToken === undefined) return end(workspace, undefined)
    const redemption = await redeemRefreshToken(fetch, workspace, current.refreshToken, AbortSignal.timeout(limit))
    if (redemption.ok) {
      const latest = tokens.get(workspace.id)
      // Signed out, or signed in anew, while the call was under way: what it brought belongs to a session that is over.
      if (latest === undefined) return { kind: 'ended', problem: sessionEndedProblem(workspace, undefined) }
      if (latest.refreshToken === current.refreshToken) {
        tokens.hold(workspace.id, refreshedTokens(latest, redemption.answer, wallClock()))
      }
      return { kind: 'renewed' }
    }
    const { failure } = redemption
    if (failure.kind !== 'oauth' || failure.error !== 'invalid_grant') {
      return { kind: 'kept', problem: signInProblem(failure, workspace) }
    }
    // A tab that slept through the lock may have been overtaken: its refusal says nothing about newer tokens.
    if (newer() || (await tokens.ask(workspace.id, seen, patience))) return { kind: 'renewed' }
    return end(workspace, failure)
  }

  return (workspace, seen) => {
    const already = running.get(workspace.id)
    if (already !== undefined) return already
    const work = withLock(`playground.refresh.${workspace.id}`, () => refreshAlone(workspace, seen)).finally(() => {
      running.delete(workspace.id)
    })
    running.set(workspace.id, work)
    return work
  }
}

/** Fills in who is signed in where the sign-in could not learn it. Outside the lock: nobody has to wait for it. */
export const completeIdentity = async (
  { tokens, fetch }: Pick<RefreshDoors, 'tokens' | 'fetch'>,
  workspace: Workspace,
): Promise<void> => {
  const current = tokens.get(workspace.id)
  if (current === undefined || current.identity !== null) return
  const identity = await loadIdentity(fetch, workspace, current.accessToken)
  const latest = tokens.get(workspace.id)
  if (!identity.ok || latest === undefined || latest.identity !== null) return
  tokens.amend(workspace.id, identity.value)
}
