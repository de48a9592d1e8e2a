import { wallClock } from '../browser/clock.ts'
import type { Recordings } from '../exchange/recordings.ts'
import type { Archive } from './archive.ts'
import type { Attachments } from './attachments.ts'
import type { ConversationStore } from './conversation-store.ts'
import type { ConversationId, RunId } from './conversation.ts'
import type { KeepArchiveServices } from './keep-archive.ts'
import type { OpenRecordings } from './open-recordings.ts'

export interface TidyServices extends Pick<KeepArchiveServices, 'channel'> {
  readonly conversations: ConversationStore
  readonly archive: Archive
  readonly recordings: Recordings
  readonly openRecordings: OpenRecordings
  readonly attachments: Attachments
  /** The runs that this tab is doing. */
  readonly runsGoingOn: () => readonly RunId[]
  /** Resolves when nothing of these runs will be stored any more. */
  readonly stopRuns: (ids: readonly RunId[]) => Promise<void>
}

/** What takes things out of this browser's storage for good. What fails rejects: the caller says it where it was asked. */
export const createTidyArchive = (services: TidyServices) => {
  const { conversations, archive, recordings, openRecordings, attachments, channel, runsGoingOn, stopRuns } = services

  /** The bytes go first: a page that goes away in between finds the rest again by the conversation's row. */
  const removeForGood = async (ids: readonly ConversationId[]): Promise<void> => {
    for (const id of ids) {
      const runs = await archive.loadRuns(id)
      await recordings.remove(runs.flatMap(({ exchanges }) => exchanges))
      await archive.removeConversation(id)
    }
  }

  /** Deletes conversations that nobody can bring back: what is coming in in them is stopped first. */
  const deleteConversations = async (ids: readonly ConversationId[]): Promise<void> => {
    const { conversations: known } = conversations.getState()
    await stopRuns(ids.flatMap((id) => known[id]?.turns.flatMap(({ runs }) => runs) ?? []))
    for (const id of ids) {
      conversations.conversationVanished(id)
      await removeForGood([id])
      channel.send({ kind: 'conversation-changed', id })
    }
  }

  /** Deletes all of them, here and in the other tabs, with whatever else lies in the archive. */
  const deleteEverything = async (): Promise<void> => {
    // The others stop at once; told again at the end, they drop what they stored while they did.
    channel.send({ kind: 'everything-deleted' })
    await stopRuns(runsGoingOn())
    await archive.removeEverything()
    recordings.forgetHeld()
    openRecordings.forgetAll()
    attachments.forgetAll()
    conversations.everythingDeleted()
    channel.send({ kind: 'everything-deleted' })
  }

  /**
   * Takes the recordings of runs away and leaves their answers. The run says so before its bytes go: a page that goes
   * away in between has told no lie, and the bytes are found and go the next time.
   */
  const letRecordingsLeave = async (ids: readonly RunId[]): Promise<void> => {
    for (const id of ids) {
      const run = await archive.markLeft(id, wallClock())
      if (run === undefined) continue
      await recordings.remove(run.exchanges)
      openRecordings.forget(run.exchanges)
      if (conversations.getState().runs[id] !== undefined) conversations.runAdvanced(run)
      channel.send({ kind: 'run-changed', conversation: run.conversation, run: id })
    }
  }

  return { removeForGood, deleteConversations, deleteEverything, letRecordingsLeave }
}

export type TidyArchive = ReturnType<typeof createTidyArchive>
