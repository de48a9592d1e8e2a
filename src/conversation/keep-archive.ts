import type { Channel } from '../browser/channel.ts'
import { delay } from '../browser/clock.ts'
import type { Problem } from '../lib/problem.ts'
import type { Archive } from './archive.ts'
import { browserWords, isStorageFull, storageFullRemedy, storageFullTitle } from './storage-full.ts'
import type { ConversationStore } from './conversation-store.ts'
import type { ConversationId, Run, RunId } from './conversation.ts'

/** What tabs tell each other about the shared archive. */
export type ArchiveMessage =
  | { readonly kind: 'conversation-changed'; readonly id: ConversationId }
  | { readonly kind: 'run-changed'; readonly conversation: ConversationId; readonly run: RunId }
  /** All conversations were deleted for good. */
  | { readonly kind: 'everything-deleted' }
  /** Somebody pressed Stop in a tab that only looks on. */
  | { readonly kind: 'run-stop'; readonly run: RunId }

export interface KeepArchiveServices {
  readonly conversations: ConversationStore
  readonly archive: Archive
  readonly channel: Channel<ArchiveMessage>
  /** Resolves after the time that storage is given to answer, or when the signal aborts. */
  readonly patience: (signal: AbortSignal) => Promise<void>
}

export const storageProblem = (detail: string, isFull = false): Problem => ({
  kind: 'storage',
  code: 'not-stored',
  title: isFull ? storageFullTitle : 'This browser cannot keep the conversation at the moment',
  detail: `What is on the screen is still in memory. ${detail}`,
  remedy: isFull
    ? storageFullRemedy
    : 'Allow site data for this address or free some space. Export what you need before you leave this page.',
  who: 'you',
})

/** How much of a batch's bookkeeping may wait to be written: each answer changes a row that holds all questions. */
const gatherMilliseconds = 2000

/** Writes conversations and runs, and tells the other tabs. Nothing here rejects, nor waits long for storage. */
export const createKeepArchive = ({ conversations, archive, channel, patience }: KeepArchiveServices) => {
  const failed = (thrown: unknown): void =>
    conversations.storageFailed(storageProblem(browserWords(thrown), isStorageFull(thrown)))

  /** Storage that fails or hangs must not stop a stream: the problem is shown, the memory copy stays. */
  const kept = async (work: Promise<unknown>): Promise<void> => {
    const settled = new AbortController()
    const writing = work.then(() => conversations.storageRecovered('not-stored'), failed).finally(() => settled.abort())
    await Promise.race([writing, patience(settled.signal)])
    if (!settled.signal.aborted) conversations.storageFailed(storageProblem('It did not answer in time.'))
  }

  const saveConversation = async (id: ConversationId): Promise<void> => {
    const conversation = conversations.getState().conversations[id]
    if (conversation === undefined) return
    await kept(archive.saveConversation(conversation).then(conversations.conversationStored))
    channel.send({ kind: 'conversation-changed', id })
  }

  const gathering = new Set<ConversationId>()
  /** Soon, and for all changes until then at once. A page that goes away before finds the runs by their own rows. */
  const saveConversationSoon = async (id: ConversationId): Promise<void> => {
    if (gathering.has(id)) return
    gathering.add(id)
    await delay(gatherMilliseconds)
    gathering.delete(id)
    await saveConversation(id)
  }

  const saveRuns = async (id: ConversationId, runs: readonly Run[]): Promise<void> => {
    await kept(archive.saveRuns(runs))
    for (const run of runs) channel.send({ kind: 'run-changed', conversation: id, run: run.id })
  }

  const saveRun = (run: Run): Promise<void> => saveRuns(run.conversation, [run])

  return { failed, kept, saveConversation, saveConversationSoon, saveRun, saveRuns }
}

export type KeepArchive = ReturnType<typeof createKeepArchive>
