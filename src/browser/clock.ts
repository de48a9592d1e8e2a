import type { EpochMs } from '../lib/brand.ts'

/** Wall clock, for people. */
export const wallClock = (): EpochMs => Date.now() as EpochMs

/** Monotonic milliseconds with the finest resolution the browser allows; only differences mean something. */
export const monotonic = (): number => performance.now()

/** Resolves after the given milliseconds, or as soon as the signal aborts. */
export const delay = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, milliseconds)
    signal?.addEventListener('abort', finish)
    if (signal?.aborted === true) finish()
  })

/**
 * Calls back before the next paint. A hidden tab paints nothing, so a slow timer stands in for the frame there:
 * a stream must go on being recorded while its tab is in the background.
 */
export const onNextFrame = (callback: () => void): void => {
  if (document.visibilityState === 'hidden') {
    setTimeout(callback, 100)
    return
  }
  let called = false
  const once = () => {
    if (called) return
    called = true
    callback()
  }
  requestAnimationFrame(once)
  setTimeout(once, 250)
}
