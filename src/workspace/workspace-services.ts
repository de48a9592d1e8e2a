/**
 * This room knows which Databricks workspaces there are, who is signed in to them, and which call may carry which
 * token. It must not know agents or conversations.
 *
 * Its services are made once, in `main.tsx`, by `createWorkspaceServices` from the doors, and handed to the hooks by
 * `provideWorkspaceServices` before React starts. A module variable is enough: there is one page and one set of them.
 * Tests make their own and need not provide them.
 */
import type { Channel } from '../browser/channel.ts'
import type { Fetch } from '../browser/network.ts'
import type { TextStorage } from '../browser/storage.ts'
import type { EpochMs } from '../lib/brand.ts'
import { createAuthorizations, type Authorizations } from './authorize.ts'
import { createFetchWorkspace, type FetchWorkspace } from './fetch-workspace.ts'
import { keepSessions } from './keep-session.ts'
import type { KnownWorkspaces } from './known-workspace.ts'
import type { PlaygroundConfig } from './playground-config.ts'
import { createRefreshSession } from './refresh-session.ts'
import { createSessionTokens, type SessionMessage } from './session-tokens.ts'
import { createSignIn, type SignIn } from './sign-in.ts'
import { createWorkspaceStore, type WorkspaceStore } from './workspace-store.ts'
import type { WorkspaceId } from './workspace.ts'

export interface WorkspaceDoors {
  readonly config: PlaygroundConfig
  /** `fetchThroughRelay`. */
  readonly fetch: Fetch
  /** `documentStorage`. */
  readonly documents: TextStorage
  /** `tabStorage()`. */
  readonly tabStorage: Storage
  /** `openChannel('playground.session')` and `openChannel('playground.workspaces')`. */
  readonly sessionChannel: Channel<SessionMessage>
  readonly workspaceChannel: Channel<KnownWorkspaces>
  /** `withLock`. */
  readonly withLock: <Value>(name: string, work: () => Promise<Value>) => Promise<Value>
  readonly monotonic: () => number
  readonly wallClock: () => EpochMs
  readonly ownOrigin: string
  readonly currentAddress: () => string
  readonly writeFragment: (fragment: string, mode: 'push' | 'replace') => void
  readonly goTo: (url: string) => void
}

export interface WorkspaceServices extends SignIn, Authorizations {
  readonly config: PlaygroundConfig
  readonly ownOrigin: string
  readonly store: WorkspaceStore
  readonly fetchWorkspace: FetchWorkspace
  /** Milliseconds until the access token expires, by a clock that nobody sets; 0 without one. */
  timeLeft(workspace: WorkspaceId): number
  /**
   * Reads what is kept, takes over sessions from this tab's storage or from other tabs, and begins to finish a
   * sign-in. The page can be drawn when it resolves.
   */
  start(): Promise<void>
  stop(): void
}

/** Milliseconds that a new tab waits for others to hand over their session. Later answers are taken up as well. */
const handOver = 60

export const createWorkspaceServices = (doors: WorkspaceDoors): WorkspaceServices => {
  const { config, fetch, wallClock } = doors
  const store = createWorkspaceStore({
    storage: doors.documents,
    channel: doors.workspaceChannel,
    sampleOrigin: config.sampleOrigin,
  })
  const workspaceOf = (id: WorkspaceId) => {
    const found = store.state.getState().workspaces.find((workspace) => workspace.id === id)
    return found === undefined || found.clientId !== '' ? found : { ...found, clientId: config.oauthClientId ?? '' }
  }
  const tokens = createSessionTokens({
    storage: doors.tabStorage,
    channel: doors.sessionChannel,
    monotonic: doors.monotonic,
    wallClock,
  })
  const keeper = keepSessions({
    tokens,
    fetch,
    refresh: createRefreshSession({ tokens, fetch, wallClock, withLock: doors.withLock }),
    workspaceOf,
    onSession: store.sessionChanged,
    onSignedOut: store.signedOut,
  })
  const authorizations = createAuthorizations({ tokens, renew: keeper.renew, workspaceOf })
  const signIn = createSignIn({
    store,
    tokens,
    fetch,
    storage: doors.tabStorage,
    ownOrigin: doors.ownOrigin,
    defaultClientId: config.oauthClientId,
    wallClock,
    currentAddress: doors.currentAddress,
    writeFragment: doors.writeFragment,
    goTo: doors.goTo,
  })

  const takeOver = async () => {
    const { workspaces, signedOutUpTo } = store.state.getState()
    await Promise.all(
      workspaces.map(async ({ id }) => {
        tokens.restore(id, signedOutUpTo[id] ?? 0)
        // Also with tokens at hand: those of a tab that slept may have been renewed by others since.
        const asked = tokens.ask(id, tokens.newestSerial(id), handOver)
        if (tokens.get(id) === undefined) await asked
      }),
    )
  }

  return {
    ...authorizations,
    ...signIn,
    config,
    ownOrigin: doors.ownOrigin,
    store,
    fetchWorkspace: createFetchWorkspace({ fetch, createAuthorization: authorizations.createAuthorization }),
    timeLeft: tokens.timeLeft,
    start: async () => {
      await store.load()
      await takeOver()
      await signIn.finishSignIn()
    },
    stop: () => {
      keeper.stop()
      tokens.close()
    },
  }
}

let provided: WorkspaceServices | undefined

export const provideWorkspaceServices = (services: WorkspaceServices): void => {
  provided = services
}

export const workspaceServices = (): WorkspaceServices => {
  if (provided === undefined) throw new Error('provideWorkspaceServices has not been called')
  return provided
}
