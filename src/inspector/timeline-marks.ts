import type { ChunkLog } from '../exchange/chunk-log.ts'
import type { ExchangeEnd, Recording } from '../exchange/recording.ts'
import { assertNever } from '../lib/assert-never.ts'
import type { Ms } from '../lib/brand.ts'
import type { EventLog } from '../protocol/event-log.ts'
import type { Item } from '../protocol/item.ts'
import type { Reading } from '../protocol/reading.ts'
import { kindOf } from './event-kind.ts'
import { figuresOf } from './figures-of.ts'
import { longGap } from './moment.ts'

export type MarkKind = 'head' | 'first-byte' | 'first-text' | 'reasoning' | 'tool' | 'gap' | 'trouble' | 'end'

/** Something on the time axis: a moment (`from` equals `to`) or a span. */
export interface TimelineMark {
  readonly kind: MarkKind
  readonly from: Ms
  readonly to: Ms
  /** What it is, in words: `sql_query`, `Silence`. */
  readonly label: string
  /** The event at which it begins; -1 when there is none. */
  readonly event: number
  /** A span whose end has not come yet. */
  readonly open: boolean
}

/** Index of the first event that arrived at or after this time; -1 when there is none. */
export const eventAtTime = (events: EventLog, time: number): number => {
  let low = 0
  let high = events.count
  while (low < high) {
    const middle = (low + high) >> 1
    if (events.at(middle) < time) low = middle + 1
    else high = middle
  }
  return low < events.count ? low : -1
}

/** Index of the event nearest in time; -1 when there are no events. */
export const nearestEvent = (events: EventLog, time: number): number => {
  const after = eventAtTime(events, time)
  if (after < 0) return events.count - 1
  if (after === 0) return 0
  return time - events.at(after - 1) < events.at(after) - time ? after - 1 : after
}

/** The first event that touched the item; where none did, as in a whole answer, the one of its time. */
const eventOfItem = (events: EventLog, item: Item): number => {
  const first = events.firstEventOf(item.key)
  return first < 0 ? eventAtTime(events, item.startedAt) : first
}

const endWords = (end: ExchangeEnd): string => {
  switch (end.kind) {
    case 'whole-body':
      return 'End of the body'
    case 'stopped':
      return 'Stopped by you'
    case 'broken':
      return `Broke off: ${end.problem.title}`
    case 'abandoned':
      return 'The page was closed'
    default:
      return assertNever(end)
  }
}

/** Where the axis ends: the end of the exchange, or the last thing that arrived. */
export const lastMoment = ({ chunks, head, end }: Pick<Recording, 'chunks' | 'head' | 'end'>): Ms =>
  end?.at ?? (chunks.count === 0 ? (head?.at ?? (0 as Ms)) : chunks.at(chunks.count - 1))

/** Items on the axis of an exchange that goes on with a run: what was over before it began is not on it. */
const itemsSince = (items: readonly Item[], startsAt: number): readonly Item[] =>
  startsAt === 0
    ? items
    : items
        .filter(({ endedAt }) => endedAt === undefined || endedAt >= startsAt)
        .map((item) => ({
          ...item,
          startedAt: Math.max(0, item.startedAt - startsAt) as Ms,
          ...(item.endedAt === undefined ? {} : { endedAt: (item.endedAt - startsAt) as Ms }),
        }))

type Outputs = ReadonlyMap<string, Item>

const outputsByCall = (items: readonly Item[]): Outputs =>
  new Map(
    items.flatMap((item) => (item.kind === 'tool-output' && item.callId !== undefined ? [[item.callId, item]] : [])),
  )

const toolMark = (item: Item, outputs: Outputs, events: EventLog, last: Ms): TimelineMark | undefined => {
  if (item.kind !== 'tool-call') return undefined
  const output = item.callId === undefined ? undefined : outputs.get(item.callId)
  // A call that carries its own result is over when it is done; any other when its output arrives.
  const ownEnd = item.output === undefined && item.error === undefined ? undefined : item.endedAt
  const end = output?.startedAt ?? ownEnd
  return {
    kind: 'tool',
    from: item.startedAt,
    to: end ?? item.endedAt ?? last,
    label: item.name === '' ? item.type : item.name,
    event: eventOfItem(events, item),
    open: end === undefined,
  }
}

const reasoningMark = (item: Item, events: EventLog, last: Ms): TimelineMark | undefined =>
  item.kind === 'reasoning'
    ? {
        kind: 'reasoning',
        from: item.startedAt,
        to: item.endedAt ?? last,
        label: 'Reasoning',
        event: eventOfItem(events, item),
        open: item.endedAt === undefined,
      }
    : undefined

const gapMarks = (chunks: ChunkLog, events: EventLog): TimelineMark[] => {
  const marks: TimelineMark[] = []
  for (let index = 1; index < chunks.count; index += 1) {
    const from = chunks.at(index - 1)
    const to = chunks.at(index)
    if (to - from < longGap) continue
    marks.push({ kind: 'gap', from, to, label: 'Silence', event: eventAtTime(events, to), open: false })
  }
  return marks
}

const troubleAtMost = 50

/** Types say at once whether there is trouble; only then is the log walked. */
const troubleMarks = (events: EventLog): TimelineMark[] => {
  const marks: TimelineMark[] = []
  if (!events.types.some(({ type }) => kindOf(type) === 'trouble')) return marks
  for (let event = 0; event < events.count && marks.length < troubleAtMost; event += 1) {
    const type = events.typeOf(event)
    if (kindOf(type) !== 'trouble') continue
    marks.push({ kind: 'trouble', from: events.at(event), to: events.at(event), label: type, event, open: false })
  }
  return marks
}

/** Everything worth pointing at on the time axis of an exchange, in order of time. */
export const marksOf = (recording: Recording, reading: Reading): TimelineMark[] => {
  const { events, snapshot } = reading
  const { head, end, chunks } = recording
  const last = lastMoment(recording)
  const figures = figuresOf(recording, reading)
  const moment = (kind: MarkKind, at: Ms | undefined, label: string): TimelineMark[] =>
    at === undefined ? [] : [{ kind, from: at, to: at, label, event: eventAtTime(events, at), open: false }]
  const items = itemsSince(snapshot.items, reading.startsAt)
  const outputs = outputsByCall(items)
  const spans = items
    .flatMap((item) => [toolMark(item, outputs, events, last), reasoningMark(item, events, last)])
    .filter((mark) => mark !== undefined)
  return [
    ...moment('head', head?.at, 'Head of the answer'),
    ...moment('first-byte', figures.firstByte, 'First byte'),
    ...moment('first-text', figures.firstText, 'First text'),
    ...spans,
    ...gapMarks(chunks, events),
    ...troubleMarks(events),
    ...(end === undefined ? [] : moment('end', end.at, endWords(end))),
  ].sort((one, other) => one.from - other.from)
}

/** Bytes that arrived in each of `columns` equal slices of the time from 0 to `until`; the chunks count from `startsAt`. */
export const densityOf = (chunks: ChunkLog, until: number, columns: number, startsAt = 0): Float64Array => {
  const density = new Float64Array(Math.max(0, columns))
  if (until <= 0 || columns <= 0) return density
  for (let index = 0; index < chunks.count; index += 1) {
    const column = Math.min(columns - 1, Math.floor(((startsAt + chunks.at(index)) / until) * columns))
    density[column] = (density[column] ?? 0) + chunks.length(index)
  }
  return density
}

const steps = [1, 2, 5]

/** Round times for an axis with room for about `wanted` of them. */
export const axisTicks = (until: number, wanted: number): number[] => {
  if (until <= 0) return [0]
  const rough = until / Math.max(1, wanted)
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = (steps.find((factor) => factor * magnitude >= rough) ?? 10) * magnitude
  return Array.from({ length: Math.floor(until / step) + 1 }, (_, index) => index * step)
}
