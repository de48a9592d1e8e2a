import type { ConversationStore } from './conversation-store.ts'
import type { RunId } from './conversation.ts'

/** Resolves when the run has ended, or is not there any more. */
export const whenRunOver = (store: Pick<ConversationStore, 'getState' | 'subscribe'>, run: RunId): Promise<void> =>
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
