import { fieldOf, stringOf } from '../../lib/json.ts'
import type { OtherItem, ToolOutputItem } from '../../protocol/item.ts'
import type { Tone } from '../../ui/badge.tsx'

const failed = new Set(['failed', 'incomplete', 'cancelled'])

/** How a call of a model's own tool stands: the server's word while it works, ours when it is over. */
export const hostedStateOf = (
  item: OtherItem,
  output: ToolOutputItem | undefined,
  live: boolean,
): { readonly words: string; readonly tone: Tone } => {
  const error = fieldOf(item.json, 'error')
  const status = item.status ?? stringOf(item.json, 'status')
  if (failed.has(status ?? '') || failed.has(output?.status ?? '') || (error !== undefined && error !== null)) {
    return { words: status === 'cancelled' || status === 'incomplete' ? status : 'failed', tone: 'danger' }
  }
  if (item.state === 'open' && live) return { words: (status ?? 'in_progress').replaceAll('_', ' '), tone: 'accent' }
  if (item.state === 'open' || status === 'in_progress') return { words: 'unfinished', tone: 'notice' }
  return { words: 'done', tone: 'success' }
}

/** Milliseconds from the first sign of it to its end, or to what came out of it. */
export const hostedTime = (item: OtherItem, output: ToolOutputItem | undefined): number | undefined => {
  const end = output?.endedAt ?? output?.startedAt ?? item.endedAt
  return end === undefined ? undefined : Math.max(0, end - item.startedAt)
}
