import { visitRows, type Database } from '../browser/database.ts'
import type { EpochMs } from '../lib/brand.ts'
import { emptySnapshot } from '../protocol/snapshot.ts'
import { mergeTurns, type Conversation, type ConversationId, type Run, type RunId } from './conversation.ts'

/** A conversation as stored; `deletedAt` marks one that can still be brought back. */
type StoredConversation = Conversation & { readonly deletedAt?: number }

const isConversation = (value: unknown): value is StoredConversation =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  'turns' in value &&
  Array.isArray(value.turns) &&
  'title' in value &&
  typeof value.title === 'string'

const isRun = (value: unknown): value is Run =>
  typeof value === 'object' && value !== null && 'turn' in value && 'phase' in value && 'exchanges' in value

/** A row of an older or damaged shape still opens: what is missing is empty. */
const repaired = (run: Run): Run => ({ ...run, snapshot: { ...emptySnapshot, ...run.snapshot } })

/** Conversations and runs in IndexedDB. Each change writes one small row, never the history. */
export const createArchive = (database: () => Promise<Database>) => {
  /** `deletedBefore`: what was deleted earlier than this moment is handed out for removal. */
  const loadConversations = async (
    deletedBefore: EpochMs,
  ): Promise<{ kept: Conversation[]; deleted: ConversationId[] }> => {
    const rows: unknown[] = await (await database()).getAll('conversations')
    const readable = rows.filter(isConversation)
    return {
      kept: readable.filter(({ deletedAt }) => deletedAt === undefined),
      deleted: readable.flatMap(({ id, deletedAt }) =>
        deletedAt !== undefined && deletedAt < deletedBefore ? [id] : [],
      ),
    }
  }

  const loadConversation = async (id: ConversationId): Promise<Conversation | undefined> => {
    const row: unknown = await (await database()).get('conversations', id)
    return isConversation(row) && row.deletedAt === undefined ? row : undefined
  }

  /** Writes the conversation with whatever another tab added to it meanwhile, and returns that. */
  const saveConversation = async (conversation: StoredConversation): Promise<StoredConversation> => {
    const transaction = (await database()).transaction('conversations', 'readwrite')
    const stored: unknown = await transaction.store.get(conversation.id)
    const turns = isConversation(stored) ? mergeTurns(conversation.turns, stored.turns) : conversation.turns
    const merged = { ...conversation, turns }
    await Promise.all([transaction.store.put(merged), transaction.done])
    return merged
  }

  const loadRuns = async (conversation: ConversationId): Promise<readonly Run[]> => {
    const rows: unknown[] = await (await database()).getAllFromIndex('runs', 'conversation', conversation)
    return rows.filter(isRun).map(repaired)
  }

  const loadRun = async (id: RunId): Promise<Run | undefined> => {
    const row: unknown = await (await database()).get('runs', id)
    return isRun(row) ? repaired(row) : undefined
  }

  /** All of them, or none. */
  const saveRuns = async (runs: readonly Run[]): Promise<void> => {
    const transaction = (await database()).transaction('runs', 'readwrite')
    await Promise.all([...runs.map((run) => transaction.store.put(run)), transaction.done])
  }

  /** Every run of every conversation, one after another. */
  const visitRuns = async (visit: (run: Run) => void): Promise<void> =>
    visitRows(await database(), 'runs', (row) => {
      if (isRun(row)) visit(repaired(row))
    })

  const saveRun = async (run: Run): Promise<void> => {
    await (await database()).put('runs', run)
  }

  /** Deletes for good. The runs' recordings are to be removed before: afterwards nothing names them. */
  const removeConversation = async (id: ConversationId): Promise<void> => {
    const runs = await loadRuns(id)
    const row: unknown = await (await database()).get('conversations', id)
    const files = isConversation(row) ? row.turns.flatMap(({ input }) => input.attachments ?? []) : []
    const transaction = (await database()).transaction(['conversations', 'runs', 'attachments'], 'readwrite')
    await Promise.all([
      transaction.objectStore('conversations').delete(id),
      ...files.map((file) => transaction.objectStore('attachments').delete(file.id)),
      ...runs.map((run) => transaction.objectStore('runs').delete(run.id)),
      transaction.done,
    ])
  }

  /** Deletes all conversations, runs and files for good, also what nothing names any more. */
  const removeEverything = async (): Promise<void> => {
    const tables = ['conversations', 'runs', 'exchanges', 'segments', 'attachments', 'batches'] as const
    const transaction = (await database()).transaction(tables, 'readwrite')
    await Promise.all([...tables.map((table) => transaction.objectStore(table).clear()), transaction.done])
  }

  return {
    loadConversations,
    loadConversation,
    saveConversation,
    loadRuns,
    loadRun,
    visitRuns,
    saveRun,
    saveRuns,
    removeConversation,
    removeEverything,
  }
}

export type Archive = ReturnType<typeof createArchive>
