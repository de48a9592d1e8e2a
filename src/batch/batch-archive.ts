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

/** The batches of this browser, a small row for each. */
export const createBatchArchive = (database: () => Promise<Database>) => ({
  load: async (): Promise<readonly Batch[]> => {
    const rows: readonly unknown[] = await (await database()).getAll('batches')
    return rows.filter(isBatch)
  },
  save: async (batch: Batch): Promise<void> => {
    await (await database()).put('batches', batch)
  },
  remove: async (id: ConversationId): Promise<void> => {
    await (await database()).delete('batches', id)
  },
})

export type BatchArchive = ReturnType<typeof createBatchArchive>
