import { visitRows, type Database } from '../browser/database.ts'
import type { EpochMs } from '../lib/brand.ts'
import type { ExchangeId } from '../exchange/recording.ts'
import { defined } from '../protocol/defined.ts'
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

/**
 * Conversations and runs in IndexedDB. Each change writes one small row, never the history. Where nothing is to be
 * kept, and where storage fails, the rows are held in memory, until `storeRest` stores them.
 */
export const createArchive = (database: () => Promise<Database>, keeps: () => boolean = () => true) => {
  const heldConversations = new Map<ConversationId, StoredConversation>()
  const heldRuns = new Map<RunId, Run>()

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

  /** Nothing that is said is written: only whether a conversation that is stored was deleted, and is pinned. */
  const saveMarks = async ({ id, deletedAt, pinned }: StoredConversation): Promise<void> => {
    const transaction = (await database()).transaction('conversations', 'readwrite')
    const stored: unknown = await transaction.store.get(id)
    if (isConversation(stored)) {
      const { deletedAt: _deleted, pinned: _pinned, ...rest } = stored
      await transaction.store.put({ ...rest, ...defined({ deletedAt, pinned }) })
    }
    await transaction.done
  }

  /** Writes the conversation with whatever another tab added to it meanwhile, and returns that. */
  const saveConversation = async (conversation: StoredConversation): Promise<StoredConversation> => {
    heldConversations.set(conversation.id, conversation)
    if (!keeps()) {
      await saveMarks(conversation)
      return conversation
    }
    const transaction = (await database()).transaction('conversations', 'readwrite')
    const stored: unknown = await transaction.store.get(conversation.id)
    const turns = isConversation(stored) ? mergeTurns(conversation.turns, stored.turns) : conversation.turns
    const merged = { ...conversation, turns }
    await Promise.all([transaction.store.put(merged), transaction.done])
    if (heldConversations.get(conversation.id) === conversation) heldConversations.delete(conversation.id)
    return merged
  }

  const loadRuns = async (conversation: ConversationId): Promise<readonly Run[]> => {
    const rows: unknown[] = await (await database()).getAllFromIndex('runs', 'conversation', conversation)
    const held = [...heldRuns.values()].filter((run) => run.conversation === conversation)
    const ids = new Set(held.map(({ id }) => id))
    return [
      ...rows
        .filter(isRun)
        .filter(({ id }) => !ids.has(id))
        .map(repaired),
      ...held,
    ]
  }

  const loadRun = async (id: RunId): Promise<Run | undefined> => {
    const held = heldRuns.get(id)
    if (held !== undefined) return held
    const row: unknown = await (await database()).get('runs', id)
    return isRun(row) ? repaired(row) : undefined
  }

  /** All of them, or none. */
  const saveRuns = async (runs: readonly Run[]): Promise<void> => {
    for (const run of runs) heldRuns.set(run.id, run)
    if (!keeps()) return
    const transaction = (await database()).transaction('runs', 'readwrite')
    await Promise.all([...runs.map((run) => transaction.store.put(run)), transaction.done])
    for (const run of runs) if (heldRuns.get(run.id) === run) heldRuns.delete(run.id)
  }

  /** Every run of every conversation, one after another. */
  const visitRuns = async (visit: (run: Run) => void): Promise<void> =>
    visitRows(await database(), 'runs', (row) => {
      if (isRun(row)) visit(repaired(row))
    })

  const saveRun = (run: Run): Promise<void> => saveRuns([run])

  /** Notes in the row of a run that is over that its recording leaves. Undefined where there is none. */
  const markLeft = async (id: RunId, at: EpochMs): Promise<Run | undefined> => {
    const transaction = (await database()).transaction('runs', 'readwrite')
    const stored: unknown = await transaction.store.get(id)
    if (!isRun(stored) || stored.phase.at !== 'over') return undefined
    const run = repaired({ ...stored, recordingLeftAt: stored.recordingLeftAt ?? at })
    await Promise.all([transaction.store.put(run), transaction.done])
    return run
  }

  /** Forgets what was held of conversations that were deleted; returns the exchanges that nothing names any more. */
  const dropDeleted = (): readonly ExchangeId[] => {
    const deleted = [...heldConversations.values()].filter(({ deletedAt }) => deletedAt !== undefined)
    const ids = new Set(deleted.map(({ id }) => id))
    const runs = [...heldRuns.values()].filter(({ conversation }) => ids.has(conversation))
    for (const id of ids) heldConversations.delete(id)
    for (const { id } of runs) heldRuns.delete(id)
    return runs.flatMap(({ exchanges }) => exchanges)
  }

  /** Stores what was held until now, runs before the conversations that name them. What fails is held further. */
  const storeRest = async (): Promise<readonly ConversationId[]> => {
    if (!keeps()) return []
    if (heldRuns.size > 0) await saveRuns([...heldRuns.values()])
    const conversations = [...heldConversations.values()]
    for (const conversation of conversations) await saveConversation(conversation)
    return conversations.map(({ id }) => id)
  }

  /** Deletes for good. The runs' recordings are to be removed before: afterwards nothing names them. */
  const removeConversation = async (id: ConversationId): Promise<void> => {
    heldConversations.delete(id)
    for (const run of heldRuns.values()) if (run.conversation === id) heldRuns.delete(run.id)
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
    heldConversations.clear()
    heldRuns.clear()
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
    markLeft,
    dropDeleted,
    storeRest,
    removeConversation,
    removeEverything,
  }
}

export type Archive = ReturnType<typeof createArchive>
