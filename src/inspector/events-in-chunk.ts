import type { ChunkLog } from '../exchange/chunk-log.ts'
import type { EventLog } from '../protocol/event-log.ts'

/** First and last event that have bytes in a chunk; undefined when what it holds is part of no event yet. */
export const eventsInChunk = (
  chunks: ChunkLog,
  events: EventLog,
  chunk: number,
): { readonly first: number; readonly last: number } | undefined => {
  const offset = chunks.offset(chunk)
  const length = chunks.length(chunk)
  const first = events.indexAtByte(offset)
  if (first < 0 || length === 0 || events.row(first).start >= offset + length) return undefined
  const last = events.indexAtByte(offset + length - 1)
  if (last < 0) return { first, last: events.count - 1 }
  return { first, last: events.row(last).start < offset + length ? last : Math.max(first, last - 1) }
}
