import { monotonic, wallClock } from '../browser/clock.ts'
import { downloadBlob } from '../browser/download.ts'
import { linesOfFile } from '../browser/files.ts'
import { askForPersistence, storagePersistence, storageSpace } from '../browser/storage-space.ts'
import type { Conversation } from '../conversation/conversation.ts'
import { fileNameOf } from '../conversation/file-name.ts'
import type { CountServices } from './count-holdings.ts'
import type { LibraryStore } from './library-store.ts'
import type { LibraryServices } from './use-library.ts'

interface LibraryDoors extends CountServices {
  readonly store: LibraryStore
  /** Tells the other tabs that a conversation is stored. */
  readonly stored: (conversation: Conversation) => void
}

/** The page is drawn and at rest before anything is counted that nobody looks at. */
const firstMilliseconds = 10_000
const seldomMilliseconds = 5 * 60_000

/** How soon after a change it is counted again: several come together. */
const countMilliseconds = 300

/** The library's services. Counting is seldom needed, and fetched when it is. */
export const createLibrary = ({ store, stored, ...services }: LibraryDoors): LibraryServices => {
  const { conversations } = services
  let counting: Promise<void> | undefined
  let again = false

  const countAll = async (): Promise<void> => {
    const { countHoldings } = await import('./count-holdings.ts')
    do {
      again = false
      const [holdings, space, persistence] = await Promise.all([
        countHoldings(services),
        storageSpace(),
        storagePersistence(),
      ])
      store.counted({ holdings, space, persistence })
    } while (again)
  }

  const count = (): Promise<void> => {
    again = counting !== undefined
    // What cannot be read is not counted: storage that is blocked says so elsewhere.
    counting ??= countAll()
      .catch(() => undefined)
      .finally(() => {
        counting = undefined
      })
    return counting
  }

  const runsOver = (): number =>
    Object.values(conversations.getState().runs).filter(({ phase }) => phase.at === 'over').length

  const watch = (): (() => void) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let seen = { known: conversations.getState().conversations, over: runsOver() }
    void count()
    const stop = conversations.subscribe(() => {
      const now = { known: conversations.getState().conversations, over: runsOver() }
      if (now.known === seen.known && now.over === seen.over) return
      seen = now
      clearTimeout(timer)
      timer = setTimeout(() => void count(), countMilliseconds)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }

  /** All rows are read for it, which is for nothing where there is no budget to pass. */
  const countForBudget = (): void => {
    if (store.state.getState().settings.budget !== null) void count()
  }

  /** Counts now and then, so that a budget that is passed is noticed by whoever never looks here. */
  const start = (): void => {
    setTimeout(countForBudget, firstMilliseconds)
    let counted = monotonic()
    conversations.subscribe((now, before) => {
      if (now.conversations === before.conversations || monotonic() - counted < seldomMilliseconds) return
      counted = monotonic()
      countForBudget()
    })
  }

  const exportAll: LibraryServices['exportAll'] = async (isMasked, onProgress) => {
    const { libraryLines } = await import('./export-library.ts')
    const known = Object.values(conversations.getState().conversations)
    const exportedAt = wallClock()
    const parts: Blob[] = []
    const wishes = { conversations: known, isMasked, exportedAt, onProgress }
    for await (const line of libraryLines(services, wishes)) parts.push(new Blob([line]))
    const name = fileNameOf('agent-playground', exportedAt, 'library.jsonl')
    downloadBlob(name, new Blob(parts, { type: 'application/jsonl' }))
  }

  const importFile: LibraryServices['importFile'] = async (file) => {
    const { createImportLibrary } = await import('./import-library.ts')
    return createImportLibrary({ ...services, stored })(linesOfFile(file), file.name)
  }

  return {
    store,
    exportAll,
    importFile,
    start,
    count,
    watch,
    askForPersistence: async () => {
      const said = await askForPersistence()
      store.persistenceChanged(said)
      return said
    },
  }
}
