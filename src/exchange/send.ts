import type { Ms } from '../lib/brand.ts'
import { isAbort, sentenceOf, type Problem } from '../lib/problem.ts'
import type { LiveRecording } from './live-recording.ts'
import type { ExchangeEnd } from './recording.ts'
import { relayRefusal } from './relay-refusal.ts'

export interface OutgoingRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
}

export interface SendServices {
  /** Sends to the upstream URL; rejects as `fetch` does. */
  readonly fetch: (url: URL, request: OutgoingRequest) => Promise<Response>
  /** Monotonic milliseconds since the exchange began. */
  readonly elapsed: () => Ms
  /** Something new can be stored and shown. */
  readonly onProgress: () => void
  /** Whether the page is going away, which ends its requests: that is nobody's fault. */
  readonly isLeaving: () => boolean
}

const connectionProblem = (thrown: unknown, detail: string): Problem => ({
  kind: 'network',
  code: 'connection-lost',
  title: 'The connection broke before the answer ended',
  detail: `${detail} The browser says: ${sentenceOf(thrown)}`,
  remedy: 'Everything received so far is kept. The agent may still be running; run again when you are ready.',
  who: 'this computer',
})

const unreachableProblem = (thrown: unknown): Problem => ({
  kind: 'network',
  code: 'playground-unreachable',
  title: 'The playground’s own server does not answer',
  detail: `The request did not leave this computer. The browser says: ${sentenceOf(thrown)}`,
  remedy: 'See whether npm start is still running in its terminal, start it again, then run again.',
  who: 'you',
})

/** Header fields without those that the relay added for the page: `x-playground-added` names them. */
const upstreamHeaders = (headers: Headers): (readonly [name: string, value: string])[] => {
  const added = (headers.get('x-playground-added') ?? '').toLowerCase().split(/\s*,\s*/)
  const own = new Set([...added, 'x-playground-relay', 'x-playground-added'])
  return [...headers].filter(([name]) => !own.has(name.toLowerCase()))
}

/** Why an exchange ended that did not end by itself. */
const endOf = (
  thrown: unknown,
  signal: AbortSignal,
  { elapsed, isLeaving }: SendServices,
  problem: Problem,
): ExchangeEnd => {
  const at = elapsed()
  if (signal.aborted) return { kind: 'stopped', at }
  if (isLeaving()) return { kind: 'abandoned', at }
  return isAbort(thrown) ? { kind: 'stopped', at } : { kind: 'broken', at, problem }
}

/**
 * Sends one request and records its answer: the only read loop over a body. It interprets nothing but the
 * relay's own refusals, never throws, and sends nothing twice. How the exchange ended is in `recording.end`.
 */
export const send = async (
  recording: LiveRecording,
  url: URL,
  request: OutgoingRequest,
  services: SendServices,
): Promise<void> => {
  const { fetch, elapsed, onProgress } = services
  let answer: Response
  let refusal: Problem | undefined
  try {
    answer = await fetch(url, request)
    refusal = await relayRefusal(answer)
  } catch (thrown) {
    recording.finish(endOf(thrown, request.signal, services, unreachableProblem(thrown)))
    onProgress()
    return
  }
  const at = elapsed()
  if (refusal !== undefined) {
    recording.finish({ kind: 'broken', at, problem: refusal })
    onProgress()
    return
  }
  recording.openHead({
    at,
    status: answer.status,
    statusText: answer.statusText,
    headers: upstreamHeaders(answer.headers),
  })
  onProgress()
  await readBody(recording, answer, request.signal, services)
}

const readBody = async (
  recording: LiveRecording,
  answer: Response,
  signal: AbortSignal,
  services: SendServices,
): Promise<void> => {
  const { elapsed, onProgress } = services
  let received = 0
  try {
    const reader = answer.body?.getReader()
    while (reader !== undefined) {
      const { done, value } = await reader.read()
      if (done) break
      recording.receive(value, elapsed())
      received += value.length
      onProgress()
    }
    recording.finish({ kind: 'whole-body', at: elapsed() })
  } catch (thrown) {
    const seconds = (elapsed() / 1000).toFixed(1)
    const detail = `Lost after ${seconds} s and ${received.toLocaleString('en')} bytes.`
    recording.finish(endOf(thrown, signal, services, connectionProblem(thrown, detail)))
  }
  onProgress()
}
