import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { monotonic, onNextFrame } from '../browser/clock.ts'
import type { RunId } from '../conversation/conversation.ts'
import type { OpenRecording } from '../conversation/open-recordings.ts'
import { useConversationServices } from '../conversation/use-conversation.ts'
import type { Recording } from '../exchange/recording.ts'
import { momentAtEnd, type Moment } from './moment.ts'
import { createReplay } from './replay.ts'
import { leaveReplay, replayStore, showReplay, type ShownReplay } from './replay-store.ts'

/** The moment that is shown of this run; null while it is shown as it is. */
export const useReplayed = (run: RunId | undefined): ShownReplay | null =>
  useStore(replayStore, ({ shown }) => (shown !== null && shown.run === run ? shown : null))

/** The moment that is shown, of whichever run. */
export const useAnyReplayed = (): ShownReplay | null => useStore(replayStore, ({ shown }) => shown)

/** The recordings that this one goes on with, and itself; undefined while they are read. */
const useChain = (recording: Recording): readonly Recording[] | undefined => {
  const { openRecordings } = useConversationServices()
  const alone = useMemo(() => [recording], [recording])
  const [loaded, setLoaded] = useState<readonly Recording[]>()
  useEffect(() => {
    if (recording.continues === undefined) return undefined
    let current = true
    openRecordings.chain(recording.id).then(
      (chain) => current && setLoaded(chain),
      () => undefined,
    )
    return () => {
      current = false
    }
  }, [recording, openRecordings])
  if (recording.continues === undefined) return alone
  return loaded?.at(-1)?.id === recording.id ? loaded : undefined
}

export interface ReplayControls {
  readonly shown: ShownReplay | null
  /** False while what the recording goes on with is still being read. */
  readonly ready: boolean
  readonly seek: (moment: Moment) => void
  readonly leave: () => void
}

/** Moves this recording to a moment, for as long as the caller is there: give it the recording as `key`. */
export const useReplay = (run: RunId, { recording, reading }: OpenRecording): ReplayControls => {
  const chain = useChain(recording)
  const replay = useMemo(
    () => (chain === undefined ? undefined : createReplay(chain, recording, reading)),
    [chain, recording, reading],
  )
  const shown = useReplayed(run)
  useEffect(() => leaveReplay, [])
  const seek = useCallback(
    (moment: Moment) => {
      if (replay === undefined) return
      let replayed = replay.at(moment)
      // An event that only the end of the body completed is there at the end.
      const isAll = moment.bytes >= recording.chunks.byteLength
      if (isAll && !moment.ended && replayed.reading?.form !== 'stream') replayed = replay.at(momentAtEnd(recording))
      showReplay(run, replayed)
    },
    [replay, recording, run],
  )
  return { shown, ready: replay !== undefined, seek, leave: leaveReplay }
}

/** Calls `advance` with the milliseconds that passed, once per frame, for as long as something plays. */
export const usePlaying = (playing: boolean, advance: (elapsed: number) => void): void => {
  const latest = useRef(advance)
  useEffect(() => {
    latest.current = advance
  }, [advance])
  useEffect(() => {
    if (!playing) return undefined
    let running = true
    let before = monotonic()
    const frame = () => {
      if (!running) return
      const now = monotonic()
      latest.current(now - before)
      before = now
      onNextFrame(frame)
    }
    onNextFrame(frame)
    return () => {
      running = false
    }
  }, [playing])
}
