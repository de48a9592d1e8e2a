import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

/** What is stored is opaque here; the rooms that own a store know its shape and validate what they read. */
interface Tables extends DBSchema {
  /** Small documents by name: the registry, preferences, known workspaces. */
  documents: { key: string; value: unknown }
  /** One small entry per conversation; start-up reads only this. */
  conversations: { key: string; value: { id: string } }
  runs: { key: string; value: { id: string; conversation: string }; indexes: { conversation: string } }
  exchanges: { key: string; value: { id: string } }
  /** Bytes of answers, in the order in which they were read: key `[exchange, number]`. */
  segments: { key: [string, number]; value: unknown }
  /** Files that go with messages: their bytes, by their id. */
  attachments: { key: string; value: unknown }
  /** One small entry per batch of questions; the questions themselves are a conversation of the same id. */
  batches: { key: string; value: { id: string } }
}

export type Database = IDBPDatabase<Tables>

const rowsAtOnce = 8

/**
 * Every row of a table in the order of its keys, a few at a time: a large table is never in memory at once, and no
 * transaction stays open while a visit waits for another.
 */
export const visitRows = async <Name extends 'runs' | 'exchanges' | 'attachments'>(
  database: Database,
  table: Name,
  visit: (row: unknown, key: string) => Promise<void> | void,
): Promise<void> => {
  for (let range: IDBKeyRange | null = null; ;) {
    const { store } = database.transaction(table, 'readonly')
    const [rows, keys] = await Promise.all([store.getAll(range, rowsAtOnce), store.getAllKeys(range, rowsAtOnce)])
    for (const [index, key] of keys.entries()) await visit(rows[index], key)
    const last = keys.at(-1)
    if (last === undefined || keys.length < rowsAtOnce) return
    range = IDBKeyRange.lowerBound(last, true)
  }
}

const name = 'agent-playground'
const version = 3

let opening: Promise<Database> | undefined

/** Opens the database once. Rejects where storage is blocked; callers keep working in memory and say so. */
export const openDatabase = async (): Promise<Database> => {
  opening ??= openDB<Tables>(name, version, {
    upgrade: (database, before) => {
      if (before < 1) {
        database.createObjectStore('documents')
        database.createObjectStore('conversations', { keyPath: 'id' })
        database.createObjectStore('runs', { keyPath: 'id' }).createIndex('conversation', 'conversation')
        database.createObjectStore('exchanges', { keyPath: 'id' })
        database.createObjectStore('segments')
      }
      if (before < 2) database.createObjectStore('attachments')
      if (before < 3) database.createObjectStore('batches', { keyPath: 'id' })
    },
    // Another tab runs newer code and waits: give way, so that it can migrate.
    blocking: (_current, _blocked, event) => {
      if (event.target instanceof IDBDatabase) event.target.close()
      opening = undefined
    },
    terminated: () => {
      opening = undefined
    },
  }).catch((error: unknown) => {
    opening = undefined
    throw error
  })
  return opening
}
