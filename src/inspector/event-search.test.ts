import { expect, test } from 'vitest'
import { EventSearch, matchFrom, patternOf } from './event-search.ts'
import { scriptedExchange, toolAnswer } from './scripted-exchange.ts'

const expressionOf = (source: string): RegExp => {
  const pattern = patternOf(source)
  if (pattern.kind !== 'valid') throw new Error(`${source} is ${pattern.kind}`)
  return pattern.expression
}

test('a pattern that is none is said to be none, with the reason', () => {
  expect(patternOf('')).toEqual({ kind: 'none' })
  expect(patternOf('(')).toMatchObject({ kind: 'invalid', reason: 'Unterminated group' })
})

test('case matters only when a capital was typed', () => {
  expect(expressionOf('west').test('West')).toBe(true)
  expect(expressionOf('West').test('west')).toBe(false)
  expect(expressionOf('\\Sest').test('West')).toBe(true)
})

test('it finds by type and by raw text, also across chunks', () => {
  const { recording, reading } = scriptedExchange([
    [1, { type: 'one', text: 'Oslo' }],
    [2, 'data: {"type":"two","text":"Hels'],
    [3, 'inki"}\n\n'],
  ])
  const find = (source: string) => {
    const search = new EventSearch(expressionOf(source))
    search.scan(recording, reading, () => false)
    return search.matches
  }
  expect(find('oslo|helsinki')).toEqual([0, 1])
  expect(find('helsinki')).toEqual([1])
  expect(find('two')).toEqual([1])
  expect(find('paris')).toEqual([])
})

test('it works in slices and goes on with what arrives later', () => {
  const { recording, reading, arrive } = scriptedExchange(toolAnswer)
  const search = new EventSearch(expressionOf('delta'))
  search.scan(recording, reading, () => true)
  expect(search.scanned).toBe(1)
  while (search.scanned < reading.events.count) search.scan(recording, reading, () => true)
  expect(search.matches).toHaveLength(3)
  arrive(1800, { type: 'late', delta: 'x' })
  search.scan(recording, reading, () => false)
  expect(search.matches.at(-1)).toBe(reading.events.count - 1)
})

test('stepping goes round at both ends', () => {
  expect(matchFrom([2, 5, 9], 5, 1)).toBe(9)
  expect(matchFrom([2, 5, 9], 9, 1)).toBe(2)
  expect(matchFrom([2, 5, 9], 2, -1)).toBe(9)
  expect(matchFrom([2, 5, 9], -1, 1)).toBe(2)
  expect(matchFrom([], 3, 1)).toBe(-1)
})
