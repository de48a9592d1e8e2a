import type { EpochMs } from '../lib/brand.ts'

/** `now`, `5 min ago`, `3 h ago`, `yesterday`, else the date. */
export const relativeTime = (then: EpochMs, now: EpochMs): string => {
  const minutes = Math.round((now - then) / 60_000)
  if (minutes < 1) return 'now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 24 * 60) return `${Math.round(minutes / 60)} h ago`
  if (minutes < 48 * 60) return 'yesterday'
  return new Date(then).toLocaleDateString('en', { month: 'short', day: 'numeric', year: 'numeric' })
}
