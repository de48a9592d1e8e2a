import { MessageChannel, Worker } from 'node:worker_threads'
import type { JsonObject } from '../lib/json.ts'
import type { AiAnswers, AiCall, SqlJob, SqlNews, SqlRow } from './sql-job.ts'

/** How a query ended. */
export type QueryEnd =
  | {
      readonly kind: 'rows'
      readonly columns: readonly JsonObject[]
      readonly chunks: readonly ResultChunk[]
      readonly truncated: boolean
    }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'no-query' }
  /** The engine itself is not there: its native part cannot be loaded on this computer. */
  | { readonly kind: 'no-engine'; readonly message: string }
  | { readonly kind: 'stopped' }

export interface ResultChunk {
  readonly rows: readonly SqlRow[]
  readonly bytes: number
}

/** Makes the calls of one batch of rows. */
export type AskEndpoints = (calls: readonly AiCall[], signal: AbortSignal) => Promise<AiAnswers>

/** A thread that was told to stop gets this long before it is ended. */
const patienceMs = 3000

const sqlThread = new URL('./sql-thread.ts', import.meta.url)

/**
 * Runs one statement on an engine of its own. Resolves in any case; with `stopped` when the signal aborts.
 * `thread` is another program of the thread, for tests.
 */
export const runQuery = async (
  job: SqlJob,
  askEndpoints: AskEndpoints,
  signal: AbortSignal,
  thread: URL = sqlThread,
): Promise<QueryEnd> => {
  if (signal.aborted) return { kind: 'stopped' }
  const { port1: answers, port2 } = new MessageChannel()
  const bell = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(thread, {
    workerData: { job, answers: port2, bell },
    transferList: [port2],
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  })
  const chunks: ResultChunk[] = []
  let columns: readonly JsonObject[] = []
  let isReady = false

  const answer = (answered: AiAnswers): void => {
    answers.postMessage(answered)
    Atomics.store(bell, 0, 1)
    Atomics.notify(bell, 0)
  }
  const stop = (): void => {
    worker.postMessage('stop')
    answer({ ok: false, message: 'The statement was canceled.' })
    setTimeout(() => void worker.terminate(), patienceMs).unref()
  }
  const ended = new Promise<QueryEnd>((resolve) => {
    worker.on('message', (news: SqlNews) => {
      switch (news.kind) {
        case 'ready':
          isReady = true
          break
        case 'calls':
          void askEndpoints(news.calls, signal)
            .catch((thrown: unknown): AiAnswers => ({ ok: false, message: String(thrown) }))
            .then((answered) => {
              if (!signal.aborted) answer(answered)
            })
          break
        case 'columns':
          columns = news.columns
          break
        case 'chunk':
          chunks.push({ rows: news.rows, bytes: news.bytes })
          break
        case 'done':
          resolve({ kind: 'rows', columns, chunks, truncated: news.truncated })
          break
        case 'failed':
        case 'too-large':
        case 'no-query':
          resolve(news)
      }
    })
    worker.once('error', (error) => {
      const message = error instanceof Error ? error.message : String(error)
      resolve({ kind: isReady ? 'failed' : 'no-engine', message })
    })
    worker.once('exit', () => resolve({ kind: 'failed', message: 'The SQL engine ended before it answered.' }))
  })
  signal.addEventListener('abort', stop, { once: true })
  const end = await ended
  signal.removeEventListener('abort', stop)
  answers.close()
  return signal.aborted ? { kind: 'stopped' } : end
}
