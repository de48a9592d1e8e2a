import type { EventLog } from '../protocol/event-log.ts'
import { kindOf, type EventKind } from './event-kind.ts'

/** Which events the list shows. Both empty: all of them. Otherwise what is of such a kind or such a type. */
export interface EventFilter {
  readonly kinds: ReadonlySet<EventKind>
  readonly types: ReadonlySet<string>
}

export const noFilter: EventFilter = { kinds: new Set(), types: new Set() }

export const isFiltering = ({ kinds, types }: EventFilter): boolean => kinds.size + types.size > 0

const passes = ({ kinds, types }: EventFilter, type: string): boolean => kinds.has(kindOf(type)) || types.has(type)

/** Position → event index, for a list that shows all events or some. Appending costs only what is new. */
export interface EventRows {
  readonly count: number
  eventAt(position: number): number
  /** -1 when the list does not show that event. */
  positionOf(event: number): number
}

export const allRows = (events: EventLog): EventRows => {
  const { count } = events
  return {
    count,
    eventAt: (position) => position,
    positionOf: (event) => (event < count ? event : -1),
  }
}

/** Position of a number in an ascending list; -1 when it is not in it. */
export const positionIn = (ascending: ArrayLike<number>, wanted: number): number => {
  let low = 0
  let high = ascending.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = ascending[middle] ?? 0
    if (found === wanted) return middle
    if (found < wanted) low = middle + 1
    else high = middle - 1
  }
  return -1
}

export const listedRows = (ascending: readonly number[]): EventRows => ({
  count: ascending.length,
  eventAt: (position) => ascending[position] ?? -1,
  positionOf: (event) => positionIn(ascending, event),
})

/** Follows a growing log through one filter. */
export class FilteredEvents {
  readonly filter: EventFilter
  readonly indices: number[] = []
  #scanned = 0

  constructor(filter: EventFilter) {
    this.filter = filter
  }

  /** Looks at the events that came since the last call. */
  update(events: EventLog): EventRows {
    for (; this.#scanned < events.count; this.#scanned += 1) {
      if (passes(this.filter, events.typeOf(this.#scanned))) this.indices.push(this.#scanned)
    }
    return listedRows(this.indices)
  }
}

/** How many events there are of each kind. */
export const countsByKind = (events: EventLog): ReadonlyMap<EventKind, number> => {
  const counts = new Map<EventKind, number>()
  for (const { type, count } of events.types) counts.set(kindOf(type), (counts.get(kindOf(type)) ?? 0) + count)
  return counts
}
