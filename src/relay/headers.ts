/**
 * Which headers cross the relay. Requests by allow-list, because the page holds a bearer token and
 * the other side may be anybody's code; answers by deny-list, because people come to see what their
 * agent sent.
 */

const requestAllowed: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'authorization',
  'baggage',
  'content-type',
  'idempotency-key',
  'last-event-id',
  'traceparent',
  'tracestate',
  'user-agent',
  'x-request-id',
])
const requestAllowedPrefixes = ['x-databricks-', 'x-mlflow-', 'x-agent-'] as const

/** Hop-by-hop, RFC 9110 section 7.6.1, and what older software uses as such. */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-authentication-info',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Headers that would act on the playground's own origin instead of the agent's. */
const answerWithheld: ReadonlySet<string> = new Set([
  'alt-svc',
  'cache-control',
  'clear-site-data',
  'content-security-policy',
  'content-security-policy-report-only',
  'cross-origin-embedder-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'link',
  'location',
  'nel',
  'origin-agent-cluster',
  'permissions-policy',
  'public-key-pins',
  'refresh',
  'report-to',
  'reporting-endpoints',
  'service-worker-allowed',
  'set-cookie',
  'set-cookie2',
  'set-login',
  'sourcemap',
  'speculation-rules',
  'strict-transport-security',
  'supports-loading-mode',
  'x-content-type-options',
  'x-dns-prefetch-control',
  'x-frame-options',
  'x-sourcemap',
  'x-xss-protection',
])
const answerWithheldPrefixes = ['access-control-', 'x-playground-'] as const

/** Names that the Connection header declares to belong to this hop alone. */
const namedByConnection = (values: readonly string[]): ReadonlySet<string> =>
  new Set(values.flatMap((value) => value.split(',')).map((name) => name.trim().toLowerCase()))

/**
 * The headers for the other side. The caller adds Host and the body's length. An answer in
 * compressed form would hide the agent's chunks, so none is asked for.
 */
export const requestHeadersOf = (headers: Headers): Record<string, string> => {
  const thisHop = namedByConnection([headers.get('connection') ?? ''])
  const forwarded: Record<string, string> = {}
  for (const [name, value] of headers) {
    const allowed = requestAllowed.has(name) || requestAllowedPrefixes.some((prefix) => name.startsWith(prefix))
    if (allowed && !thisHop.has(name)) forwarded[name] = value
  }
  return { ...forwarded, 'accept-encoding': 'identity' }
}

/** Name and value, alternating, as `node:http` gives them. */
export const headerPairsOf = (raw: readonly string[]): readonly (readonly [name: string, value: string])[] =>
  raw.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1] ?? ''] as const] : []))

/**
 * The headers for the browser. What is held back is named in `x-playground-withheld`, and what the
 * relay itself puts on top in `x-playground-added`, so that the inspector can tell both from the agent's.
 */
export const answerHeadersOf = (raw: readonly string[]): Headers => {
  const pairs = headerPairsOf(raw)
  const thisHop = namedByConnection(pairs.filter(([name]) => name === 'connection').map(([, value]) => value))
  const headers = new Headers()
  const withheld = new Set<string>()
  for (const [name, value] of pairs) {
    if (hopByHop.has(name) || (thisHop.has(name) && name !== 'content-length')) continue
    if (answerWithheld.has(name) || answerWithheldPrefixes.some((prefix) => name.startsWith(prefix))) withheld.add(name)
    else headers.append(name, value)
  }
  const added: readonly (readonly [string, string])[] = [
    ['cache-control', 'no-store'],
    // A relayed page is shown as text; should a browser ever open one, it runs nothing.
    ['content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'"],
    ['cross-origin-resource-policy', 'same-origin'],
    ['x-content-type-options', 'nosniff'],
  ]
  for (const [name, value] of added) headers.set(name, value)
  headers.set('x-playground-relay', 'forwarded')
  // The connection to the browser is the relay's own, and so are the headers that Node writes about it.
  const onThisHop = ['connection', 'keep-alive', 'transfer-encoding']
  headers.set('x-playground-added', [...added.map(([name]) => name), ...onThisHop].join(', '))
  if (withheld.size > 0) headers.set('x-playground-withheld', [...withheld].sort().join(', '))
  return headers
}
