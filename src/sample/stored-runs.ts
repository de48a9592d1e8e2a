import { setTimeout as wait } from 'node:timers/promises'
import { fieldOf, isObject, stringOf, type JsonObject } from '../lib/json.ts'
import type { TimedEvent } from './encode-agent-server.ts'

/** One run of an agent as LongRunningAgentServer keeps it in its database. */
export interface StoredRun {
  readonly id: string
  status: 'in_progress' | 'completed' | 'failed'
  attempt: number
  /** By sequence number, which counts over all attempts. */
  readonly events: JsonObject[]
  traceId?: string
}

/** How an attempt goes: what it sends, and after which event the process that does it dies, fails, or loses its row. */
export interface Attempt {
  readonly events: Iterable<TimedEvent>
  readonly dieAfter?: number | undefined
  readonly failAfter?: number | undefined
  readonly loseAfter?: number | undefined
  /** A wait in the middle, in true milliseconds whatever the pace. */
  readonly pause?: { readonly after: number; readonly ms: number } | undefined
  readonly failure?: string | undefined
  readonly trace?: { readonly id: string; readonly isStreamed: boolean } | undefined
}

const mostKept = 200

/** A heartbeat that is older than this is taken for a dead process, at pace 1. */
const staleMs = 10_000

const errorEvent = (message: string, code: string): JsonObject => ({
  type: 'error',
  error: { message, type: 'server_error', code },
})

interface Work {
  readonly stop: AbortController
  /** When the process died that did the last attempt; undefined while it lives. */
  diedAt: number | undefined
}

/** The database of a long-running server, and the processes that work for it. */
export const createStoredRuns = (pace: number) => {
  const runs = new Map<string, StoredRun>()
  const works = new Map<string, Work>()

  const fail = (run: StoredRun, message: string): void => {
    run.events.push(errorEvent(message, 'task_failed'))
    run.status = 'failed'
  }

  const work = async (run: StoredRun, attempt: Attempt, begun: Work): Promise<void> => {
    const { signal } = begun.stop
    let sent = 0
    for (const { afterMs, event } of attempt.events) {
      await wait(afterMs * pace)
      if (signal.aborted) return
      run.events.push(event)
      sent += 1
      if (sent === attempt.pause?.after) await wait(attempt.pause.ms)
      if (sent === attempt.dieAfter) {
        kill(run.id)
        return
      }
      if (sent === attempt.failAfter) return fail(run, attempt.failure ?? 'The archive did not answer in time.')
      if (sent === attempt.loseAfter) return void runs.delete(run.id)
    }
    if (attempt.failure !== undefined) return fail(run, attempt.failure)
    const { trace } = attempt
    if (trace !== undefined) {
      if (trace.isStreamed) run.events.push({ trace_id: trace.id })
      else run.traceId = trace.id
    }
    run.status = 'completed'
  }

  const begin = (run: StoredRun, attempt: Attempt): void => {
    const begun: Work = { stop: new AbortController(), diedAt: undefined }
    works.set(run.id, begun)
    void work(run, attempt, begun)
  }

  /** The process goes away without a word: the row stays in progress, and its heartbeat grows old. */
  const kill = (id: string): boolean => {
    const current = works.get(id)
    const isWorking = current !== undefined && current.diedAt === undefined && runs.get(id)?.status === 'in_progress'
    if (!isWorking) return false
    current.stop.abort()
    current.diedAt = Date.now()
    return true
  }

  return {
    get: (id: string): StoredRun | undefined => runs.get(id),
    start: (id: string, attempt: Attempt): StoredRun => {
      const run: StoredRun = { id, status: 'in_progress', attempt: 1, events: [] }
      runs.set(id, run)
      for (const oldest of runs.keys()) {
        if (runs.size <= mostKept) break
        runs.delete(oldest)
      }
      begin(run, attempt)
      return run
    },
    kill,
    /** Whoever looks at a run whose heartbeat is stale takes it over; true when this call did. */
    takeOver: (run: StoredRun, conversationId: string, again: () => Attempt): boolean => {
      const current = works.get(run.id)
      const isStale = current?.diedAt !== undefined && Date.now() - current.diedAt >= staleMs * pace
      if (run.status !== 'in_progress' || !isStale) return false
      run.attempt += 1
      run.events.push({
        type: 'response.resumed',
        attempt: run.attempt,
        from_seq: run.events.length,
        conversation_id: `${conversationId}::attempt-${run.attempt}`,
      })
      begin(run, again())
      return true
    },
  }
}

/** What a poll answers, in the order in which the real server looks. */
export const polled = ({ id, status, attempt, events, traceId }: StoredRun): JsonObject => {
  const base = { id, status, attempt_number: attempt }
  if (status === 'completed' && events.length > 0) {
    const output = events.flatMap((event) => {
      const item = stringOf(event, 'type') === 'response.output_item.done' ? fieldOf(event, 'item') : undefined
      return isObject(item) ? [item] : []
    })
    return { ...base, output, ...(traceId === undefined ? {} : { metadata: { trace_id: traceId } }) }
  }
  const error = events.find((event) => stringOf(event, 'type') === 'error')
  return status === 'failed' && error !== undefined ? { ...base, error: fieldOf(error, 'error') ?? null } : base
}
