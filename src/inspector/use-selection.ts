import { useStore } from 'zustand'
import type { ExchangeId } from '../exchange/recording.ts'
import { selectionStore, type DetailView, type InspectorTab, type Selection } from './selection-store.ts'

export { clearSelection, selectChunk, selectEvent, selectTab, selectText, showDetailAs } from './selection-store.ts'
export type { DetailView, InspectorTab, Selection } from './selection-store.ts'

/** What is selected of this exchange; `null` when something else is, or nothing. */
export const useSelection = (exchange: ExchangeId): Selection | null =>
  useStore(selectionStore, ({ selection }) => (selection?.exchange === exchange ? selection : null))

export const useInspectorTab = (): InspectorTab => useStore(selectionStore, ({ tab }) => tab)

export const useDetailView = (): DetailView => useStore(selectionStore, ({ detailView }) => detailView)

/** What is selected, of whichever exchange. */
export const useAnySelection = (): Selection | null => useStore(selectionStore, ({ selection }) => selection)
