/** The header that makes every call to the relay a non-simple one, which no other origin may send. */
const relayHeaders = { 'X-Playground': '1' }

/** The relay's own address for an upstream URL: `/relay/<scheme>/<authority>/<path>?<query>`. */
export const relayPath = (upstream: URL): string =>
  `/relay/${upstream.protocol.replace(':', '')}/${encodeURIComponent(upstream.host)}${upstream.pathname}${upstream.search}`

export interface UpstreamRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
}

export type Fetch = (url: URL, request?: UpstreamRequest) => Promise<Response>

/** Sends a request to another origin through the relay. Rejects as `fetch` does: no relay, no network, aborted. */
export const fetchThroughRelay: Fetch = (url, { method = 'GET', headers = {}, body, signal } = {}) =>
  fetch(relayPath(url), {
    method,
    headers: { ...headers, ...relayHeaders },
    cache: 'no-store',
    credentials: 'same-origin',
    redirect: 'error',
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  })

/** A document of the playground's own server. */
export const fetchOwn = (path: string): Promise<Response> => fetch(path, { cache: 'no-store', redirect: 'error' })
