import type { Recording } from '../exchange/recording.ts'
import type { Ms } from '../lib/brand.ts'
import type { Reading } from '../protocol/reading.ts'
import type { Figures } from './conversation.ts'

/**
 * Figures of a run, kept up to date without looking at any event twice.
 * First byte: the answer's head. First text: the first event that brought text of a message.
 */
export const createFigures = () => {
  let seen = 0
  let firstText: Ms | undefined

  return (recording: Recording, reading: Reading | undefined): Figures => {
    const events = reading?.events
    for (; events !== undefined && firstText === undefined && seen < events.count; seen += 1) {
      const touch = events.row(seen).touch
      if (touch === undefined || touch.to <= touch.from || touch.part < 0) continue
      const item = reading?.snapshot.items.find(({ key }) => key === touch.item)
      if (item?.kind === 'message') firstText = events.at(seen)
    }
    if (firstText === undefined && reading?.form === 'whole' && recording.end !== undefined) {
      const hasText = reading.snapshot.items.some(({ kind }) => kind === 'message')
      if (hasText) firstText = recording.end.at
    }
    return {
      events: events?.count ?? 0,
      bytes: recording.chunks.byteLength,
      ...(recording.head === undefined ? {} : { firstByte: recording.head.at }),
      ...(firstText === undefined ? {} : { firstText }),
      ...(recording.end === undefined ? {} : { total: recording.end.at }),
    }
  }
}
