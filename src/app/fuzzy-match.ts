/** Where a query was found in a text: how good that is, and which ranges of the text matched. */
export interface Match {
  readonly score: number
  readonly ranges: readonly (readonly [from: number, to: number])[]
}

const startsWord = (text: string, at: number): boolean => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')

type Range = readonly [from: number, to: number]

const withLetter = (ranges: readonly Range[], at: number): readonly Range[] => {
  const last = ranges.at(-1)
  return last?.[1] === at ? [...ranges.slice(0, -1), [last[0], at + 1]] : [...ranges, [at, at + 1]]
}

/** The letters of a word in order, with gaps: `sag` finds `sales-agent`. A gap may only end where a word starts. */
const scattered = (word: string, text: string): Match | undefined => {
  const failed = new Set<number>()
  const place = (index: number, from: number, ranges: readonly Range[]): readonly Range[] | undefined => {
    if (index === word.length) return ranges
    const known = index * (text.length + 1) + from
    if (failed.has(known)) return undefined
    for (let at = text.indexOf(word.charAt(index), from); at >= 0; at = text.indexOf(word.charAt(index), at + 1)) {
      if (!startsWord(text, at) && (at !== from || index === 0)) continue
      const found = place(index + 1, at + 1, withLetter(ranges, at))
      if (found !== undefined) return found
    }
    failed.add(known)
    return undefined
  }
  const ranges = place(0, 0, [])
  return ranges === undefined ? undefined : { score: Math.max(1, 30 - 5 * ranges.length), ranges }
}

const matchWord = (word: string, text: string): Match | undefined => {
  let at = text.indexOf(word)
  if (at < 0) return scattered(word, text)
  for (let next = at; next >= 0; next = text.indexOf(word, next + 1)) {
    if (!startsWord(text, next)) continue
    at = next
    break
  }
  const bonus = at === 0 ? 40 : startsWord(text, at) ? 20 : 0
  return { score: 40 + bonus + (text.length === word.length ? 20 : 0), ranges: [[at, at + word.length]] }
}

export const wordsOf = (query: string): readonly string[] => query.toLowerCase().split(/\s+/).filter(Boolean)

/** All words of a query in a text, in any order; undefined when one of them is not in it. Case does not matter. */
export const matchOf = (words: readonly string[], text: string): Match | undefined => {
  const lower = text.toLowerCase()
  // Where lower case has another length, places would be wrong; such a text is still found.
  const isAligned = lower.length === text.length
  let score = 0
  const ranges: Range[] = []
  for (const word of words) {
    const match = matchWord(word, lower)
    if (match === undefined) return undefined
    score += match.score
    ranges.push(...match.ranges)
  }
  return { score, ranges: isAligned ? ranges.toSorted(([one], [other]) => one - other) : [] }
}
