import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { delay, wallClock } from '../browser/clock.ts'
import { openDatabase } from '../browser/database.ts'
import { tryLock } from '../browser/locks.ts'
import type { ConversationId } from '../conversation/conversation.ts'
import { useConversationServices, type ConversationServices } from '../conversation/use-conversation.ts'
import { failure, type Problem } from '../lib/problem.ts'
import type { WorkspaceId } from '../workspace/workspace.ts'
import { workspaceServices } from '../workspace/workspace-services.ts'
import { createBatchArchive } from './batch-archive.ts'
import type { StatementNow } from './ask-warehouse.ts'
import type { BatchRow } from './batch-rows.ts'
import type { BatchWish } from './batch-wish.ts'
import type { Batch } from './batch.ts'
import { createBatches, type Batches } from './batch-store.ts'
import { followRows } from './follow-rows.ts'
import type { StatementDoors } from './run-statement.ts'

const unknownWorkspace = (id: WorkspaceId): Problem => ({
  kind: 'sign-in',
  code: 'workspace-unknown',
  title: 'The workspace of this batch is not known here any more',
  detail: `It was ${id}.`,
  remedy: 'Connect that workspace again, and sign in.',
  who: 'you',
})

/** One per page: it comes with the pane, and outlives it. */
const made = new WeakMap<ConversationServices['talk'], Batches>()

/** Statements are sent as the person who is signed in to their workspace. */
const statementDoors = (id: WorkspaceId): StatementDoors => ({
  pause: delay,
  call: async (path, asked, body) => {
    const { store, fetchWorkspace } = workspaceServices()
    const workspace = store.state.getState().workspaces.find((each) => each.id === id)
    if (workspace === undefined) return failure(unknownWorkspace(id))
    return fetchWorkspace(workspace, new URL(`${workspace.origin}${path}`), asked, undefined, body)
  },
})

const batchesOf = ({ talk, conversations, keepsHistory }: ConversationServices): Batches => {
  const known = made.get(talk)
  if (known !== undefined) return known
  const batches = createBatches({
    talk,
    conversations,
    archive: createBatchArchive(openDatabase, keepsHistory),
    now: wallClock,
    statements: statementDoors,
    tryLock,
  })
  made.set(talk, batches)
  return batches
}

/** The verbs, and the batches of this browser read once more whenever somebody looks. */
export const useBatches = (): Batches => {
  const batches = batchesOf(useConversationServices())
  useEffect(() => void batches.load(), [batches])
  return batches
}

export const useBatch = ({ state }: Batches, id: ConversationId | undefined): Batch | undefined =>
  useStore(state, ({ batches }) => (id === undefined ? undefined : batches[id]))

export const useLiveBatch = ({ state }: Batches): ConversationId | null => useStore(state, ({ live }) => live)

export const useStatementNow = ({ state }: Batches): StatementNow | null =>
  useStore(state, ({ statement }) => statement)

export const useBatchWish = ({ state }: Batches): BatchWish => useStore(state, ({ wish }) => wish)

/** The newest first. */
export const useBatchHistory = ({ state }: Batches): readonly Batch[] =>
  useStore(
    state,
    useShallow(({ batches }) => Object.values(batches).toSorted((one, other) => other.createdAt - one.createdAt)),
  )

/** What became of every question so far. */
export const useBatchRows = (conversation: ConversationId, total: number | undefined): readonly BatchRow[] => {
  const { conversations } = useConversationServices()
  const followed = useMemo(
    () => followRows(conversations, conversation, total, (milliseconds) => delay(milliseconds)),
    [conversations, conversation, total],
  )
  return useSyncExternalStore(followed.subscribe, followed.rows)
}
