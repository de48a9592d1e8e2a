import type { Run } from '../conversation/conversation.ts'
import type { OpenRecordings } from '../conversation/open-recordings.ts'
import { compareInWorker } from './ask-worker.ts'
import type { Comparison } from './compare-answers.ts'
import type { IgnoreRules } from './ignore-rules.ts'
import { toldAnswer } from './told-answer.ts'

const kept = 60
const known = new Map<string, Promise<Comparison>>()

const compareRuns = async (a: Run, b: Run, rules: IgnoreRules, recordings: OpenRecordings): Promise<Comparison> => {
  const openOf = async ({ exchanges }: Run) => {
    const exchange = exchanges.at(-1)
    return (exchange === undefined ? undefined : await recordings.load(exchange)) ?? null
  }
  return compareInWorker(toldAnswer(a, await openOf(a)), toldAnswer(b, await openOf(b)), rules)
}

/** Runs that are over do not change: their comparison is made once. */
export const comparisonOf = (a: Run, b: Run, rules: IgnoreRules, recordings: OpenRecordings): Promise<Comparison> => {
  const key = [a.id, b.id, ...rules].join(' ')
  const found = known.get(key)
  if (found !== undefined) return found
  const made = compareRuns(a, b, rules, recordings)
  known.set(key, made)
  made.catch(() => known.delete(key))
  for (const oldest of known.keys()) {
    if (known.size <= kept) break
    known.delete(oldest)
  }
  return made
}
