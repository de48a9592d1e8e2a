import { openReading, withExchange, type RunFold } from '../conversation/fold-run.ts'
import { lacks, type Recording } from '../exchange/recording.ts'
import type { Checkpoint } from '../protocol/checkpoints.ts'
import type { Reading } from '../protocol/reading.ts'
import type { Moment } from './moment.ts'

/** A run as it was at a moment: made by the same fold, of the same bytes, only of fewer. */
export interface Replayed {
  readonly moment: Moment
  readonly recording: Recording
  /** Absent before the head of the answer. */
  readonly reading: Reading | undefined
  readonly fold: RunFold
}

const neverChanges = () => () => undefined

/** A view of the recording that ends at this moment; the recording itself stays as it is. */
const recordingAt = (recording: Recording, { at, bytes, ended }: Moment, version: number): Recording => {
  const { id, startedAt, request, continues, missing, head, chunks, end } = recording
  return {
    id,
    startedAt,
    request,
    continues,
    ...(missing === undefined ? {} : { missing }),
    head: head === undefined || (head.at > at && bytes === 0) ? undefined : head,
    chunks: chunks.prefix(bytes),
    end: ended ? end : undefined,
    version,
    subscribe: neverChanges,
  }
}

interface Reel {
  readonly reading: Reading
  bytes: number
  ended: boolean
}

/** Pushes what arrived up to this byte, each piece with the moment of its read. */
const wind = (reel: Reel, { chunks }: Recording, until: number): void => {
  for (let index = chunks.indexAtByte(reel.bytes); index >= 0 && reel.bytes < until; index += 1) {
    const to = Math.min(until, chunks.offset(index) + chunks.length(index))
    reel.reading.push(chunks.bytes(reel.bytes, to), chunks.at(index))
    reel.bytes = to
  }
}

/** Going on over this many events costs less than what the views save by keeping their reading. */
const nearby = 1024

/**
 * Shows a recording, which goes on with what came before, at any moment. Forwards only what is new is folded. A fold
 * cannot be undone: backwards, and far forwards, it begins at the nearest checkpoint of the reading that is there
 * already, so that any moment of a long answer is as near as any other.
 */
export const createReplay = (recording: Recording, before: RunFold, whole?: Reading) => {
  let reel: Reel | undefined
  let version = 0

  const isOnTheWay = ({ reading, bytes, ended }: Reel, moment: Moment, checkpoint: Checkpoint | undefined): boolean =>
    bytes <= moment.bytes &&
    (!ended || moment.ended) &&
    (checkpoint === undefined || checkpoint.events - reading.events.count < nearby)

  const reelFor = (moment: Moment): Reel => {
    const checkpoint = whole?.checkpointBefore(moment.bytes)
    if (reel !== undefined && isOnTheWay(reel, moment, checkpoint)) return reel
    const earlier = checkpoint === undefined || whole === undefined ? undefined : { checkpoint, whole: whole.events }
    reel = {
      reading: openReading(recording, before, earlier),
      bytes: checkpoint?.place.boundary ?? 0,
      ended: false,
    }
    return reel
  }

  const at = (moment: Moment): Replayed => {
    version += 1
    const shown = recordingAt(recording, moment, version)
    const current = reelFor(moment)
    wind(current, recording, moment.bytes)
    if (moment.ended && !current.ended && recording.end !== undefined) {
      current.reading.end(recording.end.at, recording.end.kind !== 'whole-body')
      current.ended = true
    }
    const isReadable = shown.head !== undefined || lacks(shown, 'head')
    const reading = isReadable ? current.reading : undefined
    return { moment, recording: shown, reading, fold: withExchange(before, shown, reading) }
  }

  return { at }
}
