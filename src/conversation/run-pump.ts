import type { Chunk, LiveRecording } from '../exchange/live-recording.ts'
import type { ExchangeEnd } from '../exchange/recording.ts'
import type { Reading } from '../protocol/reading.ts'
import { emptyRunFold, openReading, type RunFold } from './fold-run.ts'

export interface PumpServices {
  /** Stores the exchange's state and the chunks; resolves when they are committed, or cannot be. */
  readonly store: (recording: LiveRecording, chunks: readonly Chunk[]) => Promise<void>
  readonly nextFrame: () => Promise<void>
  readonly now: () => number
  /** Called at most once per frame, and at the end. */
  readonly publish: (reading: Reading | undefined) => void
}

/** Milliseconds of interpreting between two frames; the rest of the frame belongs to the page. */
const budget = 8
/** A single read can return megabytes; in pieces of this size no step takes long. */
const pieceSize = 64 * 1024

/**
 * Moves what was read to storage, then to the fold, then to the screen, in this order and no faster than the
 * screen is drawn. While it stores one batch, the next one gathers.
 */
export const createRunPump = (
  recording: LiveRecording,
  { store, nextFrame, now, publish }: PumpServices,
  before: RunFold = emptyRunFold,
) => {
  let reading: Reading | undefined
  let interpreted = 0
  let wanted = false
  let closed = false
  let working: Promise<void> | undefined
  /** A mistake of ours in reading or drawing: from then on bytes are stored only. */
  let fault: { readonly thrown: unknown } | undefined

  const interpret = async (): Promise<void> => {
    if (recording.head === undefined) return
    reading ??= openReading(recording, before)
    let started = now()
    const { chunks } = recording
    for (; interpreted < chunks.count; interpreted += 1) {
      const bytes = chunks.chunk(interpreted)
      for (let from = 0; from < bytes.length; from += pieceSize) {
        reading.push(bytes.subarray(from, from + pieceSize), chunks.at(interpreted))
        if (now() - started > budget) {
          publish(reading)
          await nextFrame()
          started = now()
        }
      }
    }
  }

  const show = async (ended: ExchangeEnd | undefined): Promise<void> => {
    await interpret()
    if (ended !== undefined && !closed) {
      closed = true
      reading?.end(ended.at, ended.kind !== 'whole-body')
    }
    await nextFrame()
    publish(reading)
  }

  const work = async (): Promise<void> => {
    while (wanted) {
      wanted = false
      const ended = recording.end
      const chunks = recording.takePending()
      await store(recording, chunks)
      recording.commit(chunks)
      if (fault !== undefined) continue
      try {
        await show(ended)
      } catch (thrown) {
        fault = { thrown }
      }
    }
  }

  /** Something new was read, or the exchange changed. */
  const notify = (): void => {
    wanted = true
    working ??= work().finally(() => {
      working = undefined
      if (wanted) notify()
    })
  }

  /** Resolves when everything that was read is stored, interpreted and published; rejects where reading failed. */
  const drained = async (): Promise<Reading | undefined> => {
    while (working !== undefined) await working
    if (fault !== undefined) throw fault.thrown
    return reading
  }

  return { notify, drained }
}
