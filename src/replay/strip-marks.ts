import { longGap } from '../inspector/moment.ts'
import { lastMoment, marksOf, type MarkKind } from '../inspector/timeline-marks.ts'
import { eventsBefore, type Film, type Take } from './film.ts'
import type { StripAxis } from './strip-axis.ts'

/** A mark at its places on the strip's axis. */
export interface StripMark {
  readonly kind: MarkKind | 'finding'
  readonly from: number
  readonly to: number
  readonly label: string
  /** The event at which it begins, counted over all takes; -1 when there is none. */
  readonly event: number
}

const findingsAtMost = 200

const findingMarks = (
  { reading: { events, snapshot }, startsAt }: Take,
  before: number,
  axis: StripAxis,
): StripMark[] =>
  snapshot.findings.slice(0, findingsAtMost).flatMap(({ code, events: [event] }) => {
    if (event === undefined || event >= events.count) return []
    const place = axis.unit === 'ms' ? startsAt + events.at(event) : before + event + 1
    return [{ kind: 'finding', from: place, to: place, label: `Finding: ${code}`, event: before + event }]
  })

/** Each exchange has a head and a first byte; the answer has the first of them. */
const isOfFirstTake = (kind: MarkKind): boolean => kind === 'head' || kind === 'first-byte' || kind === 'first-text'

const timelineMarks = (take: Take, before: number, told: Set<MarkKind>, axis: StripAxis): StripMark[] =>
  marksOf(take.recording, take.reading).flatMap(({ kind, from, to, label, event }): StripMark[] => {
    if (isOfFirstTake(kind) && told.has(kind)) return []
    told.add(kind)
    const place = event < 0 ? -1 : before + event
    if (axis.unit === 'ms') {
      return [{ kind, from: take.startsAt + from, to: take.startsAt + to, label, event: place }]
    }
    return kind === 'gap' || event < 0 ? [] : [{ kind, from: place + 1, to: place + 1, label, event: place }]
  })

const isSpan = ({ kind }: StripMark): boolean => kind === 'tool' || kind === 'reasoning'

/** A call that was open when the connection was cut is told in the next exchange again: it is one, and goes on. */
const joined = (marks: readonly StripMark[], more: readonly StripMark[], startsAt: number): readonly StripMark[] => {
  const all = [...marks]
  for (const mark of more) {
    const goesOn = isSpan(mark) && mark.from <= startsAt
    const begun = goesOn ? all.findLastIndex(({ kind, label }) => kind === mark.kind && label === mark.label) : -1
    const before = all[begun]
    if (before === undefined) all.push(mark)
    else all[begun] = { ...before, to: Math.max(before.to, mark.to) }
  }
  return all
}

/** The silence between the end of one exchange and the first bytes of the next. */
const pauses = (film: Film, axis: StripAxis): StripMark[] =>
  axis.unit === 'events'
    ? []
    : film.flatMap((take, index): StripMark[] => {
        const before = film[index - 1]
        if (before === undefined) return []
        const from = before.startsAt + lastMoment(before.recording)
        const to = take.startsAt + (take.recording.chunks.count > 0 ? take.recording.chunks.at(0) : 0)
        return to - from < longGap ? [] : [{ kind: 'gap', from, to, label: 'Silence between exchanges', event: -1 }]
      })

/** What the strip points at: what the timeline does, and where findings begin. In the order of the axis. */
export const stripMarks = (film: Film, axis: StripAxis): readonly StripMark[] => {
  const told = new Set<MarkKind>()
  const marks = film.reduce<readonly StripMark[]>((all, take, index) => {
    const before = eventsBefore(film, index)
    const startsAt = axis.unit === 'ms' ? take.startsAt : before
    const own = [...timelineMarks(take, before, told, axis), ...findingMarks(take, before, axis)]
    return index === 0 ? own : joined(all, own, startsAt)
  }, [])
  return [...marks, ...pauses(film, axis)].toSorted((one, other) => one.from - other.from)
}

/** The places to jump to from a place, in one direction; undefined where there is no further one. */
export const nextPlace = (marks: readonly StripMark[], from: number, direction: 1 | -1): number | undefined => {
  const places = marks.map((mark) => mark.from)
  return direction === 1 ? places.find((place) => place > from + 0.01) : places.findLast((place) => place < from - 0.01)
}

/** The nearest event of these marks behind or before the newest event that is shown; undefined where there is none. */
export const nextEvent = (marks: readonly StripMark[], newest: number, direction: 1 | -1): number | undefined => {
  const events = marks.flatMap(({ event }) => (event < 0 ? [] : [event])).toSorted((one, other) => one - other)
  return direction === 1 ? events.find((event) => event > newest) : events.findLast((event) => event < newest)
}
