import { expect, test } from 'vitest'
import { readCustomInputs } from './custom-inputs.ts'

test.each([
  ['', { kind: 'empty' }],
  [' \n', { kind: 'empty' }],
  ['{}', { kind: 'object', keys: 0 }],
  ['{"verbosity":"long","n":1}', { kind: 'object', keys: 2 }],
  ['{', { kind: 'invalid', detail: expect.stringMatching(/^custom_inputs is not valid JSON: ./u) }],
  ['[1]', { kind: 'invalid', detail: 'custom_inputs must be a JSON object' }],
  ['null', { kind: 'invalid', detail: 'custom_inputs must be a JSON object' }],
])('%j', (text, expected) => {
  expect(readCustomInputs(text)).toEqual(expected)
})
