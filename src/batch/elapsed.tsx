import { useEffect, useState } from 'react'
import { wallClock } from '../browser/clock.ts'
import type { EpochMs } from '../lib/brand.ts'

/** Seconds since then, for people who wait. */
export const Elapsed = ({ since }: { readonly since: EpochMs }) => {
  const [now, setNow] = useState(wallClock)
  useEffect(() => {
    const timer = setInterval(() => setNow(wallClock()), 1000)
    return () => clearInterval(timer)
  }, [])
  return <span className="text-text-subtle"> {Math.max(0, Math.round((now - since) / 1000))} s</span>
}
