import { createStore } from 'zustand/vanilla'
import { entryOf } from '../lib/json.ts'
import type { Choice } from './approvals.ts'
import type { RunId } from './conversation.ts'

export type Choices = Readonly<Record<string, Choice>>

/** A decision that was told beside a stream, and why it could not be where it could not. */
interface ToldInStream {
  readonly approve: boolean
  readonly problem?: string | undefined
}

export type Told = Readonly<Record<string, ToldInStream>>

/** Where nothing is chosen: always the same one, so that no answer is drawn anew for it. */
const none = {}

interface ChoiceState {
  /** By run, then by the id of the request: chosen, and not sent yet. */
  readonly chosen: Readonly<Record<RunId, Choices>>
  /** By run, then by the key of the item that asks. */
  readonly told: Readonly<Record<RunId, Told>>
  /** By run, then by the id of the request: a reason that is written, and not chosen with yet. */
  readonly reasons: Readonly<Record<RunId, Readonly<Record<string, string>>>>
}

/**
 * What a person made of requests for approval. It lies outside of the answer's view: an answer that scrolls out of
 * sight, or makes room for another pane, must not forget it.
 */
export const createChoiceStore = () => {
  const store = createStore<ChoiceState>()(() => ({ chosen: {}, told: {}, reasons: {} }))
  const chosenIn = (run: RunId): Choices => entryOf(store.getState().chosen, run) ?? none
  const toldIn = (run: RunId): Told => entryOf(store.getState().told, run) ?? none
  const reasonsIn = (run: RunId): Readonly<Record<string, string>> => entryOf(store.getState().reasons, run) ?? none
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    chosenIn,
    toldIn,
    chose: (run: RunId, request: string, choice: Choice) =>
      store.setState(({ chosen }) => ({ chosen: { ...chosen, [run]: { ...chosenIn(run), [request]: choice } } })),
    sent: (run: RunId) =>
      store.setState(({ chosen, reasons }) => {
        const { [run]: _, ...others } = chosen
        const { [run]: __, ...otherReasons } = reasons
        return { chosen: others, reasons: otherReasons }
      }),
    reasonFor: (run: RunId, request: string): string => entryOf(reasonsIn(run), request) ?? '',
    wroteReason: (run: RunId, request: string, reason: string) =>
      store.setState(({ reasons }) => ({ reasons: { ...reasons, [run]: { ...reasonsIn(run), [request]: reason } } })),
    told: (run: RunId, item: string, told: ToldInStream) =>
      store.setState((before) => ({ told: { ...before.told, [run]: { ...toldIn(run), [item]: told } } })),
  }
}

export type ChoiceStore = ReturnType<typeof createChoiceStore>
