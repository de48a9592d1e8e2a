import { expect, it } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import { emptyFold } from './fold.ts'
import { goneOnWith, isRepeated, resumed, resumptionOf } from './resumption.ts'
import { emptySnapshot } from './snapshot.ts'

it('a frame can be had again only where the server gave it an id and a number', () => {
  expect(resumptionOf({ type: 'x', response_id: 'r', sequence_number: 0 })).toEqual({ id: 'r', sequence: 0 })
  expect(resumptionOf({ type: 'x', sequence_number: 0 })).toBeUndefined()
  expect(resumptionOf({ type: 'x', response_id: 'r' })).toBeUndefined()
})

it('what was read is known by its number, of the same response', () => {
  const read = { ...emptySnapshot, resumption: { id: 'r', sequence: 3 } }
  expect([2, 3, 4].map((sequence) => isRepeated(read, { id: 'r', sequence }))).toEqual([true, true, false])
  expect(isRepeated(read, { id: 'other', sequence: 0 })).toBe(false)
  expect(isRepeated(emptySnapshot, { id: 'r', sequence: 0 })).toBe(false)
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

it('only the deadline of a connection is forgotten when the run is asked for again', () => {
  const failedWith = (code: string) =>
    goneOnWith({ ...emptyFold, snapshot: { ...emptySnapshot, terminal: 'error', error: { message: 'x', code } } })
  expect(failedWith('stream_timeout').snapshot).toEqual(emptySnapshot)
  expect(failedWith('task_failed').snapshot).toMatchObject({ terminal: 'error', error: { code: 'task_failed' } })
})
