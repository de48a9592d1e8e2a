import { useEffect, useState } from 'react'
import type { EpochMs } from '../lib/brand.ts'
import { wallClock } from './clock.ts'

/** The wall clock, looked at so often. */
export const useWallClock = (everyMilliseconds: number): EpochMs => {
  const [now, setNow] = useState(wallClock)
  // The clock is outside of React.
  useEffect(() => {
    const timer = setInterval(() => setNow(wallClock()), everyMilliseconds)
    return () => clearInterval(timer)
  }, [everyMilliseconds])
  return now
}
