import type { EpochMs } from '../lib/brand.ts'
import { completeIdentity, type RefreshDoors, type RefreshOutcome, type RefreshSession } from './refresh-session.ts'
import { sessionEndedProblem } from './sign-in-problem.ts'
import { refreshMargin, type Tokens } from './tokens.ts'
import type { Session, Workspace, WorkspaceId } from './workspace.ts'

export interface KeepSessionDoors extends Pick<RefreshDoors, 'tokens' | 'fetch'> {
  readonly refresh: RefreshSession
  readonly workspaceOf: (id: WorkspaceId) => Workspace | undefined
  readonly onSession: (id: WorkspaceId, session: Session) => void
  /** A sign-out that another tab may have done; its serial is remembered. */
  readonly onSignedOut: (id: WorkspaceId, upTo: number) => void
}

export interface SessionKeeper {
  /** Refreshes now, once for all who ask, and says how it went. */
  renew(workspace: Workspace, seen: number): Promise<RefreshOutcome>
  stop(): void
}

/** A computer that slept wakes up with all timers late, so no wait is longer than this. */
const longestWait = 30_000
const retryWaits = [2_000, 5_000, 15_000, 30_000] as const

const unnamed = 'signed in'

const signedInSession = (tokens: Tokens): Session => ({
  state: 'signed-in',
  user: tokens.identity?.userName ?? unnamed,
  expiresAt: tokens.expiresAt as EpochMs,
  ...(tokens.identity?.displayName === undefined ? {} : { name: tokens.identity.displayName }),
})

/**
 * Follows the tokens: shows them as sessions, refreshes each set before it expires, and tries again where a
 * refresh failed for a reason that may pass. Schedules go by the time that is left and never by the wall clock.
 */
export const keepSessions = (doors: KeepSessionDoors): SessionKeeper => {
  const { tokens, refresh, workspaceOf, onSession, onSignedOut } = doors
  const timers = new Map<WorkspaceId, ReturnType<typeof setTimeout>>()
  const failures = new Map<WorkspaceId, number>()
  const lastUsers = new Map<WorkspaceId, string>()

  const wait = (id: WorkspaceId, milliseconds: number) => {
    clearTimeout(timers.get(id))
    timers.set(
      id,
      setTimeout(() => look(id), Math.min(longestWait, Math.max(0, milliseconds))),
    )
  }

  const renew = async (workspace: Workspace, seen: number): Promise<RefreshOutcome> => {
    const outcome = await refresh(workspace, seen)
    if (outcome.kind === 'kept') {
      const failed = failures.get(workspace.id) ?? 0
      failures.set(workspace.id, failed + 1)
      wait(workspace.id, retryWaits[Math.min(failed, retryWaits.length - 1)] ?? longestWait)
      return outcome
    }
    failures.delete(workspace.id)
    if (outcome.kind === 'ended') {
      const user = lastUsers.get(workspace.id)
      if (user !== undefined && tokens.get(workspace.id) === undefined) {
        onSession(workspace.id, { state: 'expired', user, problem: outcome.problem })
      }
    }
    return outcome
  }

  const look = (id: WorkspaceId) => {
    const workspace = workspaceOf(id)
    const current = tokens.get(id)
    if (workspace === undefined || current === undefined) return
    const left = tokens.timeLeft(id)
    // Without a refresh token there is nothing to do before the end, and at the end the refresh says so.
    const due = current.refreshToken === undefined ? left : left - refreshMargin(current.lifetime)
    if (due > 0) wait(id, due)
    else void renew(workspace, current.serial)
  }

  const forget = tokens.onChange((change) => {
    const id = change.workspace
    clearTimeout(timers.get(id))
    if (change.kind === 'held') {
      failures.delete(id)
      lastUsers.set(id, change.tokens.identity?.userName ?? unnamed)
      onSession(id, signedInSession(change.tokens))
      look(id)
      const workspace = workspaceOf(id)
      if (change.tokens.identity === null && workspace !== undefined) void completeIdentity(doors, workspace)
      return
    }
    if (change.reason === 'signed-out') {
      lastUsers.delete(id)
      onSignedOut(id, change.serial)
      return
    }
    const workspace = workspaceOf(id)
    const user = change.tokens?.identity?.userName ?? lastUsers.get(id) ?? unnamed
    lastUsers.set(id, user)
    if (workspace !== undefined) {
      onSession(id, { state: 'expired', user, problem: sessionEndedProblem(workspace, undefined) })
    }
  })

  return {
    renew,
    stop: () => {
      forget()
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}
