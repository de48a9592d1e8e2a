import { useState } from 'react'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { comparisonShortcuts } from './comparison-shortcuts.ts'

/** Goes through `count` places by the keys n and p, round and round. -1: nowhere yet. `key`: what they are places of. */
export const useJumps = (count: number, key: string, onJump: () => void): readonly [number, (by: 1 | -1) => void] => {
  const [place, setPlace] = useState({ key, at: -1 })
  const at = place.key === key ? place.at : -1
  const jump = (by: 1 | -1) => {
    if (count === 0) return
    setPlace({ key, at: at < 0 ? (by === 1 ? 0 : count - 1) : (at + by + count) % count })
    onJump()
  }
  useShortcuts(comparisonShortcuts, { 'difference-on': () => jump(1), 'difference-back': () => jump(-1) })
  return [at, jump]
}
