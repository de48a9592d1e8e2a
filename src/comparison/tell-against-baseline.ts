import type { Run } from '../conversation/conversation.ts'
import type { OpenRecordings } from '../conversation/open-recordings.ts'
import type { BaselineWords } from '../conversation/thread-model.ts'
import { againstBaseline } from './against-baseline.ts'
import { comparisonOf } from './compare-runs.ts'
import { allRules } from './ignore-rules.ts'

/** What changed in a run against the pinned one; both are over. */
export const tellAgainstBaseline = async (
  baseline: Run,
  run: Run,
  recordings: OpenRecordings,
): Promise<BaselineWords> => againstBaseline(baseline, run, await comparisonOf(baseline, run, allRules, recordings))
