import { expect, test } from 'vitest'
import { utf8 } from '../exchange/utf8.ts'
import type { Ms } from '../lib/brand.ts'
import { createReading } from './create-reading.ts'
import { freeItem } from './fold-free-json.ts'
import { outcomeOf } from './outcome.ts'
import { snapshotOfAnswer } from './snapshot-of-answer.ts'

const read = (...objects: readonly object[]) => {
  const reading = createReading({ contentType: 'text/event-stream', utf8, status: 200 })
  for (const object of objects) reading.push(new TextEncoder().encode(`data: ${JSON.stringify(object)}\n\n`), 5 as Ms)
  reading.end(9 as Ms)
  return reading
}

test('each object of a stream that begins with one is an item, exactly as it came', () => {
  const { snapshot, form } = read({ answer: 'yes' }, { answer: 'no' })
  expect(snapshot.items).toMatchObject([
    { kind: 'other', type: 'json', json: { answer: 'yes' } },
    { kind: 'other', type: 'json', json: { answer: 'no' } },
  ])
  expect(snapshot).toMatchObject({ dialect: 'free-json', findings: [] })
  expect(outcomeOf({ end: 'whole-body', snapshot, form, status: 200 })).toEqual({ kind: 'completed' })
  expect(outcomeOf({ end: 'broken', snapshot, form, status: 200 }).kind).toBe('interrupted')
})

test('in a stream of a known dialect such an object is a deviation, and no item', () => {
  const { snapshot } = read({ type: 'response.output_text.delta', item_id: 'm', delta: 'Hi' }, { answer: 'no' })
  expect(snapshot.items.map(({ kind }) => kind)).toEqual(['message'])
  expect(snapshot.findings.map(({ code }) => code)).toContain('untyped-event')
})

test('a whole answer holds what came and nothing else', () => {
  expect(snapshotOfAnswer({ type: 'invoice', total: 7 }, 0 as Ms).items).toMatchObject([
    { kind: 'other', type: 'json', json: { type: 'invoice', total: 7 } },
  ])
  const place = { key: 'item-0', round: 0, state: 'done', startedAt: 0 as Ms } as const
  expect(freeItem({ type: 'invoice' }, place)).toEqual({
    ...place,
    kind: 'other',
    type: 'json',
    json: { type: 'invoice' },
  })
  expect(snapshotOfAnswer([1, 2], 0 as Ms).items[0]).toMatchObject({ json: { value: [1, 2] } })
})
