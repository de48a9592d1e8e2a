import type { Item, ToolOutputItem } from '../protocol/item.ts'

/** An item as drawn: a tool call takes its output into its card. */
export interface DrawnItem {
  readonly item: Item
  readonly output?: ToolOutputItem
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
    if (item.kind === 'tool-call' && item.callId !== undefined) {
      const calls = waiting.get(item.callId)
      if (calls === undefined) waiting.set(item.callId, [entry])
      else calls.push(entry)
    }
  }
  return drawn
}
