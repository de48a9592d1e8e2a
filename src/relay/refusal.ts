/** Why the relay itself answered. Stable: the page turns each into words for a person. */
export type RefusalCode =
  | 'request-malformed'
  | 'host-unknown'
  | 'cross-site'
  | 'playground-header-missing'
  | 'method-not-allowed'
  | 'target-malformed'
  | 'target-not-allowed'
  | 'path-not-allowed'
  | 'body-too-large'
  | 'upstream-dns'
  | 'upstream-unreachable'
  | 'upstream-tls'
  | 'upstream-timeout'
  | 'upstream-closed'
  | 'upstream-malformed'
  | 'upstream-login-required'
  | 'upstream-redirected'
  | 'relay-failed'

export interface Refusal {
  readonly code: RefusalCode
  /** HTTP status of the relay's own answer. */
  readonly status: number
  /** One or two sentences for a person: what happened and what helps. */
  readonly message: string
  /** Where a redirect pointed, as text; the relay never goes there. */
  readonly location?: string
  /** The status that the other side answered with, where it answered. */
  readonly upstreamStatus?: number
}

/** The relay's own answer, which the header tells apart from an answer of the other side. */
export const refusalResponse = (refusal: Refusal): Response => {
  const error = {
    code: refusal.code,
    message: refusal.message,
    ...(refusal.location === undefined ? {} : { location: refusal.location }),
    ...(refusal.upstreamStatus === undefined ? {} : { upstream_status: refusal.upstreamStatus }),
  }
  return new Response(JSON.stringify({ error }), {
    status: refusal.status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'x-playground-relay': 'refused',
    },
  })
}
