import { createContext, use, useEffect } from 'react'
import { useStore } from 'zustand'
import type { Persistence } from '../browser/storage-space.ts'
import type { ImportedLibrary } from './import-library.ts'
import { totalOf } from './holdings.ts'
import type { LibraryState, LibraryStore } from './library-store.ts'

export interface LibraryServices {
  readonly store: LibraryStore
  /** Saves everything in one file. */
  readonly exportAll: (isMasked: boolean, onProgress: (done: number) => void) => Promise<void>
  /** Adds what is not here of such a file. */
  readonly importFile: (file: File) => Promise<ImportedLibrary>
  /** Begins to count now and then. */
  readonly start: () => void
  /** Counts anew. Calls while it counts are one more count afterwards. */
  readonly count: () => Promise<void>
  /** Counts now and after each change of a conversation, until the returned function is called. */
  readonly watch: () => () => void
  readonly askForPersistence: () => Promise<Persistence>
}

/** Filled by the composition root. */
export const LibraryContext = createContext<LibraryServices | null>(null)

export const useLibrary = (): LibraryServices => {
  const services = use(LibraryContext)
  if (services === null) throw new Error('The library is missing above this component.')
  return services
}

/** What this browser holds, and what it says about its space: kept up to date while it is looked at. */
export const useLibraryState = (): LibraryState => {
  const { store, watch } = useLibrary()
  useEffect(watch, [watch])
  return useStore(store.state)
}

/** Whether what is said is stored. */
export const useKeepsHistory = (): boolean =>
  useStore(useLibrary().store.state, ({ settings }) => settings.keepsHistory)

/** By how many bytes the budget is passed; 0 where it is not, or where nobody wants to hear it again. */
export const useExcess = (): number => {
  const { store } = useLibrary()
  return useStore(store.state, ({ holdings, settings: { budget }, dismissed }) =>
    holdings === null || budget === null || dismissed ? 0 : Math.max(0, totalOf(holdings) - budget),
  )
}
