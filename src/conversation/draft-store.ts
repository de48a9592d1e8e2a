import { createStore } from 'zustand/vanilla'
import { createJSONStorage, persist } from 'zustand/middleware'
import type { TextStorage } from '../browser/storage.ts'
import type { Attachment } from './conversation.ts'
import { guardStorage } from '../workspace/guarded-storage.ts'

interface DraftState {
  /** Unsent text by where it was written: a conversation's id, or `new:<agent id>`. */
  readonly drafts: Readonly<Record<string, string>>
  /** Files beside it; their bytes lie among the attachments. */
  readonly files: Readonly<Record<string, readonly Attachment[]>>
}

const limit = 200

/** What was typed and not yet sent. It survives the redirect of a sign-in and a reload. */
export const createDraftStore = (storage: TextStorage) => {
  // The lists of workspaces and agents lie in the same database and tell when it fails.
  const guarded = guardStorage(storage, () => undefined)
  const store = createStore<DraftState>()(
    persist(() => ({ drafts: {}, files: {} }), {
      name: 'drafts',
      version: 1,
      storage: createJSONStorage(() => guarded.storage),
      merge: (stored, current) => {
        const kept = stored as Partial<DraftState> | undefined
        return { drafts: { ...kept?.drafts, ...current.drafts }, files: { ...kept?.files, ...current.files } }
      },
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
    allForgotten: () => store.setState({ drafts: {}, files: {} }),
    filesChanged: (place: string, change: (before: readonly Attachment[]) => readonly Attachment[]) =>
      store.setState(({ files }) => {
        const { [place]: before = [], ...others } = files
        const next = change(before)
        return { files: next.length === 0 ? others : { ...others, [place]: next } }
      }),
  }
}

export type DraftStore = ReturnType<typeof createDraftStore>
