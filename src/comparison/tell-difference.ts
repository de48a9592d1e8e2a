import type { OpenRecordings } from '../conversation/open-recordings.ts'
import type { TellDifference } from '../conversation/thread-model.ts'
import { againstBaseline } from './against-baseline.ts'
import { comparisonOf } from './compare-runs.ts'
import { allRules } from './ignore-rules.ts'
import { namesOf, verdictOf, wordsWithin } from './verdict.ts'

/** What changed in a run against the pinned one; both are over. */
export const tellAgainstBaseline =
  (recordings: OpenRecordings): TellDifference =>
  async (baseline, run) =>
    againstBaseline(baseline, run, await comparisonOf(baseline, run, allRules, recordings))

/** How the streamed and the whole answer to one message differ; both are over. */
export const tellBothWays =
  (recordings: OpenRecordings): TellDifference =>
  async (streamed, whole) => {
    const comparison = await comparisonOf(streamed, whole, allRules, recordings)
    const verdict = verdictOf(comparison, namesOf(streamed.mode, whole.mode))
    return { kind: verdict.kind === 'different' ? 'different' : 'same', sentence: `${wordsWithin(verdict)}.` }
  }
