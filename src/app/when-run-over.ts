import type { RunId } from '../conversation/conversation.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'

/** Resolves when the run has ended, or is not there any more. */
export const whenRunOver = (store: ConversationStore, run: RunId): Promise<void> =>
  new Promise((resolve) => {
    const look = (): boolean => {
      const phase = store.getState().runs[run]?.phase
      return phase === undefined || phase.at === 'over'
    }
    if (look()) {
      resolve()
      return
    }
    const unsubscribe = store.subscribe(() => {
      if (!look()) return
      unsubscribe()
      resolve()
    })
  })
