import { sequenceMatches } from './sequence-matches.ts'

/** A stretch of two texts laid over each other. `hidden`: characters that both have and that are left out here. */
export interface Stretch {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
  readonly hidden?: number
}

/** Words, single signs, and single characters of scripts that put no space between words. */
const wordPattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}\p{M}_])+|\s+|[^\s]/gu

const blank = /^\s+$/u

interface Word {
  /** What is compared. */
  readonly key: string
  /** Where its text, with the white space after it, begins in the whole. */
  readonly from: number
}

/** With `loose`, white space belongs to the word before it and makes no difference. */
const wordsOf = (text: string, loose: boolean): readonly Word[] => {
  const words: Word[] = []
  for (const { 0: key, index: from } of text.matchAll(wordPattern)) {
    if (loose && blank.test(key)) continue
    // What comes before the first word belongs to it.
    words.push({ key, from: loose && words.length === 0 ? 0 : from })
  }
  return words
}

const context = 160
const shortest = 2 * context + 80

/** Of a long stretch that is the same, its ends are enough. */
const shortened = (text: string): Stretch =>
  text.length <= shortest
    ? { kind: 'same', text }
    : {
        kind: 'same',
        text: `${text.slice(0, context)} … ${text.slice(-context)}`,
        hidden: text.length - 2 * context,
      }

/** What became of the words of a text. What was removed stands before what was added in its place. */
export const wordChanges = (a: string, b: string, loose: boolean): readonly Stretch[] => {
  const aWords = wordsOf(a, loose)
  const bWords = wordsOf(b, loose)
  const aAt = (index: number) => aWords[index]?.from ?? a.length
  const bAt = (index: number) => bWords[index]?.from ?? b.length
  const matches = sequenceMatches(
    aWords.map(({ key }) => key),
    bWords.map(({ key }) => key),
  )
  const stretches: Stretch[] = []
  let aDone = 0
  let bDone = 0
  const change = (aTo: number, bTo: number) => {
    if (aTo > aDone) stretches.push({ kind: 'removed', text: a.slice(aAt(aDone), aAt(aTo)) })
    if (bTo > bDone) stretches.push({ kind: 'added', text: b.slice(bAt(bDone), bAt(bTo)) })
  }
  for (const match of matches) {
    change(match.a, match.b)
    stretches.push(shortened(a.slice(aAt(match.a), aAt(match.a + match.length))))
    aDone = match.a + match.length
    bDone = match.b + match.length
  }
  change(aWords.length, bWords.length)
  return stretches
}
