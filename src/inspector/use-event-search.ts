import { useEffect, useMemo, useState } from 'react'
import { monotonic, onNextFrame } from '../browser/clock.ts'
import type { Recording } from '../exchange/recording.ts'
import type { Reading } from '../protocol/reading.ts'
import { EventSearch, type Pattern } from './event-search.ts'

/** Of a frame's 16 ms the search takes no more than this. */
const sliceMs = 6

/** Searches the events that are there and those that come, a slice per frame. `null` without a valid pattern. */
export const useEventSearch = (recording: Recording, reading: Reading, pattern: Pattern): EventSearch | null => {
  const search = useMemo(
    () => (pattern.kind === 'valid' ? new EventSearch(pattern.expression) : null),
    // Another reading is another search.
    // oxlint-disable-next-line react/exhaustive-deps
    [pattern, reading],
  )
  const [, setScanned] = useState(0)
  const { count } = reading.events
  useEffect(() => {
    if (search === null) return undefined
    let stopped = false
    const slice = () => {
      if (stopped || search.scanned >= reading.events.count) return
      const until = monotonic() + sliceMs
      search.scan(recording, reading, () => monotonic() >= until)
      setScanned(search.scanned)
      onNextFrame(slice)
    }
    slice()
    return () => {
      stopped = true
    }
  }, [search, recording, reading, count])
  return search
}
