import { isHostName, isWorkspaceHost } from '../lib/workspace-host.ts'
import type { Refusal } from './refusal.ts'
import { isLoopbackHost } from './loopback.ts'

/** What the relay may reach. Decided when the program starts, never by a request. */
export interface TargetPolicy {
  /** Agents on this computer may be reached; only where the playground itself listens on loopback alone. */
  readonly loopback: boolean
  /** The playground's own port, which would be a loop. */
  readonly ownPort: number
  /** Origin of the embedded sample workspace; reachable also where loopback is not. */
  readonly sampleOrigin: string | null
  /** Further exact host names, lower case. */
  readonly allowedHosts: readonly string[]
}

export type TargetKind = 'workspace' | 'app' | 'loopback' | 'allowed-host'

export interface Target {
  readonly kind: TargetKind
  readonly protocol: 'http:' | 'https:'
  /** As the URL parser spells it; IPv6 in brackets. */
  readonly hostname: string
  readonly port: number
  /** `hostname` or `hostname:port`, for the Host header. */
  readonly authority: string
  /** Path without the query, exactly as it came. */
  readonly pathname: string
  /** `?query` or empty, exactly as it came. */
  readonly search: string
}

export type Verdict = { readonly ok: true; readonly target: Target } | { readonly ok: false; readonly refusal: Refusal }

const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE']

const appSuffix = '.databricksapps.com'

/** What a bearer token may be spent on at a workspace. Anything else is not the playground's business. */
const workspacePaths: readonly { readonly method?: string; readonly path: RegExp }[] = [
  { method: 'POST', path: /^\/oidc\/v1\/token$/ },
  { method: 'GET', path: /^\/oidc\/\.well-known\/[^/]+$/ },
  { method: 'GET', path: /^\/\.well-known\/databricks-config$/ },
  { path: /^\/api\/(?:2\.0|2\.1|3\.0|4\.0)\/./ },
  { path: /^\/serving-endpoints\/./ },
  { path: /^\/ai-gateway\/./ },
]

const refused = (code: Refusal['code'], status: number, message: string): Verdict => ({
  ok: false,
  refusal: { code, status, message },
})
const malformed = (message: string): Verdict => refused('target-malformed', 400, message)

/** Decodes percent escapes once; undefined where they are broken or not UTF-8. */
const decodedOnce = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/**
 * A path that means the same to every server that could read it. Dots are never escaped by honest
 * clients, and a slash or dot that appears only after decoding (`%2e%2e`, `%2f..`, `%252e`) is how
 * path rules are walked around.
 */
const isPlainPath = (path: string): boolean => {
  const decoded = decodedOnce(path)
  if (decoded === undefined) return false
  return [path, decoded].every(
    (text) =>
      !/\/\/|\\|%2e|%5c|%00|%0a|%0d/i.test(text) &&
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      !/[\u0000-\u001f\u007f]/.test(text) &&
      !text.split('/').some((segment) => /^\.{1,2}(?:;.*)?$/.test(segment)),
  )
}

const authorityShape = /^(?<host>\[[0-9a-f:]+\]|[a-z0-9_.-]+)(?::(?<port>[1-9]\d{0,4}))?$/i

/** One parse by the URL standard; a host in any other than its normal spelling is refused. */
const parseAuthority = (scheme: string, authority: string): URL | undefined => {
  const shape = authorityShape.exec(authority)
  const host = shape?.groups?.['host']
  if (host === undefined) return undefined
  try {
    const url = new URL(`${scheme}://${authority}`)
    return url.hostname === host.toLowerCase() ? url : undefined
  } catch {
    return undefined
  }
}

const kindOf = (url: URL, policy: TargetPolicy): TargetKind | undefined => {
  const host = url.hostname
  if (isLoopbackHost(host)) return policy.loopback || url.origin === policy.sampleOrigin ? 'loopback' : undefined
  if (isHostName(host)) {
    if (isWorkspaceHost(host)) return 'workspace'
    if (host.endsWith(appSuffix)) return 'app'
  }
  return policy.allowedHosts.includes(host) ? 'allowed-host' : undefined
}

const isWorkspaceCall = (method: string, path: string): boolean => {
  const asked = method === 'HEAD' ? 'GET' : method
  return workspacePaths.some((rule) => (rule.method === undefined || rule.method === asked) && rule.path.test(path))
}

/**
 * Judges one call by its method and its raw request target, `/relay/<scheme>/<authority>/<path>?<query>`.
 * The raw text matters: a URL parser would have removed `..` and `\` before any rule could see them.
 */
export const judgeTarget = (method: string, rawTarget: string, policy: TargetPolicy): Verdict => {
  if (!methods.includes(method)) {
    return refused('method-not-allowed', 405, `The relay forwards ${methods.join(', ')} and not this method.`)
  }
  const parts = /^\/relay\/(https?)\/([^/?]+)(\/[^?]*)?(\?.*)?$/.exec(rawTarget)
  const scheme = parts?.[1]
  const encodedAuthority = parts?.[2]
  if (parts === null || scheme === undefined || encodedAuthority === undefined) {
    return malformed('A relay address has the form /relay/<http or https>/<host>/<path>.')
  }
  const pathname = parts[3] ?? '/'
  const search = parts[4] ?? ''
  if (!/^[\x21-\x7e]*$/.test(rawTarget) || /[\\#]/.test(rawTarget)) {
    return malformed('A relay address holds only printable ASCII, without backslash and fragment.')
  }
  const authority = decodedOnce(encodedAuthority)
  const url = authority === undefined ? undefined : parseAuthority(scheme, authority)
  if (url === undefined) {
    return malformed('The host has to be a plain name or address in its normal spelling, with at most a port.')
  }
  if (!isPlainPath(pathname)) {
    return malformed('The path holds "..", "//", a backslash or an escaped form of them.')
  }
  const kind = kindOf(url, policy)
  if (kind === undefined) {
    return refused(
      'target-not-allowed',
      403,
      isLoopbackHost(url.hostname)
        ? `This playground can be reached from other computers, so it does not forward to ${url.host} on its own.`
        : `The relay does not forward to ${url.host}. Hosts beyond Databricks workspaces, Databricks Apps and this computer are named in ALLOWED_HOSTS when the playground is started.`,
    )
  }
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  if (kind === 'loopback') {
    if (port === policy.ownPort) {
      return refused('target-not-allowed', 403, `Port ${port} is the playground itself. Give the port of the agent.`)
    }
  } else if (url.protocol !== 'https:' || port !== 443) {
    return refused('target-not-allowed', 403, `The relay reaches ${url.hostname} by https on port 443 only.`)
  }
  if (kind === 'workspace' && !isWorkspaceCall(method, pathname)) {
    return refused('path-not-allowed', 403, `The relay does not forward ${method} ${pathname} to a workspace.`)
  }
  const protocol = url.protocol === 'https:' ? 'https:' : 'http:'
  return { ok: true, target: { kind, protocol, hostname: url.hostname, port, authority: url.host, pathname, search } }
}
