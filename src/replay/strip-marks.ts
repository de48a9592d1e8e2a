import type { Recording } from '../exchange/recording.ts'
import { marksOf, type MarkKind } from '../inspector/timeline-marks.ts'
import type { Reading } from '../protocol/reading.ts'
import type { StripAxis } from './strip-axis.ts'

/** A mark at its places on the strip's axis. */
export interface StripMark {
  readonly kind: MarkKind | 'finding'
  readonly from: number
  readonly to: number
  readonly label: string
}

const findingsAtMost = 200

const findingMarks = ({ events, snapshot }: Reading, axis: StripAxis): StripMark[] =>
  snapshot.findings.slice(0, findingsAtMost).flatMap(({ code, events: [event] }) => {
    if (event === undefined || event >= events.count) return []
    const place = axis.unit === 'ms' ? events.at(event) : event + 1
    return [{ kind: 'finding', from: place, to: place, label: `Finding: ${code}` }]
  })

/** What the strip points at: what the timeline does, and where findings begin. In the order of the axis. */
export const stripMarks = (recording: Recording, reading: Reading, axis: StripAxis): readonly StripMark[] => {
  const marks = marksOf(recording, reading).flatMap(({ kind, from, to, label, event }): StripMark[] => {
    if (axis.unit === 'ms') return [{ kind, from, to, label }]
    return kind === 'gap' || event < 0 ? [] : [{ kind, from: event + 1, to: event + 1, label }]
  })
  return [...marks, ...findingMarks(reading, axis)].toSorted((one, other) => one.from - other.from)
}

/** The places to jump to from a place, in one direction; undefined where there is no further one. */
export const nextPlace = (marks: readonly StripMark[], from: number, direction: 1 | -1): number | undefined => {
  const places = marks.map((mark) => mark.from)
  return direction === 1 ? places.find((place) => place > from + 0.01) : places.findLast((place) => place < from - 0.01)
}
