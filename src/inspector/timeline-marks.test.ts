import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import { scriptedExchange, toolAnswer } from './scripted-exchange.ts'
import { axisTicks, densityOf, eventAtTime, lastMoment, marksOf, nearestEvent } from './timeline-marks.ts'

test('an answer with reasoning, a tool and a silence', () => {
  const { recording, reading, finish } = scriptedExchange(toolAnswer)
  finish({ kind: 'whole-body', at: 1745 as Ms })
  const marks = marksOf(recording, reading).map(({ kind, from, to, label, event }) => [kind, from, to, label, event])
  expect(marks).toEqual([
    ['head', 5, 5, 'Head of the answer', 0],
    ['first-byte', 100, 100, 'First byte', 0],
    ['reasoning', 110, 150, 'Reasoning', 1],
    ['tool', 200, 1700, 'look_up', 4],
    ['gap', 200, 1700, 'Silence', 6],
    ['first-text', 1720, 1720, 'First text', 8],
    ['end', 1745, 1745, 'End of the body', -1],
  ])
  expect(marksOf(recording, reading).every(({ open }) => !open)).toBe(true)
})

test('a tool whose output has not come is open, and trouble is marked', () => {
  const { recording, reading, finish } = scriptedExchange([
    ...toolAnswer.slice(0, 5),
    [900, { type: 'error', code: 'server_error', message: 'Gone' }, 'data: nonsense\n\n'],
  ])
  finish({ kind: 'stopped', at: 950 as Ms })
  const marks = marksOf(recording, reading)
  expect(marks.find(({ kind }) => kind === 'tool')).toMatchObject({ from: 200, open: true })
  expect(marks.filter(({ kind }) => kind === 'trouble').map(({ label }) => label)).toEqual(['error', '(not JSON)'])
  expect(marks.at(-1)).toMatchObject({ kind: 'end', label: 'Stopped by you' })
})

test('the axis ends with the exchange, else with what arrived last', () => {
  const { recording, finish } = scriptedExchange([])
  expect(lastMoment(recording)).toBe(5)
  const { recording: growing } = scriptedExchange(toolAnswer)
  expect(lastMoment(growing)).toBe(1740)
  finish({ kind: 'abandoned', at: 9 as Ms })
  expect(lastMoment(recording)).toBe(9)
})

test('the event at a time and the nearest to it', () => {
  const { events } = scriptedExchange(toolAnswer).reading
  expect(eventAtTime(events, 0)).toBe(0)
  expect(eventAtTime(events, 200)).toBe(4)
  expect(eventAtTime(events, 9999)).toBe(-1)
  expect(nearestEvent(events, 960)).toBe(6)
  expect(nearestEvent(events, 940)).toBe(5)
  expect(nearestEvent(events, 9999)).toBe(events.count - 1)
  expect(nearestEvent(scriptedExchange([]).reading.events, 3)).toBe(-1)
})

test('density holds every byte once', () => {
  const { chunks } = scriptedExchange(toolAnswer).recording
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 5000 }), (columns, until) => {
      const sum = densityOf(chunks, until, columns).reduce((total, bytes) => total + bytes, 0)
      expect(sum).toBe(chunks.byteLength)
    }),
    { seed: 20 },
  )
  expect(densityOf(chunks, 0, 10).every((bytes) => bytes === 0)).toBe(true)
})

test.each([
  [7400, 5, [0, 2000, 4000, 6000]],
  [95, 4, [0, 50]],
  [0, 4, [0]],
])('an axis up to %d ms with room for %d has ticks at %j', (until, wanted, ticks) => {
  expect(axisTicks(until, wanted)).toEqual(ticks)
})
