import { createStore } from 'zustand/vanilla'
import { createJSONStorage, persist } from 'zustand/middleware'
import type { TextStorage } from '../browser/storage.ts'
import { guardStorage } from '../workspace/guarded-storage.ts'

interface DraftState {
  /** Unsent text by where it was written: a conversation's id, or `new:<agent id>`. */
  readonly drafts: Readonly<Record<string, string>>
}

const limit = 200

/** What was typed and not yet sent. It survives the redirect of a sign-in and a reload. */
export const createDraftStore = (storage: TextStorage) => {
  // The lists of workspaces and agents lie in the same database and tell when it fails.
  const guarded = guardStorage(storage, () => undefined)
  const store = createStore<DraftState>()(
    persist(() => ({ drafts: {} }), {
      name: 'drafts',
      version: 1,
      storage: createJSONStorage(() => guarded.storage),
      merge: (stored, current) => ({ drafts: { ...(stored as DraftState | undefined)?.drafts, ...current.drafts } }),
    }),
  )
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    draftChanged: (place: string, text: string) =>
      store.setState(({ drafts }) => {
        const { [place]: _, ...others } = drafts
        const recent = Object.entries(others).slice(-limit)
        return { drafts: text === '' ? Object.fromEntries(recent) : { ...Object.fromEntries(recent), [place]: text } }
      }),
  }
}

export type DraftStore = ReturnType<typeof createDraftStore>
