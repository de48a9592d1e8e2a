import { createJSONStorage, persist } from 'zustand/middleware'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Channel } from '../browser/channel.ts'
import type { Persistence, StorageSpace } from '../browser/storage-space.ts'
import type { TextStorage } from '../browser/storage.ts'
import { guardStorage } from '../workspace/guarded-storage.ts'
import type { Holdings } from './holdings.ts'
import { readSettings, standardSettings, type LibrarySettings } from './library-settings.ts'

export interface LibraryState {
  readonly settings: LibrarySettings
  /** As they were counted last; null before that. */
  readonly holdings: Holdings | null
  /** What the browser says about the disk, and about whether it deletes by itself. */
  readonly space: StorageSpace | undefined
  readonly persistence: Persistence | undefined
  /** What came of the last thing that was asked for here, or how far it is; empty without one. */
  readonly said: string
  /** Whether somebody saw that the budget is passed, and does not want to be told again by this page. */
  readonly dismissed: boolean
}

export interface LibraryDoors {
  readonly storage: TextStorage
  readonly channel: Channel<LibrarySettings>
}

/** The one gateway to what is known about the library. */
export interface LibraryStore {
  readonly state: Pick<StoreApi<LibraryState>, 'getState' | 'getInitialState' | 'subscribe'>
  /** Reads the settings. Resolves within seconds also where storage is blocked. */
  load(): Promise<void>
  settingsChanged(change: Partial<LibrarySettings>): void
  counted(counts: Pick<LibraryState, 'holdings' | 'space' | 'persistence'>): void
  persistenceChanged(persistence: Persistence): void
  say(words: string): void
  noticeDismissed(): void
}

export const createLibraryStore = ({ storage, channel }: LibraryDoors): LibraryStore => {
  // The lists of workspaces and agents lie in the same database and tell when it fails.
  const guarded = guardStorage(storage, () => undefined)
  const store = createStore<LibraryState>()(
    persist(
      (): LibraryState => ({
        settings: standardSettings,
        holdings: null,
        space: undefined,
        persistence: undefined,
        said: '',
        dismissed: false,
      }),
      {
        name: 'library',
        version: 1,
        storage: createJSONStorage<LibrarySettings>(() => guarded.storage),
        skipHydration: true,
        partialize: ({ settings }) => settings,
        // Version 1 is the first; whatever else is found is read field by field.
        migrate: (kept) => readSettings(kept),
        merge: (kept, current) => ({ ...current, settings: readSettings(kept) }),
      },
    ),
  )
  channel.listen((message) => store.setState({ settings: readSettings(message) }))
  return {
    state: store,
    load: async () => {
      await guarded.withinTime(Promise.resolve(store.persist.rehydrate()))
    },
    settingsChanged: (change) => {
      const settings = { ...store.getState().settings, ...change }
      store.setState({ settings })
      channel.send(settings)
    },
    counted: (counts) => store.setState(counts),
    persistenceChanged: (persistence) => store.setState({ persistence }),
    say: (words) => store.setState({ said: words }),
    noticeDismissed: () => store.setState({ dismissed: true }),
  }
}
