import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { monotonic, onNextFrame } from '../browser/clock.ts'
import type { RunId } from '../conversation/conversation.ts'
import type { OpenRecording } from '../conversation/open-recordings.ts'
import { useConversationServices } from '../conversation/use-conversation.ts'
import type { Recording } from '../exchange/recording.ts'
import { createFilmReplay } from './film-replay.ts'
import { filmOf, type Film, type FilmMoment } from './film.ts'
import { momentAtEnd } from './moment.ts'
import { leaveReplay, replayStore, showReplay, type ShownReplay } from './replay-store.ts'

export { leaveReplay } from './replay-store.ts'

/** The moment that is shown of this run; null while it is shown as it is. */
export const useReplayed = (run: RunId | undefined): ShownReplay | null =>
  useStore(replayStore, ({ shown }) => (shown !== null && shown.run === run ? shown : null))

/** The moment that is shown, of whichever run. */
export const useAnyReplayed = (): ShownReplay | null => useStore(replayStore, ({ shown }) => shown)

/** The recordings that this one goes on with, and itself; undefined while they are read. */
export const useChain = (recording: Recording): readonly Recording[] | undefined => {
  const { openRecordings } = useConversationServices()
  const [known, setKnown] = useState<readonly Recording[]>([])
  const newest = known.at(-1)?.id
  // What is live grows by one exchange after the other.
  const goesOn = recording.continues === newest && newest !== undefined
  if (newest !== recording.id && (goesOn || recording.continues === undefined)) {
    setKnown(goesOn ? [...known, recording] : [recording])
  }
  const isMissing = newest !== recording.id
  useEffect(() => {
    if (!isMissing) return undefined
    let current = true
    openRecordings.chain(recording.id).then(
      (chain) => current && setKnown(chain),
      () => undefined,
    )
    return () => {
      current = false
    }
  }, [recording, isMissing, openRecordings])
  return isMissing ? undefined : known
}

export interface ReplayControls {
  readonly film: Film
  readonly shown: ShownReplay | null
  /** False while what the recording goes on with is still being read. */
  readonly ready: boolean
  readonly seek: (moment: FilmMoment) => void
  readonly leave: () => void
}

/** Moves a run, whose newest exchange this is, to a moment of it. `chain` is undefined while it is still being read. */
export const useReplay = (
  run: RunId,
  entry: OpenRecording,
  chain: readonly Recording[] | undefined,
): ReplayControls => {
  const { recording, reading } = entry
  const film = useMemo(() => filmOf(chain ?? [recording], { recording, reading }), [chain, recording, reading])
  const replay = useMemo(() => (chain === undefined ? undefined : createFilmReplay(film)), [chain, film])
  const shown = useReplayed(run)
  const seek = useCallback(
    ({ take, moment }: FilmMoment) => {
      const found = film[take]
      let replayed = replay?.at({ take, moment })
      if (found === undefined || replayed === undefined) return
      // An event that only the end of the body completed is there at the end.
      const isAll = moment.bytes >= found.recording.chunks.byteLength
      if (isAll && !moment.ended && replayed.reading?.form !== 'stream') {
        replayed = replay?.at({ take, moment: momentAtEnd(found.recording) }) ?? replayed
      }
      showReplay(run, replayed)
    },
    [replay, film, run],
  )
  return { film, shown, ready: replay !== undefined && film.length > 0, seek, leave: leaveReplay }
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
