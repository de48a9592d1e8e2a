import { describe, expect, it } from 'vitest'
import { matchOf, wordsOf } from './fuzzy-match.ts'

const match = (query: string, text: string) => matchOf(wordsOf(query), text)
const best = (query: string, ...texts: readonly string[]) =>
  texts.toSorted((one, other) => (match(query, other)?.score ?? 0) - (match(query, one)?.score ?? 0))[0]

describe('a fuzzy match', () => {
  it.each([
    ['sales', 'sales-agent', [[0, 5]]],
    ['AGENT', 'sales-agent', [[6, 11]]],
    [
      'sa ag',
      'sales-agent',
      [
        [0, 2],
        [6, 8],
      ],
    ],
    [
      'slag',
      'sales-langgraph-agent',
      [
        [0, 1],
        [6, 7],
        [16, 18],
      ],
    ],
    ['les', 'sales-agent', [[2, 5]]],
    ['lsa', 'sales-agent', undefined],
    [
      'sag',
      'sales-agent',
      [
        [0, 1],
        [6, 8],
      ],
    ],
    [
      'agent sales',
      'sales-agent',
      [
        [0, 5],
        [6, 11],
      ],
    ],
    ['', 'anything', []],
  ] as const)('of %j in %j marks %j', (query, text, ranges) => {
    expect(match(query, text)?.ranges).toEqual(ranges)
  })

  it('needs every word', () => {
    expect(match('sales nothing', 'sales-agent')).toBeUndefined()
    expect(match('xyz', 'sales-agent')).toBeUndefined()
  })

  it('takes whole words and beginnings for better', () => {
    expect(best('dark', 'Theme: dark', 'Dark', 'sky-darkened')).toBe('Dark')
    expect(best('agent', 'reagents', 'sales-agent')).toBe('sales-agent')
    expect(best('sag', 'message-sent', 'sales-agent')).toBe('message-sent')
  })

  it('marks nothing where lower case is longer than the text', () => {
    expect(match('bul', 'İstanbul')).toEqual({ score: expect.any(Number), ranges: [] })
  })
})
