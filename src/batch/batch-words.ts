import type { BatchCounts } from './batch-rows.ts'
import type { Batch, BatchWay } from './batch.ts'
import { count } from '../ui/figures.ts'

export const wayWords = (way: BatchWay): string =>
  `through its API, ${way.mode}${way.atOnce === 1 ? '' : `, ${way.atOnce} at once`}`

/** How far a batch is; `live` where this tab does it now. */
export const progressWords = (
  { over, completed, answering }: BatchCounts,
  total: number,
  batch: Batch | undefined,
  live: boolean,
): string => {
  const failed = over - completed
  const words = `${count(over)} of ${count(total)} over${failed === 0 ? '' : `, ${count(failed)} not completed`}.`
  if (live || over === total || batch === undefined) return words
  switch (batch.ended?.kind) {
    case 'cancelled':
      return `${words} Cancelled by you.`
    case 'stopped':
      return `${words} Stopped: ${batch.ended.problem.title}.`
    case 'done':
    case undefined:
      return answering > 0 ? `${words} Another tab goes on with it.` : `${words} The page went away before its end.`
  }
}

/** How a batch of the list stands, as far as its entry tells. */
export const endWords = ({ total, completed, ended }: Batch, live: boolean): string => {
  if (live) return 'going on'
  if (ended === undefined) return 'left before its end'
  const words = completed === undefined ? '' : `${count(completed)} completed`
  if (ended.kind === 'cancelled') return `cancelled, ${words}`
  if (ended.kind === 'stopped') return `stopped, ${words}`
  return completed === total ? 'all completed' : `${words}, ${count(total - (completed ?? 0))} not`
}
