import { createStore } from 'zustand/vanilla'
import type { ExchangeId } from '../exchange/recording.ts'
import type { EventLog, Touch } from '../protocol/event-log.ts'

export type InspectorTab = 'events' | 'raw' | 'timeline' | 'findings' | 'request' | 'trace'

/** What is selected, for every view at once: selecting anything anywhere selects it everywhere. */
export interface Selection {
  readonly exchange: ExchangeId
  readonly event: number | null
  readonly chunk: number | null
  /** All events that made the selected text, ascending. The list marks them besides the selected one. */
  readonly marked: readonly number[]
  /** What the selected event did to the snapshot, for marking it in the chat. */
  readonly touch: Touch | null
  readonly origin: 'list' | 'chat'
}

/** How an event or a chunk is shown in full. Stays the same while one walks through them. */
export type DetailView = 'tree' | 'text' | 'bytes'

interface SelectionState {
  readonly selection: Selection | null
  readonly tab: InspectorTab
  readonly detailView: DetailView
}

export const selectionStore = createStore<SelectionState>(() => ({
  selection: null,
  tab: 'events',
  detailView: 'tree',
}))

const { getState, setState } = selectionStore

const selectionOf = (exchange: ExchangeId): Selection | null => {
  const { selection } = getState()
  return selection?.exchange === exchange ? selection : null
}

/** Selects one event. Marks survive while stepping among them. An index outside the log clears. */
export const selectEvent = (
  exchange: ExchangeId,
  events: EventLog,
  event: number,
  origin: Selection['origin'] = 'list',
): void => {
  if (event < 0 || event >= events.count) return clearSelection(exchange)
  const before = selectionOf(exchange)?.marked ?? []
  const marked = before.includes(event) ? before : []
  const touch = events.row(event).touch ?? null
  setState({ selection: { exchange, event, chunk: null, marked, touch, origin } })
}

/** Selects one chunk and shows it. */
export const selectChunk = (exchange: ExchangeId, chunk: number): void => {
  const before = selectionOf(exchange)
  setState({
    tab: 'raw',
    selection: {
      exchange,
      chunk,
      event: before?.event ?? null,
      marked: before?.marked ?? [],
      touch: before?.touch ?? null,
      origin: 'list',
    },
  })
}

/**
 * Selects the events that made a piece of text: `from` and `to` are UTF-16 positions in that part of that item.
 * The first becomes the selected one, all are marked. Returns whether any event was found.
 */
export const selectText = (
  exchange: ExchangeId,
  events: EventLog,
  item: string,
  part?: number,
  from?: number,
  to?: number,
): boolean => {
  const marked = events.eventsOf(item, part, from, to)
  const event = marked[0]
  if (event === undefined) return false
  const touch = events.row(event).touch ?? null
  setState({ tab: 'events', selection: { exchange, event, chunk: null, marked, touch, origin: 'chat' } })
  return true
}

export const showDetailAs = (detailView: DetailView): void => setState({ detailView })

export const selectTab = (tab: InspectorTab): void => setState({ tab })

export const clearSelection = (exchange: ExchangeId): void => {
  if (selectionOf(exchange) !== null) setState({ selection: null })
}

/** What the selected event of this exchange did to the snapshot; `null` when nothing of it is selected. */
export const markOf = (exchange: ExchangeId): Touch | null => selectionOf(exchange)?.touch ?? null
