import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../lib/json.ts'
import { jsonChanges } from './json-changes.ts'

test.each<[string, Json | undefined, Json | undefined, readonly unknown[]]>([
  ['order of names', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
  ['a value', { a: { b: 1 } }, { a: { b: 2 } }, [{ aPath: '$.a.b', bPath: '$.a.b', a: 1, b: 2 }]],
  ['null is a value', { a: null }, {}, [{ aPath: '$.a', bPath: '$.a', a: null }]],
  ['a name that is no word', { 'a b': 1 }, {}, [{ aPath: '$["a b"]', bPath: '$["a b"]', a: 1 }]],
  ['an entry at the front', [1, 2], [0, 1, 2], [{ aPath: '$[0]', bPath: '$[0]', b: 0 }]],
  [
    'an entry that moved and changed',
    [1, { a: 1 }],
    [0, 1, { a: 2 }],
    [
      { aPath: '$[0]', bPath: '$[0]', b: 0 },
      { aPath: '$[1].a', bPath: '$[2].a', a: 1, b: 2 },
    ],
  ],
  ['another kind', { a: [] }, { a: {} }, [{ aPath: '$.a', bPath: '$.a', a: [], b: {} }]],
  ['nothing at all', undefined, 1, [{ aPath: '$', bPath: '$', b: 1 }]],
  [
    'inherited names',
    JSON.parse('{"__proto__":1}') as Json,
    {},
    [{ aPath: '$.__proto__', bPath: '$.__proto__', a: 1 }],
  ],
])('%s', (_, a, b, changes) => {
  expect(jsonChanges(a, b)).toEqual(changes)
})

test('fields that make no difference', () => {
  expect(jsonChanges({ a: [{ id: 1 }] }, { a: [{ id: 2 }], id: 3 }, (name) => name === 'id')).toEqual([])
})

test('equal values have no changes, and changes mirror', () => {
  const json = fc.jsonValue({ maxDepth: 4 }).map((value) => value as Json)
  fc.assert(
    fc.property(json, json, (a, b) => {
      expect(jsonChanges(a, a)).toEqual([])
      const key = (path: string, other: string, one: unknown, two: unknown) =>
        JSON.stringify([path, other, one ?? null, two ?? null])
      expect(
        jsonChanges(b, a)
          .map((change) => key(change.bPath, change.aPath, change.b, change.a))
          .toSorted(),
      ).toEqual(
        jsonChanges(a, b)
          .map((change) => key(change.aPath, change.bPath, change.a, change.b))
          .toSorted(),
      )
    }),
    { seed: 20261127, numRuns: 1000 },
  )
})

test('depth does not overflow', () => {
  const deep = (end: string) => JSON.parse(`${'['.repeat(5000)}${end}${']'.repeat(5000)}`) as Json
  expect(jsonChanges(deep('1'), deep('2')).length).toBeLessThanOrEqual(1)
})
