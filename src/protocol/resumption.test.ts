import { expect, it } from 'vitest'
import { utf8 } from '../exchange/utf8.ts'
import type { Ms } from '../lib/brand.ts'
import { createReading } from './create-reading.ts'
import { emptyFold } from './fold.ts'
import { goneOnWith, isRepeated, resumed, resumptionOf, withRead } from './resumption.ts'
import { emptySnapshot } from './snapshot.ts'

it('a frame can be had again only where the server gave it an id and a number', () => {
  expect(resumptionOf({ type: 'x', response_id: 'r', sequence_number: 0 })).toEqual({ id: 'r', sequence: 0 })
  expect(resumptionOf({ type: 'x', sequence_number: 0 })).toBeUndefined()
  expect(resumptionOf({ type: 'x', response_id: 'r' })).toBeUndefined()
})

it.each([
  ['..', 1],
  ['.', 1],
  ['', 1],
  ['r', -1],
  ['r', 1.5],
  ['r', 1e300],
])('the id %j with the number %d leads nowhere', (response_id, sequence_number) =>
  expect(resumptionOf({ response_id, sequence_number })).toBeUndefined(),
)

it('what earlier exchanges brought is known by its number, of the same response', () => {
  const inOneExchange = { ...emptyFold, snapshot: { ...emptySnapshot, resumption: { id: 'r', sequence: 3 } } }
  const read = goneOnWith(inOneExchange)
  expect([2, 3, 4].map((sequence) => isRepeated(read, { id: 'r', sequence }, {}))).toEqual([true, true, false])
  expect(isRepeated(read, { id: 'other', sequence: 0 }, {})).toBe(false)
  expect(isRepeated(emptyFold, { id: 'r', sequence: 0 }, {})).toBe(false)
  expect(isRepeated(inOneExchange, { id: 'r', sequence: 3 }, {}), 'A number used twice is no repetition').toBe(false)
})

it('number 0 that comes again word for word is one event', () => {
  const first = { response_id: 'r', sequence_number: 0, type: 'response.created' }
  const read = withRead(emptyFold, { id: 'r', sequence: 0 }, first)
  expect(isRepeated(read, { id: 'r', sequence: 0 }, { ...first })).toBe(true)
  expect(isRepeated(read, { id: 'r', sequence: 0 }, { ...first, type: 'response.in_progress' })).toBe(false)
})

it('an agent that numbers its events badly loses nothing, and is told so', () => {
  const reading = createReading({ contentType: 'text/event-stream', utf8 })
  const frames = ['One ', 'two ', 'three'].map((delta) => ({
    type: 'response.output_text.delta',
    item_id: 'm',
    delta,
    response_id: 'r',
    sequence_number: 0,
  }))
  const text = frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join('')
  reading.push(new TextEncoder().encode(text), 1 as Ms)
  expect(JSON.stringify(reading.snapshot.items)).toContain('One two three')
  expect(reading.snapshot.findings.map(({ code }) => code)).toContain('sequence-repeat')
})

it('a takeover closes what was open and begins another round', () => {
  const open = {
    kind: 'other',
    type: 'x',
    json: {},
    key: 'item-0',
    round: 0,
    state: 'open',
    startedAt: 0 as Ms,
  } as const
  const before = {
    ...emptyFold,
    snapshot: { ...emptySnapshot, rounds: 1, items: [open], terminal: 'completed' as const },
  }
  const { snapshot } = resumed(before, { attempt: 3, conversation_id: 'c::attempt-3' }, { at: 9 as Ms, event: 4 })
  expect(snapshot).toMatchObject({
    rounds: 2,
    items: [{ state: 'done', endedAt: 9 }],
    takeovers: [{ attempt: 3, items: 1, conversationId: 'c::attempt-3' }],
  })
  expect(snapshot.terminal).toBeUndefined()
})

it.each([0, -3, 2.5, 1e300, 'NaN', null])('the attempt %j is none: attempts are counted here', (attempt) =>
  expect(resumed(emptyFold, { attempt }, { at: 9 as Ms, event: 4 }).snapshot.takeovers).toEqual([
    { attempt: 2, items: 0 },
  ]),
)

it('only the deadline of a connection is forgotten when the run is asked for again', () => {
  const failedWith = (code: string) =>
    goneOnWith({ ...emptyFold, snapshot: { ...emptySnapshot, terminal: 'error', error: { message: 'x', code } } })
  expect(failedWith('stream_timeout').snapshot).toEqual(emptySnapshot)
  expect(failedWith('task_failed').snapshot).toMatchObject({ terminal: 'error', error: { code: 'task_failed' } })
})
