import { type TargetPolicy, judgeTarget } from './allow-list.ts'
import { type UpstreamLimits, callUpstream, upstreamLimits } from './upstream.ts'
import { type OwnOrigin, strangerRefusal } from './own-origin.ts'
import type { WebHandler } from './node-http.ts'
import { refusalResponse } from './refusal.ts'
import { requestHeadersOf } from './headers.ts'

/**
 * The relay: carries the page's calls to agents and workspaces that a browser cannot reach by itself,
 * and their bytes back unchanged. It holds no credential, keeps nothing between calls, and knows
 * nothing of what it carries.
 */

/** Databricks takes at most 16 MB on any route that the playground uses. */
export const bodyLimit = 16 * 1024 * 1024

export interface RelayOptions {
  readonly own: OwnOrigin
  readonly policy: TargetPolicy
  readonly limits?: Partial<UpstreamLimits>
  /** Gets one line per call: method, host, path without query, status, milliseconds. Nothing else is ever said. */
  readonly log?: (line: string) => void
}

/**
 * The request's body as one piece, so that the other side gets an honest Content-Length and nothing
 * at all of a body that is too large. Undefined means too large.
 */
const bodyWithin = async (request: Request, limit: number): Promise<Uint8Array | undefined> => {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return undefined
  if (request.body === null) return new Uint8Array()
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of request.body) {
    length += piece.byteLength
    if (length > limit) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

export const createRelay = (options: RelayOptions): WebHandler => {
  const limits = { ...upstreamLimits, ...options.limits }

  return async (request, call) => {
    const started = performance.now()
    const stranger = strangerRefusal(request.method, request.headers, options.own)
    if (stranger !== undefined) return refusalResponse(stranger)
    if (request.headers.has('upgrade')) {
      return refusalResponse({ code: 'request-malformed', status: 400, message: 'The relay forwards plain HTTP only.' })
    }
    const verdict = judgeTarget(request.method, call.target, options.policy)
    if (!verdict.ok) return refusalResponse(verdict.refusal)

    const body = await bodyWithin(request, bodyLimit)
    if (body === undefined) {
      return refusalResponse({
        code: 'body-too-large',
        status: 413,
        message: `The request is larger than ${bodyLimit / 1024 / 1024} MB, which is more than the relay forwards.`,
      })
    }
    const { target } = verdict
    const fetched = await callUpstream({
      target,
      method: request.method,
      headers: {
        ...requestHeadersOf(request.headers),
        ...(body.byteLength > 0 || request.method === 'POST' || request.method === 'PATCH'
          ? { 'content-length': String(body.byteLength) }
          : {}),
      },
      body: body.byteLength > 0 ? body : undefined,
      signal: call.signal,
      limits,
    })
    const response = fetched.ok ? fetched.response : refusalResponse(fetched.refusal)
    options.log?.(
      `${request.method} ${target.authority} ${target.pathname} ${response.status} ${Math.round(performance.now() - started)} ms`,
    )
    return response
  }
}
