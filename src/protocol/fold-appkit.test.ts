import { describe, expect, test } from 'vitest'
import { utf8 } from '../exchange/utf8.ts'
import type { Ms } from '../lib/brand.ts'
import { createReading } from './create-reading.ts'
import { isAppKitEvent } from './fold-appkit.ts'
import { outcomeOf } from './outcome.ts'

const read = (...events: readonly (readonly [name: string, data: object])[]) => {
  const reading = createReading({ contentType: 'text/event-stream', utf8, status: 200 })
  const text = events.map(([name, data], index) => `id: ${index}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
  reading.push(new TextEncoder().encode(text.join('')), 5 as Ms)
  reading.end(9 as Ms)
  return reading
}

const typed = (type: string, data: object) => [type, { type, ...data }] as const
const begun = typed('appkit.metadata', { data: { threadId: 't-1' } })
const ended = typed('response.completed', { response: {} })
const said = (id: string, text: string) =>
  typed('response.output_item.done', {
    item: { type: 'message', id, role: 'assistant', content: [{ type: 'output_text', text }] },
    output_index: 0,
  })

test('the thread is told, and the dialect with it', () => {
  const { snapshot } = read(begun, said('m', 'Hello'), ended)
  expect(snapshot).toMatchObject({ threadId: 't-1', dialect: 'appkit-events' })
  expect(snapshot.findings.filter(({ code }) => code === 'unknown-event')).toEqual([])
})

describe('thoughts', () => {
  test('grow until something else comes', () => {
    const thought = (content: string) => typed('appkit.thinking', { content })
    const { snapshot } = read(
      begun,
      thought('First '),
      thought('this.'),
      said('m', 'Hello'),
      thought('Then that.'),
      ended,
    )
    expect(snapshot.items.map((item) => item.kind)).toEqual(['reasoning', 'message', 'reasoning'])
    expect(snapshot.items.map((item) => (item.kind === 'reasoning' ? item.parts : []))).toEqual([
      [{ kind: 'summary', text: 'First this.' }],
      [],
      [{ kind: 'summary', text: 'Then that.' }],
    ])
    expect(snapshot.items.every((item) => item.state === 'done')).toBe(true)
  })
})

test('a call that waits for a word is an approval request, with the stream to tell it to', () => {
  const pending = typed('appkit.approval_pending', {
    approval_id: 'a-1',
    stream_id: 's-1',
    tool_name: 'cancel_order',
    args: { order_id: '1003' },
    annotations: { destructive: true },
  })
  const { snapshot } = read(begun, pending, ended)
  expect(snapshot.streamId).toBe('s-1')
  expect(snapshot.items).toMatchObject([
    { kind: 'approval-request', id: 'a-1', streamId: 's-1', name: 'cancel_order', arguments: '{"order_id":"1003"}' },
  ])
})

test('a failure is told by name, without a type of its own', () => {
  const { snapshot, form } = read(begun, ['error', { error: 'The model is gone', code: 'UPSTREAM_ERROR' }])
  expect(snapshot.error).toEqual({ message: 'The model is gone', code: 'UPSTREAM_ERROR' })
  expect(outcomeOf({ end: 'whole-body', snapshot, form, status: 200 }).kind).toBe('failed')
})

test('events that AppKit may add are no deviation', () => {
  const { findings } = read(begun, typed('appkit.something', {}), said('m', 'Hello'), ended).snapshot
  expect(findings.filter(({ code }) => code === 'unknown-event')).toEqual([])
})

test('its own events are told by their name', () => {
  expect(['appkit.metadata', 'appkit', 'response.completed'].map(isAppKitEvent)).toEqual([true, false, false])
})
