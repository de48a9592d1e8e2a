import type { Chunk, LiveRecording } from '../exchange/live-recording.ts'
import { browserWords, isStorageFull } from './storage-full.ts'

export interface KeepRecordingServices {
  readonly write: (
    recording: LiveRecording,
    chunks: readonly Chunk[],
    durability: 'relaxed' | 'strict',
  ) => Promise<void>
  /** Resolves after the time that storage is given, or when the signal aborts. */
  readonly patience: (signal: AbortSignal) => Promise<void>
  readonly failed: (detail: string, isFull: boolean) => void
  readonly recovered: () => void
}

/**
 * Stores what was read, and never holds a stream back for long. Resolves when it is committed, or when it is known
 * that this takes too long or cannot be; until a late write has settled nobody waits for storage again.
 */
export const createKeepRecording = ({ write, patience, failed, recovered }: KeepRecordingServices) => {
  let stuck = 0
  return async (recording: LiveRecording, chunks: readonly Chunk[]): Promise<void> => {
    const settled = new AbortController()
    let isLate = false
    const writing = write(recording, chunks, recording.end === undefined ? 'relaxed' : 'strict')
      .then(recovered, (thrown: unknown) => failed(browserWords(thrown), isStorageFull(thrown)))
      .finally(() => {
        settled.abort()
        if (isLate) stuck -= 1
      })
    if (stuck === 0) await Promise.race([writing, patience(settled.signal)])
    if (settled.signal.aborted) return
    isLate = true
    stuck += 1
    failed('It did not answer in time.', false)
  }
}
