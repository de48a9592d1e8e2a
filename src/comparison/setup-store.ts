import { createJSONStorage, persist } from 'zustand/middleware'
import { createStore } from 'zustand/vanilla'
import type { TextStorage } from '../browser/storage.ts'
import { guardStorage } from '../workspace/guarded-storage.ts'
import { emptySetup, setupFrom, type Setup } from './column.ts'

interface SetupState {
  readonly setup: Setup
  /** Whether what was stored has been read, or could not be. */
  readonly ready: boolean
}

/** What somebody set up to compare and has not asked yet, or wants to ask again. It survives a reload. */
export const createSetupStore = (storage: TextStorage) => {
  // The lists of workspaces and agents lie in the same database and tell when it fails.
  const guarded = guardStorage(storage, () => undefined)
  const store = createStore<SetupState>()(
    persist((): SetupState => ({ setup: emptySetup, ready: false }), {
      name: 'comparison-setup',
      version: 1,
      storage: createJSONStorage(() => guarded.storage),
      skipHydration: true,
      partialize: ({ setup }) => ({ setup }),
      merge: (stored, current) => ({
        ...current,
        setup: setupFrom(typeof stored === 'object' && stored !== null && 'setup' in stored ? stored.setup : undefined),
      }),
    }),
  )
  void guarded.withinTime(Promise.resolve(store.persist.rehydrate())).finally(() => store.setState({ ready: true }))
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    setupChanged: (change: Partial<Setup>) => store.setState(({ setup }) => ({ setup: { ...setup, ...change } })),
  }
}

export type SetupStore = ReturnType<typeof createSetupStore>
