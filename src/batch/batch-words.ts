import type { StatementNow } from './ask-warehouse.ts'
import type { BatchCounts } from './batch-rows.ts'
import type { Batch, BatchWay } from './batch.ts'
import { count } from '../ui/figures.ts'

export const wayWords = (way: BatchWay): string =>
  way.kind === 'api'
    ? `through its API, ${way.mode}${way.atOnce === 1 ? '' : `, ${way.atOnce} at once`}`
    : `by the SQL warehouse ${way.warehouse.name}`

const stateWords: Readonly<Record<StatementNow['state'], string>> = {
  SENDING: 'is sent',
  PENDING: 'waits for the warehouse',
  RUNNING: 'is running',
  SUCCEEDED: 'is over, and its result is read',
  FAILED: 'failed',
  CANCELED: 'is cancelled',
  CLOSED: 'is closed',
}

/** What the warehouse does now. */
export const statementWords = ({ number, of, turns, state }: StatementNow): string =>
  `Statement ${of === 1 ? '' : `${number} of ${of} `}with ${count(turns.length)} ${turns.length === 1 ? 'question' : 'questions'} ${stateWords[state]}`

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
      return `${words} Cancelled by you.${batch.ended.told === undefined ? '' : ` ${batch.ended.told}`}`
    case 'stopped':
      return `${words} Stopped.`
    case 'done':
    case undefined:
      if (answering > 0) return `${words} Another tab goes on with it.`
      return `${words} The page went away before its end, or another tab goes on with it.${batch.pending === undefined ? '' : ' “Ask again” fetches what the warehouse has.'}`
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
