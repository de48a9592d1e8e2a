import { expect, test } from 'vitest'
import { sentenceOf } from './problem.ts'

test.each([
  [new Error('Failed to fetch'), 'Failed to fetch.'],
  [new Error('The operation is insecure.'), 'The operation is insecure.'],
  ['words', 'words.'],
])('what was thrown becomes a sentence with one full stop', (thrown, sentence) => {
  expect(sentenceOf(thrown)).toBe(sentence)
})
