import { useEffect, useState } from 'react'
import { sentenceOf } from '../lib/problem.ts'
import type { Run } from './conversation.ts'
import type { BaselineWords, ThreadActions } from './thread-model.ts'

type Told = { readonly words: BaselineWords } | { readonly failure: string }

/** What changed in a run against the baseline: the words, or why there are none yet. */
export const useBaselineWords = (baseline: Run, run: Run, tell: ThreadActions['tellAgainst']): Told | string => {
  const [told, setTold] = useState<{ readonly key: string; readonly told: Told }>()
  const areOver = baseline.phase.at === 'over' && run.phase.at === 'over'
  const key = `${baseline.id} ${run.id}`
  // The comparison is made outside of React; its answer to an earlier question is not waited for any more.
  useEffect(() => {
    if (!areOver) return undefined
    let current = true
    tell(baseline, run).then(
      (words) => current && setTold({ key, told: { words } }),
      (thrown: unknown) => current && setTold({ key, told: { failure: sentenceOf(thrown) } }),
    )
    return () => {
      current = false
    }
  }, [areOver, baseline, key, run, tell])
  if (!areOver) return 'Compared with the baseline when both have ended.'
  return told?.key === key ? told.told : 'Comparing with the baseline…'
}
