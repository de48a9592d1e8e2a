import { expect, test } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import { figuresOf } from './figures-of.ts'
import { scriptedExchange, toolAnswer } from './scripted-exchange.ts'

test('nothing has arrived', () => {
  const { recording, reading } = scriptedExchange([])
  expect(figuresOf(recording, reading)).toEqual({ events: 0, bytes: 0, chunks: 0 })
})

test('first text is the first text of a message, not reasoning and not arguments', () => {
  const { recording, reading, finish } = scriptedExchange(toolAnswer)
  expect(figuresOf(recording, reading)).not.toHaveProperty('total')
  finish({ kind: 'whole-body', at: 1741 as Ms })
  expect(figuresOf(recording, reading)).toEqual({
    firstByte: 100,
    firstText: 1720,
    total: 1741,
    events: 12,
    bytes: recording.chunks.byteLength,
    chunks: 10,
    largestGap: { from: 200, to: 1700, duration: 1500 },
  })
})

test('figures taken while it grows end as figures taken once', () => {
  const once = scriptedExchange(toolAnswer)
  const growing = scriptedExchange([])
  for (const chunk of toolAnswer) {
    growing.arrive(...chunk)
    figuresOf(growing.recording, growing.reading)
  }
  expect(figuresOf(growing.recording, growing.reading)).toEqual(figuresOf(once.recording, once.reading))
})

test('a whole answer has its first text when it is read', () => {
  const body = { output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hi' }] }] }
  const { recording, reading, finish } = scriptedExchange([[40, JSON.stringify(body)]], 'application/json')
  finish({ kind: 'whole-body', at: 41 as Ms })
  expect(figuresOf(recording, reading)).toMatchObject({ firstByte: 40, total: 41, events: 1 })
})
