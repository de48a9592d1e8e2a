import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isObject, type Json } from '../lib/json.ts'
import { withoutNulls } from './sql-json.ts'

test.each([
  ['{"a":1,"b":null,"c":{"d":null}}', '{"a":1,"c":{}}'],
  ['[null,{"a":null}]', '[null,{}]'],
  ['{"n":9007199254740993,"d":1.50}', '{"n":9007199254740993,"d":1.50}'],
  [String.raw`{"a":"null","b\"":"}{\\","c":null}`, String.raw`{"a":"null","b\"":"}{\\"}`],
  ['null', 'null'],
  ['{}', '{}'],
])('%s', (text, expected) => {
  expect(withoutNulls(text)).toBe(expected)
})

const stripped = (json: Json): Json => {
  if (Array.isArray(json)) return json.map(stripped)
  if (!isObject(json)) return json
  const kept = Object.entries(json).filter(([, value]) => value !== null)
  return Object.fromEntries(kept.map(([name, value]) => [name, stripped(value)]))
}

test('says the same as JSON.parse would', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify(value)
      expect(withoutNulls(json)).toBe(JSON.stringify(stripped(JSON.parse(json) as Json)))
    }),
    { seed: 619 },
  )
})
