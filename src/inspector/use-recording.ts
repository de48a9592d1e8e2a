import { useCallback, useSyncExternalStore } from 'react'
import { onNextFrame } from '../browser/clock.ts'
import type { Recording } from '../exchange/recording.ts'

/** Redraws when the recording grows, at most once per animation frame. Returns its version. */
export const useRecordingVersion = (recording: Recording): number => {
  const subscribe = useCallback(
    (listener: () => void) => {
      let waiting = false
      let subscribed = true
      const unsubscribe = recording.subscribe(() => {
        if (waiting) return
        waiting = true
        onNextFrame(() => {
          waiting = false
          if (subscribed) listener()
        })
      })
      return () => {
        subscribed = false
        unsubscribe()
      }
    },
    [recording],
  )
  return useSyncExternalStore(subscribe, () => recording.version)
}
