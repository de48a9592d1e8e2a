import type { Mode } from '../conversation/conversation.ts'
import type { Comparison, Difference, Side } from './compare-answers.ts'
import { subjects, type Subject } from './entries.ts'

/** What the two are called in sentences. */
export interface Names {
  readonly a: string
  readonly b: string
}

/** By how they were asked for, where that tells them apart; else by their letters. */
export const namesOf = (a: Mode, b: Mode): Names =>
  a === b ? { a: 'A', b: 'B' } : { a: `the ${a} answer`, b: `the ${b} answer` }

export interface Verdict {
  readonly kind: 'same' | 'expected' | 'different'
  readonly sentence: string
  /** What differs unexpectedly, in the order in which it is told. */
  readonly subjects: readonly Subject[]
}

const listed = (parts: readonly string[]): string => {
  const [last, ...before] = parts.toReversed()
  return before.length === 0 ? (last ?? '') : `${before.toReversed().join(', ')} and ${last ?? ''}`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The one side that has it, when it is the same one in all of these differences. */
const onlySide = (differences: readonly Difference[]): Exclude<Side, 'both'> | undefined => {
  const sides = new Set(differences.map(({ side }) => side))
  const [side] = sides
  return sides.size === 1 && side !== 'both' ? side : undefined
}

const countOf = (comparison: Comparison, kind: 'tool-call' | 'message'): number =>
  comparison.rows.filter((row) => row.kind === kind).length

const of = (differences: readonly Difference[], ...wanted: readonly Subject[]) =>
  differences.filter(({ subject }) => wanted.includes(subject))

const toolWords = (comparison: Comparison, differences: readonly Difference[], names: Names): string => {
  const tools = of(differences, 'tools')
  if (tools.length > 0) {
    const side = onlySide(tools)
    return side === undefined
      ? 'different tools'
      : `${tools.length === 1 ? 'a tool call' : `${tools.length} tool calls`} in ${names[side]} only`
  }
  const calls = countOf(comparison, 'tool-call')
  if (calls === 0) return of(differences, 'outputs').length > 0 ? 'different tool outputs' : 'no tools'
  const [changed, outputs] = [of(differences, 'arguments').length, of(differences, 'outputs').length]
  if (changed === 0 && outputs === 0) return 'same tools'
  const what = [...(changed === 0 ? [] : ['arguments']), ...(outputs === 0 ? [] : ['outputs'])]
  return `same tools with different ${listed(what)}`
}

const textWords = (comparison: Comparison, differences: readonly Difference[]): string => {
  if (of(differences, 'text', 'refusal').length > 0) return 'different text'
  return countOf(comparison, 'message') === 0 ? 'no text' : 'same text'
}

const inOwnWords: readonly Subject[] = ['tools', 'arguments', 'outputs', 'text', 'refusal']

/** `the streamed answer lacks custom_outputs`, `usage differs`. */
const otherWords = (differences: readonly Difference[], names: Names): readonly string[] => {
  const lacking: Record<'a' | 'b', Subject[]> = { a: [], b: [] }
  const differing: Subject[] = []
  for (const subject of subjects) {
    const found = of(differences, subject)
    if (found.length === 0 || inOwnWords.includes(subject)) continue
    const side = onlySide(found)
    if (side === undefined) differing.push(subject)
    else lacking[side === 'a' ? 'b' : 'a'].push(subject)
  }
  return [
    ...(lacking.a.length === 0 ? [] : [`${names.a} lacks ${listed(lacking.a)}`]),
    ...(lacking.b.length === 0 ? [] : [`${names.b} lacks ${listed(lacking.b)}`]),
    ...(differing.length === 0 ? [] : [`different ${listed(differing)}`]),
  ]
}

/** A verdict as the rest of a sentence that has begun. */
export const wordsWithin = ({ sentence }: Verdict): string =>
  `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/u, '')}`

const toldSubjects = (differences: readonly Difference[]): readonly Subject[] =>
  subjects.filter((subject) => of(differences, subject).length > 0)

/** Said first: what is the same and what is not, in one sentence. */
export const verdictOf = (comparison: Comparison, names: Names): Verdict => {
  const surprising = comparison.differences.filter(({ expected }) => expected === undefined)
  const expected = comparison.differences.filter((difference) => difference.expected !== undefined)
  const clauses = [
    toolWords(comparison, surprising, names),
    textWords(comparison, surprising),
    ...otherWords(surprising, names),
  ]
  // What is expected is told after the rest, and never as what differs.
  const also = expected.length === 0 ? '' : ` Expected here: ${listed(toldSubjects(expected))}.`
  if (surprising.length === 0) {
    const kind = expected.length === 0 ? 'same' : 'expected'
    return { kind, sentence: `The same: ${clauses.join(', ')}.${also}`, subjects: [] }
  }
  return { kind: 'different', sentence: `${capital(clauses.join(', '))}.${also}`, subjects: toldSubjects(surprising) }
}
