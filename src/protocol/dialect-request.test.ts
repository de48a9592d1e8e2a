import { describe, expect, it, test } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import { bodyInDialect } from './dialect-request.ts'
import { dialects, isDialect } from './dialect.ts'
import { snapshotOfAnswer } from './snapshot-of-answer.ts'
import { emptySnapshot } from './snapshot.ts'

const asked = { history: [], input: 'Hello', stream: true }

it.each(dialects)('%s: fields of the platform go beside its own', (dialect) => {
  const options = { databricks_options: { return_trace: true } }
  expect(bodyInDialect(dialect, asked, options)).toEqual({ ...bodyInDialect(dialect, asked), ...options })
  expect(isDialect(dialect)).toBe(true)
})

test('no other word is a dialect', () => {
  expect([undefined, '', 'chat', '__proto__'].map(isDialect)).toEqual([false, false, false, false])
})

test('the same question in each dialect', () => {
  expect(dialects.map((dialect) => bodyInDialect(dialect, asked))).toEqual([
    { input: [{ role: 'user', content: 'Hello' }], stream: true },
    { messages: [{ role: 'user', content: 'Hello' }], stream: true },
    { messages: [{ role: 'user', content: 'Hello' }], stream: true },
    { message: 'Hello' },
    { message: 'Hello', stream: true },
  ])
})

describe('AppKit', () => {
  test('carries on the last thread that was told', () => {
    const told = (threadId: string) => ({ input: 'x', snapshot: { ...emptySnapshot, threadId } })
    const history = [told('t-1'), told('t-2'), { input: 'cut', snapshot: emptySnapshot }]
    expect(bodyInDialect('appkit-events', { ...asked, history, customInputs: { agent: 'planner' } })).toEqual({
      message: 'Hello',
      threadId: 't-2',
      agent: 'planner',
    })
  })
})

describe('free JSON', () => {
  const body = (input: string, customInputs?: { [name: string]: string }) =>
    bodyInDialect('free-json', { history: [], input, customInputs, stream: false })

  test('is the message where that is an object, on top of custom_inputs', () => {
    expect(body('{"questions": ["Is it signed?"]}', { document_text: 'A contract', questions: 'none' })).toEqual({
      document_text: 'A contract',
      questions: ['Is it signed?'],
      stream: false,
    })
  })

  test('keeps text that is no object', () => {
    expect(body('{"not": json', { a: 'b' })).toEqual({ a: 'b', message: '{"not": json', stream: false })
    expect(body('', { a: 'b' })).toEqual({ a: 'b', stream: false })
  })

  test('can say for itself whether to stream', () => {
    expect(body('{"stream": true}')).toEqual({ stream: true })
  })
})

test('a ChatAgent gets its own tool messages back, paired, and the conversation by name', () => {
  const call = { id: 't1', type: 'function', function: { name: 'lookup', arguments: '{"q":1}' } }
  const lone = { id: 't2', type: 'function', function: { name: 'handoff', arguments: '{}' } }
  const snapshot = snapshotOfAnswer(
    {
      messages: [
        { id: 'a', role: 'assistant', content: '', tool_calls: [call, lone] },
        { id: 'b', role: 'tool', name: 'lookup', tool_call_id: 't1', content: '7' },
        { id: 'c', role: 'assistant', content: 'It is 7.' },
      ],
    },
    0 as Ms,
  )
  const request = { history: [{ input: 'Look', snapshot }], input: 'Again', stream: true, conversationId: 'c-1' }
  expect(bodyInDialect('chat-agent', request)).toEqual({
    messages: [
      { role: 'user', content: 'Look' },
      { role: 'assistant', content: '', tool_calls: [call] },
      { role: 'tool', name: 'lookup', tool_call_id: 't1', content: '7' },
      { role: 'assistant', content: 'It is 7.' },
      { role: 'user', content: 'Again' },
    ],
    stream: true,
    context: { conversation_id: 'c-1' },
  })
  expect(bodyInDialect('chat-completions', { ...request, model: 'm' })).toEqual({
    model: 'm',
    messages: [
      { role: 'user', content: 'Look' },
      { role: 'assistant', content: 'It is 7.' },
      { role: 'user', content: 'Again' },
    ],
    stream: true,
  })
})
