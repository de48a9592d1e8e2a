import { type IncomingMessage, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { type LookupAddress, lookup as dnsLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import tls from 'node:tls'
import type { Refusal } from './refusal.ts'
import type { Target } from './allow-list.ts'
import { answerHeadersOf } from './headers.ts'
import { isForbiddenAddress, loopbackRecords } from './loopback.ts'

/**
 * Time limits in milliseconds. The two long ones exceed what Databricks itself allows (model serving
 * ends at 297 s, an app's answer at about 301 s), so that a platform's cut shows itself as what it is.
 */
export interface UpstreamLimits {
  readonly connect: number
  readonly firstByte: number
  /** Longest silence within an answer, counted only while the browser is ready for more. */
  readonly idle: number
}

export const upstreamLimits: UpstreamLimits = { connect: 10_000, firstByte: 330_000, idle: 330_000 }

export interface UpstreamCall {
  readonly target: Target
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
  readonly signal: AbortSignal
  readonly limits: UpstreamLimits
}

/** A reason of our own for ending a call, thrown through `node:http` and recognised on the way back. */
class UpstreamFailure extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.name = 'UpstreamFailure'
    this.refusal = refusal
  }
}

/**
 * Certificates that the machine trusts join those that come with Node, because company networks often
 * add their own. No connection is kept for a second call: a kept one may be closed by the other side
 * in the very moment it is used again, and a POST must not be repeated. TLS sessions are still resumed.
 */
let trustingAgent: HttpsAgent | undefined
const httpsAgent = (): HttpsAgent => {
  trustingAgent ??= new HttpsAgent({
    keepAlive: false,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    ca: [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])],
  })
  return trustingAgent
}

const notUnicast = (hostname: string): Refusal => ({
  code: 'target-not-allowed',
  status: 403,
  message: `The name ${hostname} resolves to an address of this computer or its network link, so the relay does not go there.`,
})

/** Looks a name up once and hands over only checked addresses, which leaves no gap for a second answer. */
const lookupFor =
  (target: Target): LookupFunction =>
  (hostname, options, callback) => {
    const answer = (records: readonly LookupAddress[]): void => {
      const first = records[0]
      if (options.all === true) callback(null, [...records])
      else callback(null, first?.address ?? '', first?.family ?? 4)
    }
    if (target.kind === 'loopback') {
      process.nextTick(answer, loopbackRecords)
      return
    }
    dnsLookup(hostname, { all: true }, (error, records) => {
      if (error !== null) callback(error, '')
      else if (records.some((record) => isForbiddenAddress(record.address))) {
        callback(new UpstreamFailure(notUnicast(hostname)), '')
      } else answer(records)
    })
  }

const codesOf = (error: unknown): readonly string[] => {
  if (!(error instanceof Error)) return []
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  return error instanceof AggregateError ? [...own, ...error.errors.flatMap(codesOf)] : own
}

type Stage = 'connecting' | 'securing' | 'waiting'

/** Says which hop failed and what helps, from the error that Node gave and how far the call had come. */
const failureRefusal = (error: unknown, target: Target, stage: Stage): Refusal => {
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
    `No connection to ${where} (${codes[0] ?? 'unknown'}). Check the network and the VPN.`,
  )
}

const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 1000)} s`
const timeOut = (message: string): UpstreamFailure =>
  new UpstreamFailure({ code: 'upstream-timeout', status: 504, message })

/**
 * The answer's bytes as they come, one upstream read per chunk, at most a few reads ahead of the
 * reader. Its end is what the protocol says: the stream closes only when the message was complete, and
 * errors otherwise, after every byte that did arrive. (`pipe` and `for await` with `finally` turn a cut
 * into a clean end, which would make a broken answer look whole.)
 */
const bodyOf = (incoming: IncomingMessage, idle: number, cancel: () => void): ReadableStream<Uint8Array> => {
  const arrived: Uint8Array[] = []
  let end: { readonly error: Error | undefined } | undefined
  let wake: (() => void) | undefined

  const settle = (error: Error | undefined): void => {
    if (end === undefined) {
      // A cut finds bytes that had arrived while the reader was busy; they come before the error.
      for (let rest: unknown = incoming.read(); rest instanceof Uint8Array; rest = incoming.read()) arrived.push(rest)
      end = { error }
    }
    wake?.()
  }
  incoming.on('data', (bytes: Uint8Array) => {
    arrived.push(bytes)
    if (wake === undefined) incoming.pause()
    wake?.()
  })
  incoming.on('end', () => settle(incoming.complete ? undefined : new Error('The answer was cut off.')))
  incoming.on('error', settle)
  incoming.on('close', () => settle(new Error('The answer was cut off.')))
  incoming.pause()

  const nextArrival = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        settle(new Error('The answer fell silent.'))
        cancel()
      }, idle)
      wake = () => {
        clearTimeout(timer)
        wake = undefined
        resolve()
      }
      incoming.resume()
    })

  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        if (arrived.length === 0 && end === undefined) await nextArrival()
        const bytes = arrived.shift()
        if (bytes !== undefined) controller.enqueue(bytes)
        else if (end?.error === undefined) controller.close()
        else controller.error(end.error)
      },
      cancel,
    },
    { highWaterMark: 0 },
  )
}

/** RFC 9110: these never carry a body, and `Response` insists on it. */
const isBodiless = (method: string, status: number): boolean =>
  method === 'HEAD' || status === 204 || status === 205 || status === 304

/**
 * Whether a redirect means "sign in first". The front of Databricks Apps sends an unauthenticated or
 * expired call to the workspace's OAuth pages, and behind an app there may be a sign-in of its own.
 */
export const isLoginLocation = (location: string): boolean => /\/oidc\/|\/\.auth\/|\/login|\/authorize/i.test(location)

const redirectRefusal = (status: number, location: string, target: Target): Refusal => {
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

const answerOf = (incoming: IncomingMessage, call: UpstreamCall, cancel: () => void): Response => {
  const status = incoming.statusCode ?? 0
  if (status >= 300 && status < 400 && status !== 304) {
    throw new UpstreamFailure(redirectRefusal(status, incoming.headers.location ?? '', call.target))
  }
  if (status < 200 || status > 599) {
    throw new UpstreamFailure({
      code: 'upstream-malformed',
      status: 502,
      message: `${call.target.authority} answered with the status ${status}, which HTTP does not know.`,
      upstreamStatus: status,
    })
  }
  const head = { status, statusText: incoming.statusMessage ?? '', headers: answerHeadersOf(incoming.rawHeaders) }
  if (!isBodiless(call.method, status)) return new Response(bodyOf(incoming, call.limits.idle, cancel), head)
  incoming.resume()
  return new Response(null, head)
}

export type Fetched =
  | { readonly ok: true; readonly response: Response }
  | { readonly ok: false; readonly refusal: Refusal }

/**
 * Makes one call and resolves with the other side's head as soon as it is there, or with the reason
 * why there is none. Never throws; after the head, a failure is an error of the body.
 */
export const callUpstream = (call: UpstreamCall): Promise<Fetched> =>
  new Promise((resolve) => {
    const { target, limits, signal } = call
    let stage: Stage = 'connecting'
    const secure = target.protocol === 'https:'
    const options = {
      method: call.method,
      hostname: target.hostname.replace(/^\[|\]$/g, ''),
      port: target.port,
      path: target.pathname + target.search,
      headers: { ...call.headers, host: target.authority },
      lookup: lookupFor(target),
      insecureHTTPParser: false,
    }
    const outgoing = secure
      ? httpsRequest({ ...options, agent: httpsAgent() })
      : httpRequest({ ...options, agent: false })
    const stop = (): void => void outgoing.destroy()
    signal.addEventListener('abort', stop, { once: true })

    const connecting = setTimeout(
      () => outgoing.destroy(timeOut(`No connection to ${target.authority} within ${seconds(limits.connect)}.`)),
      limits.connect,
    )
    const waiting = setTimeout(
      () => outgoing.destroy(timeOut(`${target.authority} sent nothing for ${seconds(limits.firstByte)}.`)),
      limits.firstByte,
    )
    const settle = (fetched: Fetched): void => {
      clearTimeout(connecting)
      clearTimeout(waiting)
      resolve(fetched)
    }
    const fail = (error: unknown): void => settle({ ok: false, refusal: failureRefusal(error, target, stage) })
    const ready = (): void => {
      stage = 'waiting'
      clearTimeout(connecting)
    }

    outgoing.on('socket', (socket) => {
      socket.once('connect', () => {
        if (secure) stage = 'securing'
        else ready()
      })
      if (secure) socket.once('secureConnect', ready)
    })
    outgoing.on('response', (incoming) => {
      try {
        settle({ ok: true, response: answerOf(incoming, call, stop) })
      } catch (error) {
        incoming.on('error', () => undefined)
        outgoing.destroy()
        fail(error)
      }
    })
    outgoing.on('upgrade', (_incoming, socket) => {
      socket.destroy()
      fail(
        new UpstreamFailure({
          code: 'upstream-malformed',
          status: 502,
          message: `${target.authority} changed to another protocol.`,
        }),
      )
    })
    outgoing.on('error', fail)
    outgoing.on('close', () => {
      signal.removeEventListener('abort', stop)
      fail(undefined)
    })
    if (signal.aborted) stop()
    else outgoing.end(call.body)
  })
