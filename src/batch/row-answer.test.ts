import { expect, test } from 'vitest'
import { answerTextOf } from '../conversation/answer-state.ts'
import { rowAnswerOf } from './row-answer.ts'

const textOf = (cell: string | null) => answerTextOf(rowAnswerOf(cell).snapshot)

const message = { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'West' }] }

test.each([
  ['the text alone', { result: 'West' }],
  ['under the other name', { response: 'West', errorMessage: null }],
  ['a Responses body as a struct', { result: { output: [message] } }],
  ['a Responses body as text', { result: JSON.stringify({ output: [message] }) }],
  ['messages of a chat agent', { result: { messages: [{ role: 'assistant', content: 'West', id: '1' }] } }],
  ['a chat completion', { result: { choices: [{ message: { role: 'assistant', content: 'West' } }] } }],
])('reads %s', (_name, cell) => {
  expect(textOf(JSON.stringify(cell))).toBe('West')
  expect(rowAnswerOf(JSON.stringify(cell)).outcome.kind).toBe('completed')
})

test('a text that happens to be JSON stays the text that it is', () => {
  expect(textOf(JSON.stringify({ result: '{"total": 3}' }))).toBe('{"total": 3}')
  expect(textOf('plain words')).toBe('plain words')
  expect(textOf(JSON.stringify({ result: '' }))).toBe('')
})

test('an error of the row, and a row without anything, are failures in words', () => {
  expect(rowAnswerOf('{"errorMessage":"429 Too many"}').outcome).toMatchObject({
    kind: 'failed',
    problem: { code: 'row-failed', detail: '429 Too many' },
  })
  for (const empty of [null, '{}', '{"result":null}', 'null']) {
    expect(rowAnswerOf(empty).outcome).toMatchObject({ kind: 'failed', problem: { code: 'row-failed' } })
  }
})

test('an answer that says that it failed has failed', () => {
  const cell = { result: { status: 'failed', error: { message: 'No quota' }, output: [] } }
  expect(rowAnswerOf(JSON.stringify(cell)).outcome.kind).toBe('failed')
})
