import { monotonic, wallClock } from '../browser/clock.ts'
import { createId } from '../browser/ids.ts'
import type { Fetch } from '../browser/network.ts'
import { isPageLeaving } from '../browser/page-life.ts'
import type { Callee } from '../exchange/answer-problem.ts'
import { LiveRecording, type Chunk } from '../exchange/live-recording.ts'
import type { ExchangeId, Recording } from '../exchange/recording.ts'
import { redactHeaders } from '../exchange/redact.ts'
import { waitOf } from '../exchange/retry-after.ts'
import { send } from '../exchange/send.ts'
import { utf8 } from '../exchange/utf8.ts'
import type { Ms } from '../lib/brand.ts'
import type { JsonObject } from '../lib/json.ts'
import type { Outcome } from '../protocol/outcome.ts'
import type { Authorization } from '../workspace/workspace.ts'
import type { Phase, Run } from './conversation.ts'
import { withExchange, type RunFold } from './fold-run.ts'
import type { OpenRecordings } from './open-recordings.ts'
import type { RunLine } from './run-line.ts'
import { outcomeOfRun } from './run-outcome.ts'
import { createRunPump } from './run-pump.ts'
import { unlessStopped } from './unless-stopped.ts'

/** Where and as whom a run calls its agent. */
export interface Connection {
  readonly url: URL
  readonly callee: Callee
  readonly authorization: Authorization
  /** Header fields that this agent needs beside the usual ones. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface RunServices {
  readonly fetch: Fetch
  readonly openRecordings: OpenRecordings
  readonly nextFrame: () => Promise<void>
  /** Resolves after the time, or as soon as the signal aborts. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** Resolves when committed, or when it is known that nothing can be stored. Never rejects. */
  readonly store: (recording: LiveRecording, chunks: readonly Chunk[]) => Promise<void>
  /** The run as it is now, at most once per frame. */
  readonly advance: (run: Run) => void
}

/** One request of a run. */
export interface Order {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly body?: JsonObject
}

const isRefusedCredential = ({ head, chunks }: Recording): boolean => {
  if (head?.status === 401) return true
  return head?.status === 403 && /invalid (access )?token/i.test(utf8.decode(chunks.bytes(0, 4096)).text)
}

/**
 * The work on one run: each exchange is sent, recorded, folded and published. A 401 is answered by one renewal of the
 * credentials and one further exchange, because a refused request reached no agent.
 */
export const createRunWork = (
  initial: Run,
  begun: RunFold,
  { authorization, callee, headers: own = {} }: Connection,
  line: RunLine,
  services: RunServices,
) => {
  let run = initial
  let fold = begun
  const advance = (change: Partial<Run>) => {
    run = { ...run, ...change }
    services.advance(run)
  }

  const exchange = async (order: Order, credentials: Readonly<Record<string, string>>): Promise<Recording> => {
    const origin = monotonic()
    const body = order.body === undefined ? undefined : JSON.stringify(order.body)
    const headers = {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      Accept: run.mode === 'streamed' ? 'text/event-stream' : 'application/json',
      ...own,
      ...credentials,
    }
    const { method, url } = order
    const recording = new LiveRecording(
      createId('exchange') as ExchangeId,
      wallClock(),
      { method, url: url.href, headers: redactHeaders(Object.entries(headers)), body: body ?? '' },
      method === 'GET' ? fold.granted?.recording.id : undefined,
    )
    const before = fold
    const phase = (): Phase => {
      if (recording.chunks.count > 0) return { at: 'answering' }
      return method === 'GET' ? run.phase : { at: 'waiting' }
    }
    const pump = createRunPump(
      recording,
      {
        store: services.store,
        nextFrame: services.nextFrame,
        now: monotonic,
        publish: (reading) => {
          services.openRecordings.putLive(recording, reading)
          recording.publish()
          fold = withExchange(before, recording, reading)
          advance({ phase: phase(), snapshot: fold.snapshot, figures: fold.figures })
        },
      },
      before,
    )
    services.openRecordings.putLive(recording, undefined)
    advance({ callee, exchanges: [...run.exchanges, recording.id], phase: phase() })
    await services.store(recording, [])
    await send(
      recording,
      url,
      { method, headers, signal: line.open(), ...(body === undefined ? {} : { body }) },
      {
        fetch: services.fetch,
        elapsed: () => (monotonic() - origin) as Ms,
        onProgress: pump.notify,
        isLeaving: isPageLeaving,
      },
    )
    fold = withExchange(before, recording, await pump.drained())
    services.openRecordings.settle(recording.id)
    return recording
  }

  /** Does the exchange that is ordered, and tells how the run stands then. */
  const ask = async (order: Order): Promise<Outcome> => {
    const { signal } = line
    const credentials = await unlessStopped(signal, authorization.headersFor(order.url))
    if (credentials === undefined) return { kind: 'stopped' }
    if (!credentials.ok) return { kind: 'failed', problem: credentials.problem }
    const first = await exchange(order, credentials.value)
    if (signal.aborted || !isRefusedCredential(first)) return outcomeOfRun(fold, callee)
    const isRenewed = await unlessStopped(signal, authorization.renew())
    const renewed = isRenewed === true ? await unlessStopped(signal, authorization.headersFor(order.url)) : undefined
    if (signal.aborted) return { kind: 'stopped' }
    if (renewed?.ok === true) await exchange(order, renewed.value)
    return outcomeOfRun(fold, callee)
  }

  return {
    get run() {
      return run
    },
    /** How long the newest answer asks to wait, in milliseconds; undefined where it asks for nothing. */
    get askedToWait() {
      const { recording } = fold.last ?? {}
      const head = recording?.head
      return head === undefined ? undefined : waitOf(head.headers, wallClock())
    },
    line,
    advance,
    ask,
    pause: services.pause,
    over: (outcome: Outcome): Run => {
      advance({ phase: { at: 'over', outcome } })
      return run
    },
  }
}

export type RunWork = ReturnType<typeof createRunWork>
