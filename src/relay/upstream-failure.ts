import type { Refusal } from './refusal.ts'
import type { Target } from './allow-list.ts'

/** Why a call to the other side came to nothing, in words that name the hop. */

/** A reason of our own for ending a call, thrown through `node:http` and recognised on the way back. */
export class UpstreamFailure extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.name = 'UpstreamFailure'
    this.refusal = refusal
  }
}

export const timeOut = (message: string): UpstreamFailure =>
  new UpstreamFailure({ code: 'upstream-timeout', status: 504, message })

const codesOf = (error: unknown): readonly string[] => {
  if (!(error instanceof Error)) return []
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  return error instanceof AggregateError ? [...own, ...error.errors.flatMap(codesOf)] : own
}

/** How far a call had come when it failed. */
export type Stage = 'connecting' | 'securing' | 'waiting'

/** Says which hop failed and what helps, from the error that Node gave and how far the call had come. */
export const failureRefusal = (error: unknown, target: Target, stage: Stage): Refusal => {
  if (error instanceof UpstreamFailure) return error.refusal
  const where = target.authority
  const codes = codesOf(error)
  const has = (shape: RegExp): boolean => codes.some((code) => shape.test(code))
  const refusal = (code: Refusal['code'], message: string): Refusal => ({ code, status: 502, message })
  if (has(/^(ENOTFOUND|EAI_|ENODATA|ESERVFAIL)/)) {
    return refusal(
      'upstream-dns',
      `The name ${target.hostname} could not be resolved. Check its spelling and the network.`,
    )
  }
  if (has(/^(HPE_|ERR_INVALID_|ERR_HTTP_)/)) {
    return refusal(
      'upstream-malformed',
      `${where} answered with something that is not HTTP, or with an oversized head.`,
    )
  }
  if (stage === 'securing' || has(/^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO)/)) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : ''
    return refusal(
      'upstream-tls',
      `No trusted TLS connection to ${where}: ${codes[0] ?? reason}. Check the certificate, and whether the address wants http.`,
    )
  }
  if (stage === 'waiting') {
    return refusal('upstream-closed', `${where} took the request and closed the connection without an answer.`)
  }
  if (target.kind === 'loopback') {
    return refusal(
      'upstream-unreachable',
      `Nothing accepts connections on ${where}. Is the agent running on that port?`,
    )
  }
  return refusal(
    'upstream-unreachable',
    `No connection to ${where} (${codes[0] ?? 'unknown'}). Check the network, the VPN and, if there is one, the proxy.`,
  )
}

/**
 * Whether a redirect means "sign in first". The front of Databricks Apps sends an unauthenticated or
 * expired call to the workspace's OAuth pages, and behind an app there may be a sign-in of its own.
 */
export const isLoginLocation = (location: string): boolean => /\/oidc\/|\/\.auth\/|\/login|\/authorize/i.test(location)

export const redirectRefusal = (status: number, location: string, target: Target): Refusal => {
  const particulars = { status: 502, location, upstreamStatus: status }
  return isLoginLocation(location)
    ? {
        ...particulars,
        code: 'upstream-login-required',
        message: `${target.hostname} asked for a sign-in instead of answering. The token is missing, expired or not accepted there.`,
      }
    : {
        ...particulars,
        code: 'upstream-redirected',
        message: `${target.hostname} answered with a redirect, which the relay does not follow. Use the address it points to, if you trust it.`,
      }
}
