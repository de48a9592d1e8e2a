import type { Database } from '../browser/database.ts'
import type { ConversationId } from '../conversation/conversation.ts'
import type { Batch } from './batch.ts'

const isBatch = (value: unknown): value is Batch =>
  typeof value === 'object' &&
  value !== null &&
  'way' in value &&
  typeof value.way === 'object' &&
  value.way !== null &&
  'kind' in value.way &&
  'total' in value &&
  typeof value.total === 'number' &&
  'createdAt' in value

/**
 * The batches of this browser, a small row for each. While no history is to be kept they are held in memory, and stored
 * by the next `load` after that.
 */
export const createBatchArchive = (database: () => Promise<Database>, keeps: () => boolean = () => true) => {
  const held = new Map<ConversationId, Batch>()

  const save = async (batch: Batch): Promise<void> => {
    held.set(batch.id, batch)
    if (!keeps()) return
    await (await database()).put('batches', batch)
    if (held.get(batch.id) === batch) held.delete(batch.id)
  }

  const load = async (): Promise<readonly Batch[]> => {
    if (keeps()) await Promise.all([...held.values()].map(save))
    const rows: readonly unknown[] = await (await database()).getAll('batches')
    return [...rows.filter(isBatch).filter(({ id }) => !held.has(id)), ...held.values()]
  }

  const remove = async (id: ConversationId): Promise<void> => {
    held.delete(id)
    await (await database()).delete('batches', id)
  }

  return { load, save, remove }
}

export type BatchArchive = ReturnType<typeof createBatchArchive>
