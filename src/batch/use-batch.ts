import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { delay, wallClock } from '../browser/clock.ts'
import { openDatabase } from '../browser/database.ts'
import { tryLock } from '../browser/locks.ts'
import type { ConversationId } from '../conversation/conversation.ts'
import { useConversationServices, type ConversationServices } from '../conversation/use-conversation.ts'
import { createBatchArchive } from './batch-archive.ts'
import type { BatchRow } from './batch-rows.ts'
import type { Batch } from './batch.ts'
import { createBatches, type Batches } from './batch-store.ts'
import { followRows } from './follow-rows.ts'

/** One per page: it comes with the pane, and outlives it. */
const made = new WeakMap<ConversationServices['talk'], Batches>()

const batchesOf = ({ talk, conversations }: ConversationServices): Batches => {
  const known = made.get(talk)
  if (known !== undefined) return known
  const batches = createBatches({
    talk,
    conversations,
    archive: createBatchArchive(openDatabase),
    now: wallClock,
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
