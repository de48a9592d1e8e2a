import type { Checkpoint } from './checkpoints.ts'
import type { EventLog, EventRow, WritableEventLog } from './event-log.ts'

/**
 * The log as it was at a checkpoint, and from there on as it grew: what is appended is known to stand in the whole log
 * already, so only the newest row, which was not complete then, is held here.
 */
export const createEarlierEventLog = (
  whole: EventLog,
  { events, types, findings, place }: Omit<Checkpoint, 'fold' | 'checks'>,
): WritableEventLog => {
  const counts = new Map(types.map(({ type, count }) => [type, count]))
  let count = events
  let newest = { end: place.boundary, findings }
  const isNewest = (index: number): boolean => index === count - 1
  return {
    get count() {
      return count
    },
    get types() {
      return Array.from(counts, ([type, times]) => ({ type, count: times }))
    },
    row(index): EventRow {
      const row = whole.row(index)
      return isNewest(index) ? { ...row, ...newest } : row
    },
    at: (index) => whole.at(index),
    typeOf: (index) => whole.typeOf(index),
    indexAtByte(offset) {
      const index = whole.indexAtByte(offset)
      if (index >= 0 && index < count - 1) return index
      return count > 0 && offset < newest.end ? count - 1 : -1
    },
    firstEventOf: (item) => {
      const first = whole.firstEventOf(item)
      return first < count ? first : -1
    },
    eventsOf: (item, part, from, to) => whole.eventsOf(item, part, from, to).filter((event) => event < count),
    append({ end, type, findings: atThisEvent }) {
      counts.set(type, (counts.get(type) ?? 0) + 1)
      count += 1
      newest = { end, findings: atThisEvent }
    },
    extend(end) {
      newest = { ...newest, end }
    },
    addFindings(more) {
      newest = { ...newest, findings: newest.findings + more }
    },
  }
}
