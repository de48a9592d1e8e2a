import { OidcClient, SigninState, WebStorageStateStore } from 'oidc-client-ts'
import { relayPath } from '../browser/network.ts'
import { isObject, stringOf, type Json } from '../lib/json.ts'
import type { Workspace, WorkspaceId } from './workspace.ts'

/** Seconds after which a sign-in that did not come back is forgotten, and a token call is given up. */
const staleAfter = 900
export const tokenTimeout = 15

/** What travels with a sign-in: enough to finish it before anything else is loaded. It never leaves this tab. */
export interface SignInTicket {
  readonly workspace: Workspace
  /** Fragment to come back to, without `#`. */
  readonly returnTo: string
}

export interface OidcDoors {
  readonly ownOrigin: string
  /** This tab's storage. The default for sign-in state would be localStorage, which outlives the tab. */
  readonly storage: Storage
}

export const issuerOf = (workspace: Pick<Workspace, 'origin'>): string => `${workspace.origin}/oidc`
export const tokenEndpointOf = (workspace: Pick<Workspace, 'origin'>): URL =>
  new URL(`${workspace.origin}/oidc/v1/token`)

const stateStoreOf = (storage: Storage) => new WebStorageStateStore({ store: storage, prefix: 'playground.sign-in.' })

/**
 * The code flow with PKCE for one workspace. The endpoints are built from the workspace's own origin and never
 * read from a document of the other side, which could name somebody else's. The token call goes through the
 * relay, because the workspace sends no CORS headers and a direct call would burn the code unread.
 * `openid` is never asked for: with it the library insists on an id_token, and identity comes from SCIM anyway.
 */
export const createOidcClient = (workspace: Workspace, { ownOrigin, storage }: OidcDoors): OidcClient =>
  new OidcClient({
    authority: issuerOf(workspace),
    metadata: {
      issuer: issuerOf(workspace),
      authorization_endpoint: `${workspace.origin}/oidc/v1/authorize`,
      token_endpoint: `${ownOrigin}${relayPath(tokenEndpointOf(workspace))}`,
    },
    client_id: workspace.clientId,
    // Databricks compares byte for byte, and the built-in client is registered without a trailing slash.
    redirect_uri: ownOrigin,
    scope: workspace.scopes.filter((scope) => scope !== 'openid').join(' '),
    stateStore: stateStoreOf(storage),
    extraHeaders: { 'X-Playground': '1' },
    fetchRequestCredentials: 'same-origin',
    requestTimeoutInSeconds: tokenTimeout,
    staleStateAgeInSeconds: staleAfter,
    loadUserInfo: false,
  })

const workspaceOf = (value: Json | undefined): Workspace | undefined => {
  const origin = stringOf(value, 'origin')
  const clientId = stringOf(value, 'clientId')
  if (origin === undefined || clientId === undefined || !isObject(value)) return undefined
  const scopes = value['scopes']
  return {
    id: origin as WorkspaceId,
    origin,
    label: stringOf(value, 'label') ?? new URL(origin).host,
    kind: stringOf(value, 'kind') === 'sample' ? 'sample' : 'databricks',
    clientId,
    scopes: Array.isArray(scopes) ? scopes.filter((scope): scope is string => typeof scope === 'string') : [],
  }
}

export type StoredSignIn =
  | { readonly kind: 'known'; readonly ticket: SignInTicket }
  | { readonly kind: 'no-verifier'; readonly ticket: SignInTicket }
  | { readonly kind: 'unknown' }

/** The sign-in that a callback's `state` belongs to, left in place for the exchange. */
export const readSignIn = async (state: string, storage: Storage): Promise<StoredSignIn> => {
  const text = await stateStoreOf(storage).get(state)
  if (text === null) return { kind: 'unknown' }
  try {
    const stored = await SigninState.fromStorageString(text)
    // `data` is what `createSigninRequest` was given, and JSON since; the library types it `unknown`.
    const data = stored.data as Json | undefined
    const workspace = workspaceOf(isObject(data) ? data['workspace'] : undefined)
    if (workspace === undefined) return { kind: 'unknown' }
    const ticket = { workspace, returnTo: stringOf(data, 'returnTo') ?? '' }
    return stored.code_verifier === undefined ? { kind: 'no-verifier', ticket } : { kind: 'known', ticket }
  } catch {
    // A damaged entry finishes nothing; it counts as no entry.
    return { kind: 'unknown' }
  }
}

/** After this the same callback finds nothing, whatever became of the exchange. */
export const forgetSignIn = async (state: string, storage: Storage): Promise<void> => {
  await stateStoreOf(storage).remove(state)
}
