/** A run of elements that both sequences have, in the same order. */
export interface Match {
  readonly a: number
  readonly b: number
  readonly length: number
}

interface Gap {
  readonly aFrom: number
  readonly aTo: number
  readonly bFrom: number
  readonly bTo: number
  readonly depth: number
}

/** Runs of this many elements are looked for, the longest first: a long run is rarely the same by accident. */
const runLengths = [16, 4, 1]
/** Beyond this many levels, and this many cells, what is left counts as replaced: the time stays bounded. */
const deepest = 16
const cellsAtOnce = 6_000_000
const cellsInAll = 60_000_000

const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** An order of sequences that does not depend on which is called first. */
export const compareSequences = (one: readonly string[], other: readonly string[]): number => {
  if (one.length !== other.length) return one.length - other.length
  for (const [index, text] of one.entries()) {
    const order = compareTexts(text, other[index] ?? '')
    if (order !== 0) return order
  }
  return 0
}

const numbered = (sequences: readonly (readonly string[])[]): readonly Uint32Array[] => {
  const numbers = new Map<string, number>()
  return sequences.map((sequence) =>
    Uint32Array.from(sequence, (text) => {
      const known = numbers.get(text)
      if (known !== undefined) return known
      numbers.set(text, numbers.size)
      return numbers.size - 1
    }),
  )
}

/** Where each run of `length` elements begins; -1 where it begins more than once. */
const placesOf = (sequence: Uint32Array, from: number, to: number, length: number): Map<string, number> => {
  const places = new Map<string, number>()
  for (let start = from; start + length <= to; start += 1) {
    const key = length === 1 ? String(sequence[start]) : sequence.subarray(start, start + length).join()
    places.set(key, places.has(key) ? -1 : start)
  }
  return places
}

/** The longest chain of anchors that rises in both sequences; `anchors` rise in the first. */
const risingChain = (anchors: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] => {
  const tails: number[] = []
  const before = new Int32Array(anchors.length)
  for (const [index, [, b]] of anchors.entries()) {
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((anchors[tails[middle] ?? 0]?.[1] ?? 0) < b) low = middle + 1
      else high = middle
    }
    before[index] = low === 0 ? -1 : (tails[low - 1] ?? -1)
    tails[low] = index
  }
  const chain: (readonly [number, number])[] = []
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) {
    const anchor = anchors[index]
    if (anchor !== undefined) chain.push(anchor)
  }
  return chain.toReversed()
}

const anchorsIn = (a: Uint32Array, b: Uint32Array, gap: Gap): readonly (readonly [number, number])[] => {
  for (const length of runLengths) {
    if (gap.aTo - gap.aFrom < length || gap.bTo - gap.bFrom < length) continue
    const inB = placesOf(b, gap.bFrom, gap.bTo, length)
    const anchors: (readonly [number, number])[] = []
    for (const [key, start] of placesOf(a, gap.aFrom, gap.aTo, length)) {
      const other = inB.get(key) ?? -1
      if (start >= 0 && other >= 0) anchors.push([start, other])
    }
    if (anchors.length > 0) return risingChain(anchors.sort(([one], [other]) => one - other))
  }
  return []
}

/** The longest common subsequence of a small gap, by the table that everybody knows. */
const longestIn = (a: Uint32Array, b: Uint32Array, { aFrom, aTo, bFrom, bTo }: Gap): readonly Match[] => {
  const width = bTo - bFrom + 1
  const table = new Uint16Array((aTo - aFrom + 1) * width)
  for (let i = aTo - aFrom - 1; i >= 0; i -= 1) {
    for (let j = width - 2; j >= 0; j -= 1) {
      const at = i * width + j
      table[at] =
        a[aFrom + i] === b[bFrom + j]
          ? (table[at + width + 1] ?? 0) + 1
          : Math.max(table[at + width] ?? 0, table[at + 1] ?? 0)
    }
  }
  const matches: Match[] = []
  for (let i = 0, j = 0; i < aTo - aFrom && j < width - 1;) {
    const at = i * width + j
    if (a[aFrom + i] === b[bFrom + j]) {
      matches.push({ a: aFrom + i, b: bFrom + j, length: 1 })
      i += 1
      j += 1
    } else if ((table[at + width] ?? 0) >= (table[at + 1] ?? 0)) i += 1
    else j += 1
  }
  return matches
}

/** Neighbours become one. */
const joined = (matches: readonly Match[]): readonly Match[] => {
  const result: Match[] = []
  for (const match of matches.toSorted((one, other) => one.a - other.a)) {
    const last = result.at(-1)
    if (last !== undefined && last.a + last.length === match.a && last.b + last.length === match.b) {
      result[result.length - 1] = { ...last, length: last.length + match.length }
    } else result.push(match)
  }
  return result
}

const matchesOf = (a: Uint32Array, b: Uint32Array): readonly Match[] => {
  const matches: Match[] = []
  const open: Gap[] = [{ aFrom: 0, aTo: a.length, bFrom: 0, bTo: b.length, depth: 0 }]
  let cells = 0
  for (let gap = open.pop(); gap !== undefined; gap = open.pop()) {
    let { aFrom, aTo, bFrom, bTo } = gap
    let same = 0
    while (aFrom + same < aTo && bFrom + same < bTo && a[aFrom + same] === b[bFrom + same]) same += 1
    if (same > 0) matches.push({ a: aFrom, b: bFrom, length: same })
    aFrom += same
    bFrom += same
    same = 0
    while (aTo - same > aFrom && bTo - same > bFrom && a[aTo - same - 1] === b[bTo - same - 1]) same += 1
    aTo -= same
    bTo -= same
    if (same > 0) matches.push({ a: aTo, b: bTo, length: same })
    if (aFrom === aTo || bFrom === bTo) continue
    const rest = { aFrom, aTo, bFrom, bTo, depth: gap.depth }
    const anchors = gap.depth < deepest ? anchorsIn(a, b, rest) : []
    if (anchors.length > 0) {
      // Each anchor opens the gap that it begins: what follows it is trimmed there.
      let from = { a: aFrom, b: bFrom }
      for (const [toA, toB] of anchors) {
        open.push({ aFrom: from.a, aTo: toA, bFrom: from.b, bTo: toB, depth: gap.depth + 1 })
        matches.push({ a: toA, b: toB, length: 1 })
        from = { a: toA + 1, b: toB + 1 }
      }
      open.push({ aFrom: from.a, aTo, bFrom: from.b, bTo, depth: gap.depth + 1 })
      continue
    }
    const needed = (aTo - aFrom + 1) * (bTo - bFrom + 1)
    if (needed > cellsAtOnce || cells + needed > cellsInAll) continue
    cells += needed
    matches.push(...longestIn(a, b, rest))
  }
  return joined(matches)
}

const mirrored = (matches: readonly Match[]): readonly Match[] =>
  matches.map(({ a, b, length }) => ({ a: b, b: a, length }))

/**
 * What two sequences share, in order: common ends, then runs that are unique in both as anchors, then the exact
 * answer for what is small enough. Of equally good answers the same is taken whichever sequence comes first.
 */
export const sequenceMatches = (a: readonly string[], b: readonly string[]): readonly Match[] => {
  if (compareSequences(a, b) > 0) return mirrored(sequenceMatches(b, a))
  const [first = new Uint32Array(), second = new Uint32Array()] = numbered([a, b])
  return matchesOf(first, second)
}
