import { ErrorResponse } from 'oidc-client-ts'
import type { Fetch } from '../browser/network.ts'
import type { EpochMs } from '../lib/brand.ts'
import { stringOf, type Json } from '../lib/json.ts'
import { messageOf } from '../lib/problem.ts'
import { loadIdentity } from './load-identity.ts'
import { createOidcClient, forgetSignIn, issuerOf, readSignIn, tokenTimeout, type SignInTicket } from './oidc-client.ts'
import type { SessionTokens } from './session-tokens.ts'
import { clockSkewProblem, signInProblem, type SignInFailure } from './sign-in-problem.ts'
import { nextSerial } from './tokens.ts'
import type { Workspace } from './workspace.ts'
import type { WorkspaceStore } from './workspace-store.ts'
import { activeOf, sessionOf } from './workspace-store.ts'

export interface SignInDoors {
  readonly store: WorkspaceStore
  readonly tokens: SessionTokens
  readonly fetch: Fetch
  readonly storage: Storage
  readonly ownOrigin: string
  /** The client that the server offers where a workspace has none of its own. */
  readonly defaultClientId: string | null
  readonly wallClock: () => EpochMs
  readonly currentAddress: () => string
  readonly writeFragment: (fragment: string, mode: 'push' | 'replace') => void
  readonly goTo: (url: string) => void
}

export interface SignInOptions {
  /** Fragment to come back to, without `#`. */
  readonly returnTo: string
  /** Asks the workspace to let somebody else sign in; it may ignore that and go on with its own web session. */
  readonly anotherPerson?: boolean
}

/** In an object, because a promise of a promise would wait for both. */
export interface Finishing {
  readonly done: Promise<void>
}

export interface SignIn {
  /** Leaves the page for the workspace's sign-in. Comes back only as a new page load. */
  signIn(workspace: Workspace, options: SignInOptions): Promise<void>
  /**
   * Ends a sign-in whose answer stands in the address; does nothing without one. Called once at start, before
   * React. When it resolves the address is clean and the person is back where they were; the tokens follow, and
   * whatever goes wrong stands in the session when `done` resolves. Neither rejects.
   */
  finishSignIn(): Promise<Finishing>
  /** Forgets the tokens in all tabs. The workspace's own web session in this browser stays. */
  signOut(workspace: Workspace): void
}

const notJson = /^Invalid response Content-Type: (.*), from URL/
const statusOnly = /\((\d{3})\)/

/** The library throws strings and error classes; here they become facts again. */
const failureOf = (thrown: unknown): SignInFailure => {
  if (thrown instanceof ErrorResponse) {
    // A refusal of the relay has an object where OAuth has a string; the library passes both on.
    const error = thrown.error as Json
    if (typeof error !== 'string') {
      const location = stringOf(error, 'location')
      return {
        kind: 'relay',
        code: stringOf(error, 'code') ?? 'relay-refused',
        message: stringOf(error, 'message') ?? '',
        ...(location === undefined ? {} : { location }),
      }
    }
    return { kind: 'oauth', error, description: thrown.error_description ?? '' }
  }
  const detail = messageOf(thrown)
  if (thrown instanceof Error && thrown.name === 'ErrorTimeout') return { kind: 'timeout', seconds: tokenTimeout }
  if (thrown instanceof TypeError) return { kind: 'network', detail }
  const mediaType = notJson.exec(detail)?.[1]
  if (mediaType !== undefined) return { kind: 'not-json', status: 200, mediaType, excerpt: '' }
  const status = statusOnly.exec(detail)?.[1]
  if (status !== undefined) return { kind: 'http', status: Number(status), excerpt: detail }
  if (/crypto\.subtle/i.test(detail)) return { kind: 'no-secure-context' }
  return { kind: 'unexpected', detail }
}

/** RFC 9207: the answer names its issuer. Absent is tolerated, because Databricks may not send it. */
const isOwnIssuer = (issuer: string | null, workspace: Workspace): boolean =>
  issuer === null || issuer === issuerOf(workspace) || issuer.startsWith(`${issuerOf(workspace)}/`)

const finished: Finishing = { done: Promise.resolve() }

export const createSignIn = (doors: SignInDoors): SignIn => {
  const { store, tokens, fetch, storage, ownOrigin, wallClock } = doors

  const fail = (workspace: Workspace, failure: SignInFailure) =>
    store.sessionChanged(workspace.id, { state: 'failed', problem: signInProblem(failure, workspace) })

  /** An answer that belongs to no sign-in of this tab: a session that is there is left alone. */
  const failForNobody = (failure: SignInFailure) => {
    const state = store.state.getState()
    const workspace = activeOf(state)
    if (workspace === null) return
    if (sessionOf(state, workspace.id).state === 'signed-in') store.noticed(signInProblem(failure, workspace))
    else fail(workspace, failure)
  }

  const exchange = async ({ workspace }: SignInTicket, address: string) => {
    const client = createOidcClient(workspace, { ownOrigin, storage })
    const response = await client.processSigninResponse(address)
    const lifetime = (response.expires_in ?? 600) * 1000
    const now = wallClock()
    const identity = await loadIdentity(fetch, workspace, response.access_token, (date) => {
      store.noticed(clockSkewProblem(date, wallClock()) ?? null)
    })
    if (!identity.ok && identity.problem.status === 401) {
      store.sessionChanged(workspace.id, { state: 'failed', problem: identity.problem })
      return
    }
    tokens.hold(workspace.id, {
      accessToken: response.access_token,
      scope: response.scope ?? workspace.scopes.join(' '),
      lifetime,
      expiresAt: (now + lifetime) as EpochMs,
      serial: nextSerial(tokens.newestSerial(workspace.id), now),
      identity: identity.ok ? identity.value : null,
      ...(response.refresh_token === undefined ? {} : { refreshToken: response.refresh_token }),
    })
  }

  const redeem = async (ticket: SignInTicket, address: string) => {
    try {
      await exchange(ticket, address)
    } catch (error) {
      fail(ticket.workspace, failureOf(error))
    }
  }

  const finishWith = async (address: string, state: string, issuer: string | null): Promise<Finishing> => {
    const stored = await readSignIn(state, storage)
    if (stored.kind === 'unknown') {
      doors.writeFragment('', 'replace')
      failForNobody({ kind: 'state-unknown' })
      return finished
    }
    const { workspace, returnTo } = stored.ticket
    doors.writeFragment(returnTo, 'replace')
    rejoin(workspace)
    if (stored.kind === 'no-verifier' || !isOwnIssuer(issuer, workspace)) {
      await forgetSignIn(state, storage)
      fail(
        workspace,
        stored.kind === 'no-verifier'
          ? { kind: 'verifier-missing' }
          : { kind: 'issuer-mismatch', issuer: issuer ?? '' },
      )
      return finished
    }
    store.sessionChanged(workspace.id, { state: 'signing-in' })
    return { done: redeem(stored.ticket, address) }
  }

  /** The list of workspaces may have been lost or changed while the person was away. */
  const rejoin = (workspace: Workspace) => {
    const known = store.state.getState().workspaces.some(({ id }) => id === workspace.id)
    if (known) store.switchTo(workspace.id)
    else store.connect(workspace)
  }

  let finishing: Promise<Finishing> | undefined

  const finish = async (): Promise<Finishing> => {
    const address = doors.currentAddress()
    const query = new URL(address).searchParams
    if (!query.has('code') && !query.has('error')) return finished
    const state = query.get('state')
    if (state === null || state === '') {
      doors.writeFragment('', 'replace')
      failForNobody({ kind: 'state-missing' })
      return finished
    }
    return finishWith(address, state, query.get('iss'))
  }

  return {
    signIn: async (workspace, { returnTo, anotherPerson = false }) => {
      const clientId = workspace.clientId === '' ? doors.defaultClientId : workspace.clientId
      if (clientId === null) {
        fail(workspace, { kind: 'no-client' })
        return
      }
      store.switchTo(workspace.id)
      store.sessionChanged(workspace.id, { state: 'signing-in' })
      const asked = { ...workspace, clientId }
      try {
        const request = await createOidcClient(asked, { ownOrigin, storage }).createSigninRequest({
          state: { workspace: asked, returnTo },
          ...(anotherPerson ? { prompt: 'login' } : {}),
        })
        doors.goTo(request.url)
      } catch (error) {
        fail(workspace, failureOf(error))
      }
    },
    finishSignIn: () => (finishing ??= finish()),
    signOut: (workspace) => tokens.drop(workspace.id, 'signed-out'),
  }
}
