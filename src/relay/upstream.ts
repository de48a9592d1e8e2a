import { type IncomingMessage, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { type LookupAddress, lookup as dnsLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import tls from 'node:tls'
import type { Refusal } from './refusal.ts'
import type { Target } from './allow-list.ts'
import { type Stage, UpstreamFailure, failureRefusal, redirectRefusal, timeOut } from './upstream-failure.ts'
import { answerHeadersOf } from './headers.ts'
import { bodyOf } from './upstream-body.ts'
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

/**
 * Certificates that the machine trusts join those that come with Node, because company networks often
 * add their own, and their proxy is used where the usual variables (HTTPS_PROXY, NO_PROXY) name one;
 * it then resolves the name, and the certificate says whether it led to the right place. No connection
 * is kept for a second call: a kept one may be closed by the other side in the very moment it is used
 * again, and a POST must not be repeated. TLS sessions are still resumed.
 */
const createAgent = (proxyEnv: NodeJS.ProcessEnv): HttpsAgent =>
  new HttpsAgent({
    keepAlive: false,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    ca: [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])],
    proxyEnv,
  })

const agents: { near?: HttpsAgent; far?: HttpsAgent } = {}
const agentFor = (target: Target): HttpsAgent =>
  target.kind === 'loopback' ? (agents.near ??= createAgent({})) : (agents.far ??= createAgent(process.env))

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

const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 1000)} s`

/** RFC 9110: these never carry a body, and `Response` insists on it. */
const isBodiless = (method: string, status: number): boolean =>
  method === 'HEAD' || status === 204 || status === 205 || status === 304

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
      ? httpsRequest({ ...options, agent: agentFor(target) })
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
      // Through a proxy, the socket is handed over when it is secured already.
      if (!socket.connecting) {
        ready()
        return
      }
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
