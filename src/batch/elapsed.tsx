import { useWallClock } from '../browser/use-wall-clock.ts'
import type { EpochMs } from '../lib/brand.ts'

/** Seconds since then, for people who wait. */
export const Elapsed = ({ since }: { readonly since: EpochMs }) => {
  const now = useWallClock(1000)
  return <span className="text-text-subtle"> {Math.max(0, Math.round((now - since) / 1000))} s</span>
}
