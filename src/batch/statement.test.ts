import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sqlWords } from './sql-words.ts'
import { batchStatement, divideQuestions, questionsParameter, shapeFor } from './statement.ts'

test('the endpoint is a literal, the questions are a parameter, and no text of theirs is in the statement', () => {
  const statement = batchStatement("it's", 'input')
  expect(statement).toContain(String.raw`'it\'s'`)
  expect(statement).toContain('from_json(:questions')
  expect(questionsParameter(["'; DROP TABLE agents; --", 'Zwei\n"quoted"'])).toEqual({
    name: 'questions',
    type: 'STRING',
    value: JSON.stringify(["'; DROP TABLE agents; --", 'Zwei\n"quoted"']),
  })
})

test('the form of the request follows the task, and then what was found out', () => {
  expect(shapeFor('agent/v1/responses', undefined)).toBe('input')
  expect(shapeFor('agent/v2/responses', 'chat-agent')).toBe('input')
  expect(shapeFor('agent/v2/chat', undefined)).toBe('messages')
  expect(shapeFor('llm/v1/chat', 'chat-completions')).toBe('question')
  expect(shapeFor(undefined, 'chat-completions')).toBe('messages')
  expect(shapeFor(undefined, undefined)).toBe('input')
})

test('questions are divided in order, none is lost, and no part has too many', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 7 }), (texts, most) => {
      const parts = divideQuestions(
        texts.map((text) => ({ text })),
        most,
      )
      expect(parts.flat().map(({ text }) => text)).toEqual(texts)
      expect(parts.every((part) => part.length > 0 && part.length <= most)).toBe(true)
    }),
    { seed: 20_261_127 },
  )
})

test('what is large is divided by its bytes', () => {
  const large = Array.from({ length: 10 }, () => ({ text: 'é'.repeat(1_000_000) }))
  const parts = divideQuestions(large, 1000)
  expect(parts.map((part) => part.length)).toEqual([3, 3, 3, 1])
})

test('the pieces that are coloured are the statement', () => {
  const statement = batchStatement(String.raw`a'b\c`, 'messages')
  const words = sqlWords(statement)
  expect(words.map(({ text }) => text).join('')).toBe(statement)
  expect(words.filter(({ kind }) => kind === 'parameter').map(({ text }) => text)).toEqual([':questions'])
  expect(words.find(({ kind }) => kind === 'text')?.text).toBe(String.raw`'a\'b\\c'`)
})
