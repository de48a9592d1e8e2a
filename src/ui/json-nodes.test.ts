import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memberPath, nodeText, parseNodes, visibleRows, type JsonNode } from './json-nodes.ts'

const parse = (text: string): JsonNode => {
  const parsed = parseNodes(text)
  if (!parsed.ok) throw new Error(parsed.detail)
  return parsed.node
}

test('any JSON comes back as it was, however it was spaced', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, space) => {
      const text = JSON.stringify(value, null, space)
      const copied = nodeText(parse(text))
      if (typeof value === 'string') expect(copied).toBe(value)
      else expect(JSON.stringify(JSON.parse(copied))).toBe(JSON.stringify(JSON.parse(text)))
    }),
    { seed: 20 },
  )
})

test('long numbers, repeated names and the order of names are kept', () => {
  const text = '{"b":1777629600123456789,"2":1.0,"1":-0,"b":1e400}'
  expect(nodeText(parse(text)).replaceAll(/\s/g, '')).toBe(text)
})

test('copies are indented', () => {
  expect(nodeText(parse('{"a":[1,{}],"b":[]}'))).toBe('{\n  "a": [\n    1,\n    {}\n  ],\n  "b": []\n}')
})

test('strings with quotes, backslashes and brackets do not confuse', () => {
  const value = { 'a"}': 'x\\"]{', '\\': ['\\\\', '"'] }
  expect(JSON.parse(nodeText(parse(JSON.stringify(value))))).toEqual(value)
})

test('what is not JSON is said to be none', () => {
  expect(parseNodes('{"a":')).toMatchObject({ ok: false })
  expect(parseNodes('')).toMatchObject({ ok: false })
})

test('deep nesting does not overflow the stack', () => {
  const depth = 50_000
  const node = parse(`${'['.repeat(depth)}1${']'.repeat(depth)}`)
  expect(visibleRows(node, () => true)).toHaveLength(depth + 1)
  expect(nodeText(node)).toContain('1')
})

test('only open branches show their members', () => {
  const node = parse('{"a":[1,{"b":2}],"c d":null}')
  const rows = visibleRows(node, (_, depth) => depth < 1)
  expect(rows.map(({ path, branch, open }) => [path, branch, open])).toEqual([
    ['$', true, true],
    ['$.a', true, false],
    ['$["c d"]', false, false],
  ])
  expect(visibleRows(node, () => true).map(({ path }) => path)).toEqual([
    '$',
    '$.a',
    '$.a[0]',
    '$.a[1]',
    '$.a[1].b',
    '$["c d"]',
  ])
  expect(visibleRows(node, () => false)).toHaveLength(1)
})

test('paths are those of JavaScript', () => {
  expect(memberPath('$', 'content')).toBe('$.content')
  expect(memberPath('$', 'mlflow.spanType')).toBe('$["mlflow.spanType"]')
  expect(memberPath('$.a', 3)).toBe('$.a[3]')
})

test('JSON inside a string unfolds, with a path that says so', () => {
  const node = parse(JSON.stringify({ arguments: '{"city":"Oslo"}', text: '[not json' }))
  expect(visibleRows(node, () => true).map(({ path }) => path)).toEqual([
    '$',
    '$.arguments',
    'JSON.parse($.arguments)',
    'JSON.parse($.arguments).city',
    '$.text',
  ])
})
