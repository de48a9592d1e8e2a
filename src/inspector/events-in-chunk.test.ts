import { expect, test } from 'vitest'
import { eventsInChunk } from './events-in-chunk.ts'
import { scriptedExchange } from './scripted-exchange.ts'

test('an event may be cut over chunks, and a chunk may hold several', () => {
  const { recording, reading } = scriptedExchange([
    [1, 'data: {"type":"a"}\n\ndata: {"ty'],
    [2, 'pe"'],
    [3, ':"b"}\n\n', { type: 'c' }],
    [4, 'data: {"unfin'],
  ])
  const ranges = [0, 1, 2, 3].map((chunk) => eventsInChunk(recording.chunks, reading.events, chunk))
  expect(ranges).toEqual([{ first: 0, last: 1 }, { first: 1, last: 1 }, { first: 1, last: 2 }, undefined])
})
