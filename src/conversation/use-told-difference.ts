import { useEffect, useState } from 'react'
import { sentenceOf } from '../lib/problem.ts'
import type { Run } from './conversation.ts'
import type { DifferenceWords, TellDifference } from './thread-model.ts'

export type ToldDifference =
  | { readonly at: 'waiting' }
  | { readonly at: 'comparing' }
  | { readonly at: 'told'; readonly words: DifferenceWords }
  | { readonly at: 'failed'; readonly detail: string }

/** How two runs differ, as soon as both are over and compared. */
export const useToldDifference = (one: Run, other: Run, tell: TellDifference): ToldDifference => {
  const [made, setMade] = useState<{ readonly key: string; readonly told: ToldDifference }>()
  const areOver = one.phase.at === 'over' && other.phase.at === 'over'
  const key = `${one.id} ${other.id}`
  // The comparison is made outside of React; its answer to an earlier question is not waited for any more.
  useEffect(() => {
    if (!areOver) return undefined
    let current = true
    tell(one, other).then(
      (words) => current && setMade({ key, told: { at: 'told', words } }),
      (thrown: unknown) => current && setMade({ key, told: { at: 'failed', detail: sentenceOf(thrown) } }),
    )
    return () => {
      current = false
    }
  }, [areOver, key, one, other, tell])
  if (!areOver) return { at: 'waiting' }
  return made?.key === key ? made.told : { at: 'comparing' }
}
