import type { ChunkLog } from '../exchange/chunk-log.ts'
import { lacks, type RecordedExchange } from '../exchange/recording.ts'
import type { Ms } from '../lib/brand.ts'
import type { Touch } from '../protocol/event-log.ts'
import type { Reading } from '../protocol/reading.ts'

/** Milliseconds since the request was sent, bytes, counts. Absent: not reached. */
export interface ExchangeFigures {
  readonly firstByte?: Ms
  /** The first event that brought text of a message. Reasoning and arguments are not what people wait for. */
  readonly firstText?: Ms
  /** Present only when the exchange is over. */
  readonly total?: Ms
  readonly events: number
  readonly bytes: number
  readonly chunks: number
  /** The longest silence between two chunks. The wait for the first is the first byte's time, not a gap. */
  readonly largestGap?: { readonly from: Ms; readonly to: Ms; readonly duration: number }
}

interface Progress {
  eventsScanned: number
  chunksScanned: number
  firstText: Ms | undefined
  largestGap: ExchangeFigures['largestGap']
}

/** What was found out about a recording that may still grow, so that each call looks at what is new only. */
const progressOf = new WeakMap<Reading, Progress>()

const bringsMessageText = (reading: Reading, touch: Touch | undefined): boolean =>
  touch !== undefined &&
  touch.part >= 0 &&
  touch.to > touch.from &&
  reading.snapshot.items.some((item) => item.key === touch.item && item.kind === 'message')

const scanEvents = (reading: Reading, progress: Progress): void => {
  const { events } = reading
  for (; progress.firstText === undefined && progress.eventsScanned < events.count; progress.eventsScanned += 1) {
    const row = events.row(progress.eventsScanned)
    if (bringsMessageText(reading, row.touch)) progress.firstText = row.at
  }
}

const scanChunks = (chunks: ChunkLog, progress: Progress): void => {
  for (; progress.chunksScanned < chunks.count; progress.chunksScanned += 1) {
    if (progress.chunksScanned === 0) continue
    const from = chunks.at(progress.chunksScanned - 1)
    const to = chunks.at(progress.chunksScanned)
    if (to - from > (progress.largestGap?.duration ?? 0)) progress.largestGap = { from, to, duration: to - from }
  }
}

/** The figures of an exchange as far as it has come. */
export const figuresOf = (recording: RecordedExchange, reading: Reading): ExchangeFigures => {
  const { chunks, end } = recording
  const progress: Progress = progressOf.get(reading) ?? {
    eventsScanned: 0,
    chunksScanned: 0,
    firstText: undefined,
    largestGap: undefined,
  }
  progressOf.set(reading, progress)
  scanEvents(reading, progress)
  scanChunks(chunks, progress)
  const { largestGap } = progress
  // A whole answer shows its text when all of it is there.
  const isWholeText = reading.form === 'whole' && reading.snapshot.items.some(({ kind }) => kind === 'message')
  const firstText = progress.firstText ?? (isWholeText ? end?.at : undefined)
  const counts = { events: reading.events.count, bytes: chunks.byteLength, chunks: chunks.count }
  // Where the source told no moments there is nothing to measure.
  if (lacks(recording, 'times')) return counts
  return {
    ...counts,
    ...(chunks.count === 0 ? {} : { firstByte: chunks.at(0) }),
    ...(firstText === undefined ? {} : { firstText }),
    ...(largestGap === undefined ? {} : { largestGap }),
    ...(end === undefined || lacks(recording, 'end') ? {} : { total: end.at }),
  }
}
