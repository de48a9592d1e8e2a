import { useStore } from 'zustand'
import type { ConversationServices } from '../conversation/use-conversation.ts'
import type { Batch } from './batch.ts'
import { createBatches, type Batches } from './batch-store.ts'

/** One per page: it comes with the pane, and outlives it. */
const made = new WeakMap<ConversationServices['talk'], Batches>()

export const batchesOf = ({ talk, conversations }: ConversationServices): Batches => {
  const known = made.get(talk) ?? createBatches(talk, conversations)
  made.set(talk, known)
  return known
}

export const useCurrentBatch = (batches: Batches): Batch | null => useStore(batches.state, ({ current }) => current)
