import { createStore } from 'zustand/vanilla'
import type { RunId } from '../conversation/conversation.ts'
import type { Replayed } from './replay.ts'

/** A run that is shown as it was. */
export interface ShownReplay extends Replayed {
  readonly run: RunId
}

/** The one moment that all panes show; null while they show what is there now. */
export const replayStore = createStore<{ readonly shown: ShownReplay | null }>(() => ({ shown: null }))

export const showReplay = (run: RunId, replayed: Replayed): void =>
  replayStore.setState({ shown: { ...replayed, run } })

export const leaveReplay = (): void => replayStore.setState({ shown: null })
