import type { Problem } from '../lib/problem.ts'
import type { Workspace } from './workspace.ts'

/** How the token endpoint, the callback or the way to them failed, before it becomes words. */
export type SignInFailure =
  | { readonly kind: 'oauth'; readonly error: string; readonly description: string; readonly status?: number }
  | { readonly kind: 'relay'; readonly code: string; readonly message: string; readonly location?: string }
  | { readonly kind: 'not-json'; readonly status: number; readonly mediaType: string; readonly excerpt: string }
  | { readonly kind: 'http'; readonly status: number; readonly excerpt: string }
  | { readonly kind: 'network'; readonly detail: string }
  | { readonly kind: 'timeout'; readonly seconds: number }
  | { readonly kind: 'state-unknown' }
  | { readonly kind: 'state-missing' }
  | { readonly kind: 'verifier-missing' }
  | { readonly kind: 'issuer-mismatch'; readonly issuer: string }
  | { readonly kind: 'no-client' }
  | { readonly kind: 'no-secure-context' }
  | { readonly kind: 'unexpected'; readonly detail: string }

type Words = Omit<Problem, 'kind'>

const again = 'Press Sign in again.'

const quoted = (text: string): string => (text === '' ? '' : ` It said: “${text.slice(0, 400)}”`)

const oauthWords = (workspace: Workspace, error: string, description: string, status?: number): Words => {
  const host = new URL(workspace.origin).host
  const said = `${host} answered ${error}.${quoted(description)}`
  const rest = { detail: said, ...(status === undefined ? {} : { status }) }
  switch (error) {
    case 'access_denied':
      return /not assigned|consumer/i.test(description)
        ? {
            ...rest,
            code: 'not-assigned',
            title: 'You are not a member of this workspace',
            remedy: 'Ask for access to the workspace.',
            who: 'workspace admin',
          }
        : {
            ...rest,
            code: 'access-denied',
            title: 'The sign-in was cancelled or refused',
            remedy: `${again} If you did allow it, an administrator may have restricted this OAuth client.`,
            who: 'you',
          }
    case 'invalid_grant':
      return {
        ...rest,
        code: 'invalid-grant',
        title: 'The workspace no longer accepts this sign-in',
        remedy: again,
        who: 'you',
      }
    case 'invalid_client':
    case 'unauthorized_client':
      return {
        ...rest,
        code: 'unknown-client',
        title: `The OAuth client “${workspace.clientId}” is not known to this workspace's account`,
        remedy:
          'Give the client id of a public app connection in the same Databricks account, under Advanced of the workspace. A new one can take 30 minutes to work.',
        who: 'workspace admin',
      }
    case 'invalid_scope':
    case 'insufficient_scope':
      return {
        ...rest,
        code: 'scope-missing',
        title: 'The OAuth client may not ask for these scopes',
        remedy: `Allow ${workspace.scopes.join(', ')} for the client in the account console, or ask for fewer scopes under Advanced.`,
        who: 'workspace admin',
      }
    case 'invalid_request':
      return /redirect/i.test(description)
        ? {
            ...rest,
            code: 'redirect-not-registered',
            title: 'The redirect URI is not registered for this OAuth client',
            remedy: 'Register exactly the address under which this playground is open, without a trailing slash.',
            who: 'workspace admin',
          }
        : {
            ...rest,
            code: 'invalid-request',
            title: 'The workspace did not accept the sign-in request',
            remedy: again,
            who: 'Databricks',
          }
    case 'login_required':
    case 'interaction_required':
    case 'consent_required':
      return {
        ...rest,
        code: 'interaction-required',
        title: 'The workspace wants to see you sign in',
        remedy: again,
        who: 'you',
      }
    case 'server_error':
    case 'temporarily_unavailable':
      return {
        ...rest,
        code: 'sign-in-unavailable',
        title: 'The workspace cannot sign anybody in right now',
        remedy: `Wait a moment. ${again}`,
        who: 'Databricks',
      }
    default:
      return {
        ...rest,
        code: 'sign-in-refused',
        title: 'The workspace refused the sign-in',
        remedy: again,
        who: 'workspace admin',
      }
  }
}

const relayWords = (host: string, code: string, message: string, location?: string): Words => {
  const where = location === undefined ? '' : ` It pointed to ${location.slice(0, 300)}`
  const detail = `${message}${where}`
  if (location !== undefined && /private-link/i.test(location)) {
    return {
      code: 'private-link',
      title: 'This workspace can only be reached over its private network',
      detail,
      remedy: 'Connect to the network or VPN that the workspace allows, then try again.',
      who: 'workspace admin',
    }
  }
  switch (code) {
    case 'upstream-dns':
      return {
        code,
        title: `There is no host named ${host}`,
        detail,
        remedy: 'Check the workspace address, and the network or VPN of this computer.',
        who: 'you',
      }
    case 'upstream-tls':
      return {
        code,
        title: `The certificate of ${host} is not trusted`,
        detail,
        remedy:
          'If a company proxy inspects traffic, give Node its certificate with NODE_EXTRA_CA_CERTS and restart the playground.',
        who: 'this computer',
      }
    case 'upstream-unreachable':
    case 'upstream-timeout':
    case 'upstream-closed':
      return {
        code,
        title: `${host} does not answer`,
        detail,
        remedy: 'Check the network or VPN of this computer, then try again.',
        who: 'this computer',
      }
    case 'target-not-allowed':
    case 'target-malformed':
    case 'path-not-allowed':
      return {
        code,
        title: 'The relay does not forward to this host',
        detail,
        remedy: 'Use a Databricks workspace address, or name the host in ALLOWED_HOSTS when starting the playground.',
        who: 'you',
      }
    case 'upstream-login-required':
    case 'upstream-redirected':
      return {
        code,
        title: `${host} answered with a redirect instead of a token`,
        detail,
        remedy:
          'Check that the address is that of the workspace itself, as the browser shows it after signing in there.',
        who: 'you',
      }
    default:
      return {
        code,
        title: 'The relay of this playground refused the call',
        detail,
        remedy: 'Reload the page. If it stays, restart the playground.',
        who: 'this computer',
      }
  }
}

/** The words for every way in which a sign-in or a refresh can fail. */
export const signInProblem = (failure: SignInFailure, workspace: Workspace): Problem => {
  const host = new URL(workspace.origin).host
  return {
    kind: failure.kind === 'relay' ? 'relay' : failure.kind === 'network' ? 'network' : 'sign-in',
    ...wordsOf(failure, workspace, host),
  }
}

const wordsOf = (failure: SignInFailure, workspace: Workspace, host: string): Words => {
  switch (failure.kind) {
    case 'oauth':
      return oauthWords(workspace, failure.error, failure.description, failure.status)
    case 'relay':
      return relayWords(host, failure.code, failure.message, failure.location)
    case 'not-json':
      return {
        code: 'token-answer-not-json',
        title: `${host} answered with ${failure.mediaType.includes('html') ? 'a web page' : failure.mediaType || 'something unnamed'} instead of a token`,
        detail: `Status ${failure.status}.${quoted(failure.excerpt)}`,
        remedy:
          'Check that the address is that of a workspace. A company proxy or captive portal may also have answered in its place.',
        who: 'you',
        status: failure.status,
      }
    case 'http':
      return httpWords(failure.status, failure.excerpt, host)
    case 'network':
      return {
        code: 'relay-unreachable',
        title: 'The playground’s own server does not answer',
        detail: failure.detail,
        remedy: 'Start it again with npm start, or check that this computer is online. You stay signed in meanwhile.',
        who: 'this computer',
      }
    case 'timeout':
      return {
        code: 'token-endpoint-timeout',
        title: `${host} did not answer in time`,
        detail: `The token endpoint gave no complete answer within ${failure.seconds} seconds.`,
        remedy: 'Check the network or VPN, then try again.',
        who: 'this computer',
      }
    case 'state-unknown':
      return {
        code: 'callback-unknown',
        title: 'This sign-in was not started in this tab, or is already over',
        detail:
          'The address carries the end of a sign-in whose beginning this tab does not know: a replayed or foreign link, a sign-in older than 15 minutes, or one begun in another tab. No token was asked for.',
        remedy: again,
        who: 'you',
      }
    case 'state-missing':
      return {
        code: 'callback-without-state',
        title: 'The workspace came back without saying which sign-in it answers',
        detail:
          'The address carries a code or an error but no state, so it may come from elsewhere. No token was asked for.',
        remedy: again,
        who: 'you',
      }
    case 'verifier-missing':
      return {
        code: 'verifier-missing',
        title: 'The secret half of this sign-in is gone',
        detail:
          'This tab no longer holds the code verifier (PKCE) that the code was asked with. No token was asked for.',
        remedy: again,
        who: 'you',
      }
    case 'issuer-mismatch':
      return {
        code: 'issuer-mismatch',
        title: 'Another server answered this sign-in',
        detail: `It was begun at ${workspace.origin}, but the answer names ${failure.issuer.slice(0, 200)} as its issuer (RFC 9207). No token was asked for.`,
        remedy: 'Do not go on unless you know both hosts. If the workspace has moved, connect its new address.',
        who: 'you',
      }
    case 'no-client':
      return {
        code: 'no-oauth-client',
        title: 'No OAuth client for this address of the playground',
        detail:
          'The client that is built into every Databricks account (databricks-cli) returns to http://localhost:8020 only, and this playground is open elsewhere.',
        remedy:
          'Open the playground at http://localhost:8020, or give the id of a public OAuth app of your own under Advanced of the workspace.',
        who: 'you',
      }
    case 'no-secure-context':
      return {
        code: 'no-secure-context',
        title: 'The browser hides its cryptography on this address',
        detail: 'Sign-in needs SHA-256 from the browser, which exists only on https and on localhost.',
        remedy: 'Open the playground at http://localhost:8020, or serve it by https.',
        who: 'you',
      }
    case 'unexpected':
      return {
        code: 'sign-in-failed',
        title: 'The sign-in did not work',
        detail: failure.detail,
        remedy: again,
        who: 'you',
      }
  }
}

const httpWords = (status: number, excerpt: string, host: string): Words => {
  const rest = { detail: `${host} answered status ${status}.${quoted(excerpt)}`, status }
  if (status === 403 && /ip (?:address|access)|access list|source ip/i.test(excerpt)) {
    return {
      ...rest,
      code: 'ip-access-list',
      title: 'The workspace does not allow this network',
      remedy: 'Connect from an allowed network or VPN, or ask to have this address added to the IP access list.',
      who: 'workspace admin',
    }
  }
  if (status === 403 && /required scopes?/i.test(excerpt)) {
    return {
      ...rest,
      code: 'scope-missing',
      title: 'The sign-in lacks a scope for this',
      remedy: 'Ask for all-apis under Advanced of the workspace and sign in again.',
      who: 'workspace admin',
    }
  }
  if (status === 401 || (status === 403 && /invalid (?:access )?token/i.test(excerpt))) {
    return {
      ...rest,
      code: 'token-refused',
      title: 'The workspace does not accept the token',
      remedy: again,
      who: 'you',
    }
  }
  if (status >= 500) {
    return {
      ...rest,
      code: 'sign-in-unavailable',
      title: 'The workspace cannot answer right now',
      remedy: 'Wait a moment and try again. You stay signed in meanwhile.',
      who: 'Databricks',
    }
  }
  return {
    ...rest,
    code: 'sign-in-refused',
    title: 'The workspace refused the sign-in',
    remedy: again,
    who: 'workspace admin',
  }
}

/** Shown with `expired` sessions whose refresh was refused, and where no refresh token was ever given. */
export const sessionEndedProblem = (workspace: Workspace, failure: SignInFailure | undefined): Problem => ({
  kind: 'sign-in',
  code: 'session-ended',
  title: 'Your sign-in has ended',
  detail:
    failure?.kind === 'oauth'
      ? `${new URL(workspace.origin).host} no longer renews it (${failure.error}).${quoted(failure.description)}`
      : 'The workspace gave no refresh token, so the sign-in ended with its first token.',
  remedy: 'Sign in again. Drafts and conversations stay.',
  who: 'you',
})

const skewWorthNaming = 5 * 60_000

/** Where this computer's clock is far from the server's `Date`; sign-in itself goes by the monotonic clock. */
export const clockSkewProblem = (serverDate: string | null, now: number): Problem | undefined => {
  const server = serverDate === null ? Number.NaN : Date.parse(serverDate)
  const skew = now - server
  if (!Number.isFinite(skew) || Math.abs(skew) < skewWorthNaming) return undefined
  const minutes = Math.round(Math.abs(skew) / 60_000)
  return {
    kind: 'sign-in',
    code: 'clock-skew',
    title: `This computer’s clock is ${minutes} minutes ${skew > 0 ? 'ahead' : 'behind'}`,
    detail: `The workspace's clock says ${new Date(server).toISOString()}. Times shown here are this computer's.`,
    remedy: 'Set the clock to automatic time.',
    who: 'this computer',
  }
}
