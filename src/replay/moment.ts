import type { RecordedExchange } from '../exchange/recording.ts'
import { lastMoment } from '../inspector/timeline-marks.ts'
import type { Ms } from '../lib/brand.ts'
import type { EventLog } from '../protocol/event-log.ts'

/** How far an exchange had come. Bytes tell it exactly, because several events may come in one read. */
export interface Moment {
  readonly at: Ms
  readonly bytes: number
  /** Whether the exchange had ended: an answer is complete only then. */
  readonly ended: boolean
}

type Arrivals = Pick<RecordedExchange, 'chunks' | 'head' | 'end'>

/** How many chunks had arrived at this time. */
const chunksUntil = ({ chunks }: Arrivals, time: number): number => {
  let low = 0
  let high = chunks.count
  while (low < high) {
    const middle = (low + high) >> 1
    if (chunks.at(middle) <= time) low = middle + 1
    else high = middle
  }
  return low
}

/** Everything that had arrived at this time. */
export const momentAtTime = (recording: Arrivals, time: number): Moment => ({
  at: Math.max(0, time) as Ms,
  bytes: recording.chunks.offset(chunksUntil(recording, time)),
  ended: recording.end !== undefined && time >= recording.end.at,
})

/** Before anything had arrived. */
export const firstMoment: Moment = { at: 0 as Ms, bytes: 0, ended: false }

/** Right after this event had come; before the first one when it is -1. */
export const momentAtEvent = (events: EventLog, event: number): Moment =>
  event < 0 ? firstMoment : { at: events.at(event), bytes: events.row(event).end, ended: false }

/** Right after this chunk had come; before the first one when it is -1. */
export const momentAtChunk = ({ chunks }: Arrivals, chunk: number): Moment =>
  chunk < 0 ? firstMoment : { at: chunks.at(chunk), bytes: chunks.offset(chunk) + chunks.length(chunk), ended: false }

export const momentAtEnd = (recording: Arrivals): Moment => ({
  at: lastMoment(recording),
  bytes: recording.chunks.byteLength,
  ended: recording.end !== undefined,
})
