import type { ConversationId } from '../conversation/conversation.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { batchRows, turnsOfBatch, type BatchRow } from './batch-rows.ts'

/** How often the table may change. Answers come in dozens a second, and nobody reads faster than this. */
const pace = 150

/**
 * The rows of a batch as they are now, at a steady pace: however many questions there are, what they cost while they
 * are answered does not grow with how often something changes.
 */
export const followRows = (
  conversations: Pick<ConversationStore, 'getState' | 'subscribe'>,
  conversation: ConversationId,
  total: number | undefined,
  pause: (milliseconds: number) => Promise<void>,
) => {
  const look = (before: readonly BatchRow[]): readonly BatchRow[] => {
    const state = conversations.getState()
    return batchRows(turnsOfBatch(state.conversations[conversation], total), state.runs, before)
  }
  let rows = look([])
  return {
    rows: () => rows,
    subscribe: (listener: () => void): (() => void) => {
      let waiting = false
      let stopped = false
      const refresh = () => {
        const next = look(rows)
        if (next === rows) return
        rows = next
        listener()
      }
      const stop = conversations.subscribe(() => {
        if (waiting) return
        waiting = true
        void pause(pace).then(() => {
          waiting = false
          if (!stopped) refresh()
        })
      })
      // Something may have changed between the first drawing and now.
      refresh()
      return () => {
        stopped = true
        stop()
      }
    },
  }
}
