import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sequenceMatches, type Match } from './sequence-matches.ts'

const length = (matches: readonly Match[]): number => matches.reduce((sum, match) => sum + match.length, 0)

/** The length of the longest common subsequence, by definition. */
const longest = (a: readonly string[], b: readonly string[]): number => {
  const row = Array.from<number>({ length: b.length + 1 }).fill(0)
  for (const left of a) {
    let diagonal = 0
    b.forEach((right, index) => {
      const above = row[index + 1] ?? 0
      row[index + 1] = left === right ? diagonal + 1 : Math.max(above, row[index] ?? 0)
      diagonal = above
    })
  }
  return row[b.length] ?? 0
}

const sequence = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 40 })

test('matches rise in both, are equal, and mirror', () => {
  fc.assert(
    fc.property(sequence, sequence, (a, b) => {
      const matches = sequenceMatches(a, b)
      let [aDone, bDone] = [0, 0]
      for (const match of matches) {
        expect(match.a).toBeGreaterThanOrEqual(aDone)
        expect(match.b).toBeGreaterThanOrEqual(bDone)
        expect(a.slice(match.a, match.a + match.length)).toEqual(b.slice(match.b, match.b + match.length))
        aDone = match.a + match.length
        bDone = match.b + match.length
      }
      expect(sequenceMatches(b, a)).toEqual(matches.map((match) => ({ ...match, a: match.b, b: match.a })))
      // Anchors may cost a little of the longest; never what both ends share.
      expect(length(matches)).toBeLessThanOrEqual(longest(a, b))
      expect(length(matches) > 0).toBe(longest(a, b) > 0)
    }),
    { seed: 20261127, numRuns: 1000 },
  )
})

test('a sequence matches itself whole', () => {
  fc.assert(
    fc.property(sequence, (a) => {
      expect(sequenceMatches(a, [...a])).toEqual(a.length === 0 ? [] : [{ a: 0, b: 0, length: a.length }])
    }),
    { seed: 20261127 },
  )
})

test('one insertion in a hundred thousand is one insertion, also in few different words', () => {
  const words = ['the', 'quick', 'brown', 'fox', 'jumps', 'over', 'lazy', 'dogs']
  let state = 1
  const a = Array.from({ length: 100_000 }, () => {
    state = (state * 48_271) % 2_147_483_647
    return words[state % words.length] ?? ''
  })
  const b = a.toSpliced(60_000, 0, 'suddenly')
  expect(sequenceMatches(a, b)).toEqual([
    { a: 0, b: 0, length: 60_000 },
    { a: 60_000, b: 60_001, length: 40_000 },
  ])
})

test('what has nothing in common ends soon', () => {
  const a = Array.from({ length: 50_000 }, (_, index) => (index % 2 === 0 ? 'x' : 'y'))
  const b = Array.from({ length: 50_000 }, (_, index) => (index % 3 === 0 ? 'x' : 'z'))
  expect(length(sequenceMatches(a, b))).toBeLessThanOrEqual(50_000)
})
