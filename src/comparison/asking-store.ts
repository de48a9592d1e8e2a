import { createStore } from 'zustand/vanilla'
import type { RunId } from '../conversation/conversation.ts'

/** Columns that are still to be asked, beside the runs that are there already. */
export interface Asking {
  readonly runs: readonly RunId[]
  readonly waiting: readonly number[]
}

const nobody: Asking = { runs: [], waiting: [] }

/** Who is still to be asked in this tab. A page that goes away asks nobody more. */
export const createAskingStore = () => {
  const store = createStore<Asking>(() => nobody)
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    askingChanged: (asking: Asking) => store.setState(asking),
    allAsked: () => store.setState(nobody),
  }
}

export type AskingStore = ReturnType<typeof createAskingStore>
