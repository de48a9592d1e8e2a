import { labelOf, signatureOf, wordsOf, type Entry } from './entries.ts'
import type { IgnoreRules } from './ignore-rules.ts'
import { compareSequences, sequenceMatches } from './sequence-matches.ts'

/** Positions of two entries that tell the same thing; of one, where the other answer has no such thing. */
export interface EntryPair {
  readonly a?: number
  readonly b?: number
}

/** A gap with more cells than this is paired by label alone. */
const mostCells = 40_000

const likeness = (one: ReadonlySet<string>, other: ReadonlySet<string>): number => {
  if (one.size + other.size === 0) return 1
  let shared = 0
  for (const word of one) if (other.has(word)) shared += 1
  return (2 * shared) / (one.size + other.size)
}

interface Side {
  readonly labels: readonly string[]
  readonly words: readonly ReadonlySet<string>[]
}

type Place = readonly [a: number, b: number]

/** The pairs of a gap, in order, that are the most alike together. Only what has the same label can be a pair. */
const alikeIn = (a: Side, b: Side, [aFrom, bFrom]: Place, [aTo, bTo]: Place): readonly Place[] => {
  const width = bTo - bFrom + 1
  const score = new Float64Array((aTo - aFrom + 1) * width)
  const worth = (i: number, j: number): number => {
    if (a.labels[i] !== b.labels[j]) return 0
    return 1 + likeness(a.words[i] ?? new Set(), b.words[j] ?? new Set())
  }
  const pairWorth = new Float64Array(score.length)
  for (let i = aTo - aFrom - 1; i >= 0; i -= 1) {
    for (let j = width - 2; j >= 0; j -= 1) {
      const at = i * width + j
      const gain = worth(aFrom + i, bFrom + j)
      pairWorth[at] = gain
      score[at] = Math.max(
        gain === 0 ? 0 : gain + (score[at + width + 1] ?? 0),
        score[at + width] ?? 0,
        score[at + 1] ?? 0,
      )
    }
  }
  const found: Place[] = []
  for (let i = 0, j = 0; i < aTo - aFrom && j < width - 1;) {
    const at = i * width + j
    const gain = pairWorth[at] ?? 0
    if (gain > 0 && score[at] === gain + (score[at + width + 1] ?? 0)) {
      found.push([aFrom + i, bFrom + j])
      i += 1
      j += 1
    } else if (score[at] === score[at + width]) i += 1
    else j += 1
  }
  return found
}

const byLabelIn = (a: Side, b: Side, [aFrom, bFrom]: Place, [aTo, bTo]: Place): readonly Place[] =>
  sequenceMatches(a.labels.slice(aFrom, aTo), b.labels.slice(bFrom, bTo)).flatMap((match) =>
    Array.from({ length: match.length }, (_, index): Place => [aFrom + match.a + index, bFrom + match.b + index]),
  )

const sideOf = (entries: readonly Entry[]): Side => ({ labels: entries.map(labelOf), words: entries.map(wordsOf) })

const placesOf = (a: readonly Entry[], b: readonly Entry[], aTexts: readonly string[], bTexts: readonly string[]) => {
  const [aSide, bSide] = [sideOf(a), sideOf(b)]
  const places: Place[] = []
  let from: Place = [0, 0]
  const gap = (to: Place) => {
    const cells = (to[0] - from[0]) * (to[1] - from[1])
    if (cells > 0) places.push(...(cells <= mostCells ? alikeIn : byLabelIn)(aSide, bSide, from, to))
  }
  for (const match of sequenceMatches(aTexts, bTexts)) {
    gap([match.a, match.b])
    for (let index = 0; index < match.length; index += 1) places.push([match.a + index, match.b + index])
    from = [match.a + match.length, match.b + match.length]
  }
  gap([a.length, b.length])
  return places
}

/**
 * Lays two lists of entries over each other: first what is the same, then, between that, what is called the same and
 * is most alike. What only the first has stands before what only the second has.
 */
export const alignEntries = (a: readonly Entry[], b: readonly Entry[], rules: IgnoreRules): readonly EntryPair[] => {
  const aTexts = a.map((entry) => signatureOf(entry, rules))
  const bTexts = b.map((entry) => signatureOf(entry, rules))
  const places =
    compareSequences(aTexts, bTexts) <= 0
      ? placesOf(a, b, aTexts, bTexts)
      : placesOf(b, a, bTexts, aTexts).map(([one, other]): Place => [other, one])
  const pairs: EntryPair[] = []
  let [i, j] = [0, 0]
  for (const [aPlace, bPlace] of [...places, [a.length, b.length] as const]) {
    for (; i < aPlace; i += 1) pairs.push({ a: i })
    for (; j < bPlace; j += 1) pairs.push({ b: j })
    if (aPlace < a.length && bPlace < b.length) pairs.push({ a: i, b: j })
    i += 1
    j += 1
  }
  return pairs
}
