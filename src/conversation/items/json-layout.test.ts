import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOutJson, treeRowsOf } from './json-layout.ts'

test.each([
  ['{"day":"monday","n":1}', '{ "day": "monday", "n": 1 }'],
  ['{}', '{}'],
  ['[ ]', '[]'],
  ['{"id":12345678901234567890,"x":1.0}', '{ "id": 12345678901234567890, "x": 1.0 }'],
  ['{"a":1,"a":2}', '{ "a": 1, "a": 2 }'],
])('%s stays in a line', (text, expected) => {
  expect(layOutJson(text)).toBe(expected)
})

test('what is longer than a line is broken at every member', () => {
  const long = 'x'.repeat(80)
  expect(layOutJson(`{"long":"${long}","empty":[],"list":[1,{"a":":,{}"}]}`)).toBe(
    `{\n  "long": "${long}",\n  "empty": [],\n  "list": [\n    1,\n    {\n      "a": ":,{}"\n    }\n  ]\n}`,
  )
})

test('the meaning is never changed', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(JSON.parse(layOutJson(text))).toEqual(JSON.parse(text))
    }),
    { seed: 20, numRuns: 300 },
  )
})

test('a tree has a row for each value, and none for a closing bracket', () => {
  const text =
    '{"a":{"b":[1,{"c":"a text that is long enough for lines of their own"}],"d":[]},"e":"and one more text"}'
  expect(treeRowsOf(layOutJson(text))).toBe(8)
  expect(treeRowsOf(layOutJson('{"a":1}'))).toBe(1)
})
