import { useEffect, useState } from 'react'
import type { Run } from '../conversation/conversation.ts'
import { useConversationServices } from '../conversation/use-conversation.ts'
import { sentenceOf } from '../lib/problem.ts'
import type { Comparison } from './compare-answers.ts'
import { comparisonOf } from './compare-runs.ts'
import type { IgnoreRules } from './ignore-rules.ts'

export type Compared =
  /** Not both runs have ended, or one of them is not known. */
  | { readonly state: 'waiting' }
  /** `before`: what was found under other rules, to be looked at until then. */
  | { readonly state: 'comparing'; readonly before?: Comparison }
  | { readonly state: 'done'; readonly comparison: Comparison }
  | { readonly state: 'failed'; readonly detail: string }

const isOver = (run: Run | undefined): run is Run => run?.phase.at === 'over'

/** The differences between two runs, as soon as both are over. */
export const useComparison = (a: Run | undefined, b: Run | undefined, rules: IgnoreRules): Compared => {
  const { openRecordings } = useConversationServices()
  const [made, setMade] = useState<{ readonly pair: string; readonly key: string; readonly compared: Compared }>()
  const [one, other] = isOver(a) && isOver(b) ? [a, b] : [undefined, undefined]
  const pair = one === undefined || other === undefined ? '' : `${one.id} ${other.id}`
  const key = pair === '' ? '' : [pair, ...rules].join(' ')
  // The worker is outside of React; its answer to an earlier question is not waited for any more.
  useEffect(() => {
    if (one === undefined || other === undefined) return undefined
    let current = true
    comparisonOf(one, other, rules, openRecordings).then(
      (comparison) => current && setMade({ pair, key, compared: { state: 'done', comparison } }),
      (thrown: unknown) => current && setMade({ pair, key, compared: { state: 'failed', detail: sentenceOf(thrown) } }),
    )
    return () => {
      current = false
    }
  }, [key, one, openRecordings, other, pair, rules])
  if (key === '') return { state: 'waiting' }
  if (made?.key === key) return made.compared
  return made?.pair === pair && made.compared.state === 'done'
    ? { state: 'comparing', before: made.compared.comparison }
    : { state: 'comparing' }
}
