import type { ToolCallItem, ToolOutputItem } from '../../protocol/item.ts'
import { toolSignInOf } from '../../protocol/tool-sign-in.ts'

export type ToolCallState = 'preparing' | 'running' | 'done' | 'failed' | 'no output'

const failedStatuses = new Set(['failed', 'incomplete', 'cancelled'])

/**
 * Where a call stands. Only what the wire says counts as failed: an `error` or a status. That an output reads
 * like an error is for people to judge.
 */
export const toolCallStateOf = (
  item: ToolCallItem,
  output: ToolOutputItem | undefined,
  live: boolean,
): ToolCallState => {
  const failed = item.error !== undefined && item.error !== null
  if (failed || failedStatuses.has(item.status ?? '') || failedStatuses.has(output?.status ?? '')) return 'failed'
  if (output !== undefined || (item.output !== undefined && item.output !== null)) return 'done'
  if (!live) return item.type === 'function_call' || item.state === 'open' ? 'no output' : 'done'
  return item.state === 'open' ? 'preparing' : 'running'
}

/** Milliseconds from the complete call to its output, or from first to last sign of a call that has its own. */
export const toolCallTime = (item: ToolCallItem, output: ToolOutputItem | undefined): number | undefined => {
  if (output !== undefined) return Math.max(0, output.startedAt - (item.endedAt ?? item.startedAt))
  if (item.output === undefined || item.endedAt === undefined) return undefined
  return item.endedAt - item.startedAt
}

/** Where the tool that gave this output wants the person to sign in. */
export const signInAddressOf = (output: unknown): string | undefined =>
  toolSignInOf(typeof output === 'string' ? output : JSON.stringify(output ?? null))
