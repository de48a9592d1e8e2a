import { startWorker } from '../browser/worker.ts'
import type { Comparison } from './compare-answers.ts'
import type { CompareResult, CompareTask } from './compare-worker.ts'
// The bundler makes a file of its own of it and gives its address.
// oxlint-disable-next-line import/default
import workerUrl from './compare-worker.ts?worker&url'
import type { IgnoreRules } from './ignore-rules.ts'
import type { ToldAnswer } from './told-answer.ts'

interface Waiting {
  readonly resolve: (comparison: Comparison) => void
  readonly reject: (problem: Error) => void
}

const waiting = new Map<number, Waiting>()
let worker: Worker | undefined
let last = 0

const failAll = (detail: string): void => {
  for (const { reject } of waiting.values()) reject(new Error(detail))
  waiting.clear()
  worker?.terminate()
  worker = undefined
}

const started = (): Worker => {
  if (worker !== undefined) return worker
  const next = startWorker(workerUrl, 'comparison')
  next.addEventListener('message', ({ data }: MessageEvent<CompareResult>) => {
    const task = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.comparison === undefined) task?.reject(new Error(data.failure ?? 'The comparison failed.'))
    else task?.resolve(data.comparison)
  })
  next.addEventListener('error', ({ message }) => failAll(message === '' ? 'Its script could not be loaded.' : message))
  worker = next
  return next
}

/** Compares off the main thread, in the worker that all comparisons of the page share. */
export const compareInWorker = (a: ToldAnswer, b: ToldAnswer, rules: IgnoreRules): Promise<Comparison> =>
  new Promise((resolve, reject) => {
    last += 1
    waiting.set(last, { resolve, reject })
    const task: CompareTask = { id: last, a, b, rules }
    started().postMessage(task)
  })
