import type { RecordedExchange } from '../exchange/recording.ts'
import { lastMoment } from '../inspector/timeline-marks.ts'
import type { EventLog } from '../protocol/event-log.ts'
import { momentAtEnd, momentAtEvent, momentAtTime, type Moment } from './moment.ts'

/** What the strip counts along: milliseconds; or events, where the source told no times. */
export interface StripAxis {
  readonly unit: 'ms' | 'events'
  readonly max: number
  readonly momentAt: (value: number) => Moment
  readonly valueOf: (moment: Moment) => number
}

const eventsAt = (events: EventLog, bytes: number): number => {
  const next = events.indexAtByte(bytes)
  return next < 0 ? events.count : next
}

export const stripAxis = (recording: RecordedExchange, events: EventLog): StripAxis => {
  const max = lastMoment(recording)
  if (recording.missing?.includes('times') !== true && max > 0) {
    return { unit: 'ms', max, momentAt: (value) => momentAtTime(recording, value), valueOf: ({ at }) => at }
  }
  return {
    unit: 'events',
    max: events.count,
    momentAt: (value) =>
      value >= events.count ? momentAtEnd(recording) : momentAtEvent(events, Math.floor(value) - 1),
    valueOf: ({ bytes, ended }) => (ended ? events.count : eventsAt(events, bytes)),
  }
}
