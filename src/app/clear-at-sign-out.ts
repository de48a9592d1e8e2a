import { partsOf } from '../agent/agent-id.ts'
import type { ConversationServices } from '../conversation/use-conversation.ts'
import type { LibraryStore } from '../library/library-store.ts'
import { sentenceOf, type Problem } from '../lib/problem.ts'
import type { WorkspaceServices } from '../workspace/workspace-services.ts'

const notCleared = (thrown: unknown): Problem => ({
  kind: 'storage',
  code: 'not-cleared',
  title: 'Conversations of this workspace are still in this browser',
  detail: `They were to be deleted at the sign-out. The browser says: ${sentenceOf(thrown)}`,
  remedy: 'Open the library and delete them there, or clear the site data of this address.',
  who: 'you',
})

interface ClearServices {
  readonly workspaces: WorkspaceServices
  readonly conversation: ConversationServices
  readonly library: LibraryStore
}

/** Deletes a workspace's conversations when somebody signs out of it, where that is wished. */
export const clearAtSignOut = ({ workspaces, conversation, library }: ClearServices): void => {
  const { talk, conversations } = conversation
  workspaces.store.state.subscribe((now, before) => {
    if (now.signedOutUpTo === before.signedOutUpTo || !library.state.getState().settings.clearsAtSignOut) return
    const left = now.workspaces.filter(({ id }) => (now.signedOutUpTo[id] ?? 0) > (before.signedOutUpTo[id] ?? 0))
    const ids = Object.values(conversations.getState().conversations)
      .filter(({ agent }) => left.some(({ id }) => id === partsOf(agent).workspace))
      .map(({ id }) => id)
    if (ids.length === 0) return
    const cleared = talk.tidied().then(({ deleteConversations }) => deleteConversations(ids))
    cleared.catch((thrown: unknown) => conversations.storageFailed(notCleared(thrown)))
  })
}
