import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { fieldOf, isObject, numberOf, parseJson, stringOf, type JsonObject } from '../lib/json.ts'
import type { Behaviour } from './agent.ts'
import { createAgentServer, scriptedAnswers, type AppServer } from './agent-server.ts'
import { detailError, eventStream, jsonAnswer } from './answers.ts'
import { bytesOf, Cut, doneFrame, frameOf } from './beat.ts'
import { streamedByAgentServer, type TimedEvent } from './encode-agent-server.ts'
import { parseAgentRequest, type AgentRequest } from './request-body.ts'
import { failureOf } from './script.ts'
import { createStoredRuns, polled, type Attempt, type StoredRun } from './stored-runs.ts'

/**
 * The LongRunningAgentServer of databricks-ai-bridge: an AgentServer that keeps the events of a run in a database, so
 * that the run goes on without its connection and can be asked for again. Without a database it ignores `background`.
 *
 * What it plays is named in `custom_inputs`, by the number of events after which it happens: `cut_at` breaks the first
 * connection, `deadline_at` ends it in the server's own way, `die_at` kills the process (another one takes over),
 * `fail_at` raises inside the agent, `lose_at` deletes the row, `pause_at` waits for `pause_ms`.
 */

/** Milliseconds. A browser forgets what it has not handed to its page yet when the connection breaks under it. */
const beforeCut = 500

/** How often a stream looks into the database, at pace 1. Events therefore come in bursts. */
const lookMs = 1000
const shortestLook = 15

interface Kept {
  readonly request: AgentRequest
  readonly conversationId: string
  readonly isStreamed: boolean
  /** Faults of the connection happen once: the next one is whole. */
  connections: number
}

const untilAt = (request: AgentRequest, name: string): number | undefined => numberOf(request.customInputs, name)

const notNegative = (given: string): JsonObject => ({
  detail: [
    {
      type: 'greater_than_equal',
      loc: ['query', 'starting_after'],
      msg: 'Input should be greater than or equal to 0',
      input: given,
      ctx: { ge: 0 },
    },
  ],
})

const deadline: JsonObject = {
  error: { message: 'Stream retrieve timed out', type: 'server_error', code: 'stream_timeout' },
}
const vanished: JsonObject = {
  error: { message: 'Response not found', type: 'not_found', code: 'response_not_found' },
}

/** A body whose pieces are made when they are wanted. Who leaves ends it; throwing `Cut` breaks it. */
const bodyFrom = (pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await pieces.next()
        if (next.done === true) controller.close()
        else controller.enqueue(bytesOf(next.value))
      },
      async cancel() {
        await pieces.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )

const idsIn = /^\/(responses|_debug\/kill_task)\/([^/]+)(\/cancel)?$/

export const createLongRunningServer = (
  name: string,
  behaviour: Behaviour,
  pace: number,
  hasDatabase = true,
): AppServer => {
  const runs = createStoredRuns(pace)
  const kept = new Map<string, Kept>()
  const direct = createAgentServer(name, scriptedAnswers(name, 'agent-server', behaviour, pace))

  /** Streamed runs keep every event, polled ones only the finished items: that is all that a whole answer has. */
  const eventsOf = ({ request, isStreamed }: Kept): readonly TimedEvent[] => {
    const events = [...streamedByAgentServer({ agent: name, request, script: behaviour(request) })]
    if (isStreamed) return events
    let afterMs = 0
    return events.flatMap((timed) => {
      afterMs += timed.afterMs
      if (stringOf(timed.event, 'type') !== 'response.output_item.done') return []
      const pause = afterMs
      afterMs = 0
      return [
        { afterMs: pause, event: { type: 'response.output_item.done', item: fieldOf(timed.event, 'item') ?? null } },
      ]
    })
  }

  const attemptOf = (run: Kept): Attempt => ({
    events: eventsOf(run),
    failure: failureOf(behaviour(run.request)),
    failAfter: untilAt(run.request, 'fail_at'),
    loseAfter: untilAt(run.request, 'lose_at'),
    pause: { after: untilAt(run.request, 'pause_at') ?? 0, ms: untilAt(run.request, 'pause_ms') ?? 0 },
  })

  /** The new process begins anew. It asks for no trace. */
  const again = (run: StoredRun): void => {
    const of = kept.get(run.id)
    if (of !== undefined) runs.takeOver(run, of.conversationId, () => attemptOf(of))
  }

  async function* storedEvents(id: string, startingAfter: number): AsyncGenerator<string> {
    const of = kept.get(id)
    const isFirst = of !== undefined && of.connections++ === 0
    const faultAt = (fault: string) => (of === undefined || !isFirst ? undefined : untilAt(of.request, fault))
    const [cutAt, deadlineAt] = [faultAt('cut_at'), faultAt('deadline_at')]
    let last = startingAfter
    for (;;) {
      const run = runs.get(id)
      if (run === undefined) {
        yield frameOf(vanished)
        return
      }
      again(run)
      const { status } = run
      // The number 0 cannot be told from "from the start": while it is the only event, every look sends it again.
      for (let number = last === 0 ? 0 : last + 1; number < run.events.length; number += 1) {
        yield frameOf({ ...run.events[number], sequence_number: number, response_id: id })
        last = number
        if (number + 1 === cutAt) {
          await wait(beforeCut)
          throw new Cut()
        }
        if (number + 1 === deadlineAt) {
          yield frameOf(deadline)
          return
        }
      }
      if (status === 'completed') yield doneFrame
      if (status !== 'in_progress') return
      await wait(Math.max(shortestLook, lookMs * pace))
    }
  }

  const retrieve = (id: string, query: URLSearchParams): Response => {
    if (!hasDatabase) return detailError(501, 'Response retrieval requires a database configuration.')
    const after = query.get('starting_after') ?? '0'
    if (Number(after) < 0) return jsonAnswer(422, notNegative(after))
    const isStreamed = query.get('stream') === 'true'
    if (Number(after) !== 0 && !isStreamed) {
      return detailError(400, 'starting_after is only supported when stream=true.')
    }
    const run = runs.get(id)
    if (run === undefined) return detailError(404, 'Response not found')
    again(run)
    return isStreamed ? eventStream(bodyFrom(storedEvents(id, Number(after)))) : jsonAnswer(200, polled(run))
  }

  const startInBackground = (request: AgentRequest, body: JsonObject, wantsTraceId: boolean): Response => {
    const id = `resp_${randomBytes(12).toString('hex')}`
    const { customInputs, stream } = request
    const conversationId =
      stringOf(customInputs, 'thread_id') ??
      stringOf(customInputs, 'session_id') ??
      stringOf(fieldOf(body, 'context'), 'conversation_id') ??
      id
    const run: Kept = { request, conversationId, isStreamed: stream, connections: 0 }
    kept.set(id, run)
    const trace = wantsTraceId ? { id: `tr-${randomBytes(16).toString('hex')}`, isStreamed: stream } : undefined
    runs.start(id, { ...attemptOf(run), dieAfter: untilAt(request, 'die_at'), trace })
    if (stream) return eventStream(bodyFrom(storedEvents(id, 0)))
    return jsonAnswer(200, {
      id,
      object: 'response',
      created_at: Math.floor(Date.now() / 1000),
      status: 'in_progress',
      error: null,
      incomplete_details: null,
      output: [],
      metadata: {},
    })
  }

  const ofOneRun = (request: Request, id: string, what: string): Response | undefined => {
    if (what === '/cancel') {
      return request.method === 'POST' ? detailError(501, 'Cancellation is not yet implemented.') : undefined
    }
    if (what !== '') return undefined
    return request.method === 'GET' ? retrieve(id, new URL(request.url).searchParams) : undefined
  }

  return async (request, path) => {
    const [, route, id = '', what = ''] = idsIn.exec(path) ?? []
    if (route === '_debug/kill_task' && request.method === 'POST') {
      return runs.kill(id)
        ? jsonAnswer(200, { response_id: id, pod_id: `${name}-1`, status: 'task_cancelled' })
        : detailError(
            404,
            'No in-flight task for that response_id on this pod (may already have finished or be running on another pod).',
          )
    }
    if (route === 'responses') return ofOneRun(request, id, what) ?? detailError(405, 'Method Not Allowed')
    if (!hasDatabase || request.method !== 'POST') return direct(request, path)
    const text = await request.clone().text()
    const body = parseJson(text)
    const parsed = parseAgentRequest(text)
    if (!body.ok || !isObject(body.value) || body.value['background'] !== true || !parsed.ok)
      return direct(request, path)
    const wantsTraceId = request.headers.get('x-mlflow-return-trace-id')?.toLowerCase() === 'true'
    return startInBackground(parsed.request, body.value, wantsTraceId)
  }
}
