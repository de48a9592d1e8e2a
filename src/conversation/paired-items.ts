import { stringOf } from '../lib/json.ts'
import type { Item, ToolOutputItem } from '../protocol/item.ts'

/** An item as drawn: a tool call takes its output into its card. */
export interface DrawnItem {
  readonly item: Item
  readonly output?: ToolOutputItem
}

/** What an output names as its call. Calls of a model's own tools are kept whole, and have it in their JSON. */
const callIdOf = (item: Item): string | undefined => {
  if (item.kind === 'tool-call') return item.callId
  return item.kind === 'other' ? stringOf(item.json, 'call_id') : undefined
}

/**
 * Pairs each output with the nearest call before it that has the same `callId` and none yet: agents repeat ids
 * from one round to the next. An output without a call stands for itself.
 */
export const pairItems = (items: readonly Item[]): readonly DrawnItem[] => {
  const drawn: { item: Item; output?: ToolOutputItem }[] = []
  const waiting = new Map<string, { item: Item; output?: ToolOutputItem }[]>()
  for (const item of items) {
    if (item.kind === 'tool-output' && item.callId !== undefined) {
      const call = waiting.get(item.callId)?.pop()
      if (call !== undefined) {
        call.output = item
        continue
      }
    }
    const entry = { item }
    drawn.push(entry)
    const callId = callIdOf(item)
    if (callId !== undefined) {
      const calls = waiting.get(callId)
      if (calls === undefined) waiting.set(callId, [entry])
      else calls.push(entry)
    }
  }
  return drawn
}
