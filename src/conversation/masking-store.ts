import { createStore } from 'zustand/vanilla'

interface MaskingState {
  /** Whether files, draft links and programs leave with texts masked. On after each start: it is never remembered. */
  readonly isOn: boolean
  /** What was masked in the file that was saved last, in words, until somebody has read it. */
  readonly inLastFile: string
  /** A file is being made. */
  readonly isSaving: boolean
}

/** Whether what leaves this browser leaves with addresses, keys and tokens masked. */
export const createMaskingStore = () => {
  const store = createStore<MaskingState>()(() => ({ isOn: true, inLastFile: '', isSaving: false }))
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    turned: (isOn: boolean) => store.setState({ isOn }),
    began: () => store.setState({ isSaving: true, inLastFile: '' }),
    saved: (masked: string) => store.setState({ inLastFile: masked, isSaving: false }),
    read: () => store.setState({ inLastFile: '' }),
  }
}

export type MaskingStore = ReturnType<typeof createMaskingStore>
