import { monotonic, wallClock } from '../browser/clock.ts'
import { createId } from '../browser/ids.ts'
import type { Fetch } from '../browser/network.ts'
import { isPageLeaving } from '../browser/page-life.ts'
import { answerProblem, type Callee } from '../exchange/answer-problem.ts'
import { LiveRecording, type Chunk } from '../exchange/live-recording.ts'
import type { ExchangeId } from '../exchange/recording.ts'
import { redactHeaders } from '../exchange/redact.ts'
import { send } from '../exchange/send.ts'
import { utf8 } from '../exchange/utf8.ts'
import { figuresOf } from '../inspector/figures-of.ts'
import type { Ms } from '../lib/brand.ts'
import type { JsonObject } from '../lib/json.ts'
import { outcomeOf, type Outcome } from '../protocol/outcome.ts'
import type { Reading } from '../protocol/reading.ts'
import { emptySnapshot } from '../protocol/snapshot.ts'
import type { Authorization } from '../workspace/workspace.ts'
import type { Run } from './conversation.ts'
import type { OpenRecordings } from './open-recordings.ts'
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
  /** Resolves when committed, or when it is known that nothing can be stored. Never rejects. */
  readonly store: (recording: LiveRecording, chunks: readonly Chunk[]) => Promise<void>
  /** The run as it is now, at most once per frame. */
  readonly advance: (run: Run) => void
}

interface Attempt {
  readonly recording: LiveRecording
  readonly reading: Reading | undefined
}

const isRefusedCredential = ({ recording }: Attempt): boolean => {
  const status = recording.head?.status
  if (status === 401) return true
  return status === 403 && /invalid (access )?token/i.test(utf8.decode(recording.chunks.bytes(0, 4096)).text)
}

const errorBodyLimit = 256 * 1024

/**
 * Does one run from request to outcome: send, record, fold, publish. A 401 is answered by one renewal of the
 * credentials and one further exchange, because a refused request reached no agent; nothing else is ever sent twice.
 */
export const doRun = async (
  initial: Run,
  body: JsonObject,
  connection: Connection,
  signal: AbortSignal,
  services: RunServices,
): Promise<Run> => {
  let run = initial
  const advance = (change: Partial<Run>) => {
    run = { ...run, ...change }
    services.advance(run)
  }

  const attempt = async (authorization: Readonly<Record<string, string>>): Promise<Attempt> => {
    const origin = monotonic()
    const headers = {
      'Content-Type': 'application/json',
      Accept: run.mode === 'streamed' ? 'text/event-stream' : 'application/json',
      ...connection.headers,
      ...authorization,
    }
    const request = {
      method: 'POST',
      url: connection.url.href,
      headers: redactHeaders(Object.entries(headers)),
      body: JSON.stringify(body),
    }
    const recording = new LiveRecording(createId('exchange') as ExchangeId, wallClock(), request)
    const pump = createRunPump(recording, {
      store: services.store,
      nextFrame: services.nextFrame,
      now: monotonic,
      publish: (reading) => {
        services.openRecordings.putLive(recording, reading)
        recording.publish()
        advance({
          phase: recording.chunks.count > 0 ? { at: 'answering' } : { at: 'waiting' },
          snapshot: reading?.snapshot ?? emptySnapshot,
          figures: reading === undefined ? run.figures : figuresOf(recording, reading),
        })
      },
    })
    services.openRecordings.putLive(recording, undefined)
    advance({
      callee: connection.callee,
      exchanges: [...run.exchanges, recording.id],
      phase: { at: 'waiting' },
    })
    await services.store(recording, [])
    await send(
      recording,
      connection.url,
      { method: 'POST', headers, body: request.body, signal },
      {
        fetch: services.fetch,
        elapsed: () => (monotonic() - origin) as Ms,
        onProgress: pump.notify,
        isLeaving: isPageLeaving,
      },
    )
    const reading = await pump.drained()
    services.openRecordings.settle(recording.id)
    return { recording, reading }
  }

  const over = (outcome: Outcome): Run => {
    advance({ phase: { at: 'over', outcome } })
    return run
  }
  const { authorization, url, callee } = connection
  const credentials = await unlessStopped(signal, authorization.headersFor(url))
  if (credentials === undefined) return over({ kind: 'stopped' })
  if (!credentials.ok) return over({ kind: 'failed', problem: credentials.problem })
  const first = await attempt(credentials.value)
  if (signal.aborted || !isRefusedCredential(first)) return over(outcomeOfAttempt(first, callee))
  const isRenewed = await unlessStopped(signal, authorization.renew())
  const renewed = isRenewed === true ? await unlessStopped(signal, authorization.headersFor(url)) : undefined
  if (signal.aborted) return over({ kind: 'stopped' })
  return over(outcomeOfAttempt(renewed?.ok === true ? await attempt(renewed.value) : first, callee))
}

/** How a recorded exchange ended for a person, live or read back from storage. */
export const outcomeOfAttempt = (
  {
    recording,
    reading,
  }: Pick<Attempt, 'reading'> & { readonly recording: Pick<LiveRecording, 'startedAt' | 'head' | 'end' | 'chunks'> },
  callee: Callee,
): Outcome => {
  const { startedAt, head, end, chunks } = recording
  if (head !== undefined && end?.kind === 'whole-body') {
    const problem = answerProblem(head, utf8.decode(chunks.bytes(0, errorBodyLimit)).text, callee, startedAt)
    if (problem !== undefined) return { kind: 'failed', problem }
  }
  return outcomeOf({
    end: end?.kind ?? 'abandoned',
    ...(end?.kind === 'broken' ? { problem: end.problem } : {}),
    snapshot: reading?.snapshot ?? emptySnapshot,
    form: reading?.form ?? 'opaque',
    status: head?.status,
  })
}
