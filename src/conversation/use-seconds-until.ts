import { useEffect, useState } from 'react'
import { wallClock } from '../browser/clock.ts'
import type { EpochMs } from '../lib/brand.ts'

const secondsUntil = (at: EpochMs): number => Math.max(0, Math.ceil((at - wallClock()) / 1000))

/** Whole seconds until then, counted by the wall clock, so that a tab that slept is right when it wakes up. */
export const useSecondsUntil = (at: EpochMs): number => {
  const [seconds, setSeconds] = useState(() => secondsUntil(at))
  const isOver = seconds === 0
  // The clock is outside of React.
  useEffect(() => {
    if (isOver) return undefined
    const timer = setInterval(() => setSeconds(secondsUntil(at)), 250)
    return () => clearInterval(timer)
  }, [at, isOver])
  return seconds
}
