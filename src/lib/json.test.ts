import { expect, test } from 'vitest'
import { arrayOf, entryOf, fieldOf, numberOf, parseJson, stringOf } from './json.ts'

const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']

test('names that every object has find nothing', () => {
  for (const name of inherited) {
    expect(fieldOf({}, name)).toBeUndefined()
    expect(entryOf({}, name)).toBeUndefined()
  }
  const hostile = parseJson('{"__proto__": {"polluted": true}, "constructor": "own"}')
  expect(hostile.ok && stringOf(hostile.value, 'constructor')).toBe('own')
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('fields of the wrong type are absent, values of any type are readable', () => {
  const value = { text: 'a', number: 1, list: [1], nothing: null }
  expect([stringOf(value, 'text'), numberOf(value, 'number'), arrayOf(value, 'list')]).toEqual(['a', 1, [1]])
  expect([stringOf(value, 'number'), numberOf(value, 'text'), arrayOf(value, 'nothing')]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  for (const other of [null, undefined, 1, 'text', [1]]) expect(fieldOf(other, 'length')).toBeUndefined()
})

test('what is no JSON is a value with words', () => {
  expect(parseJson('{"a":')).toMatchObject({ ok: false, detail: expect.stringMatching(/JSON/) })
})
