import { emptyRunFold, readingOf, withExchange, type RunFold } from '../conversation/fold-run.ts'
import type { OpenRecording } from '../conversation/open-recordings.ts'
import type { Recording } from '../exchange/recording.ts'
import { densityOf, lastMoment } from '../inspector/timeline-marks.ts'
import type { Reading } from '../protocol/reading.ts'
import { firstMoment, momentAtChunk, momentAtEnd, momentAtEvent, momentAtTime, type Moment } from './moment.ts'

/** One exchange of an answer, with the place where it begins in the whole of it. */
export interface Take {
  readonly recording: Recording
  readonly reading: Reading
  /** What this exchange goes on with. */
  readonly before: RunFold
  /** Milliseconds from the start of the first exchange. */
  readonly startsAt: number
}

/** The exchanges that brought an answer, in order. Most answers have one; those that went on after a cut have more. */
export type Film = readonly Take[]

/** A moment of one of the takes. */
export interface FilmMoment {
  readonly take: number
  readonly moment: Moment
}

/** `last` may still be read, and has its reading already; what never got a head brought nothing to show. */
export const filmOf = (chain: readonly Recording[], last: OpenRecording): Film => {
  let fold = emptyRunFold
  return chain.flatMap((recording): readonly Take[] => {
    const before = fold
    const reading = recording.id === last.recording.id ? last.reading : readingOf(recording, before)
    fold = withExchange(before, recording, reading)
    return reading === undefined ? [] : [{ recording, reading, before, startsAt: reading.startsAt }]
  })
}

const total = (film: Film, countOf: (take: Take) => number): number =>
  film.reduce((sum, take) => sum + countOf(take), 0)

const eventsOf = ({ reading }: Take): number => reading.events.count
const chunksOf = ({ recording }: Take): number => recording.chunks.count

export const eventsIn = (film: Film): number => total(film, eventsOf)
export const chunksIn = (film: Film): number => total(film, chunksOf)

/** How many events, or chunks, the takes before this one have. */
export const eventsBefore = (film: Film, take: number): number => eventsIn(film.slice(0, take))
export const chunksBefore = (film: Film, take: number): number => chunksIn(film.slice(0, take))

export interface Place {
  readonly take: number
  /** Counted within the take; -1 is before its first. */
  readonly index: number
}

/** Where the one with this number is, counted over all takes. */
const placeIn = (film: Film, number: number, countOf: (take: Take) => number): Place => {
  let index = number
  for (const [take, one] of film.entries()) {
    const count = countOf(one)
    if (index < count) return { take, index }
    index -= count
  }
  const last = film.at(-1)
  return { take: Math.max(0, film.length - 1), index: last === undefined ? -1 : countOf(last) - 1 }
}

export const placeOfEvent = (film: Film, event: number): Place => placeIn(film, event, eventsOf)

const startOfFilm: FilmMoment = { take: 0, moment: firstMoment }

/** Right after this event of all takes; before the first one when it is -1. */
export const filmAtEvent = (film: Film, event: number): FilmMoment => {
  const { take, index } = placeOfEvent(film, event)
  const found = film[take]
  return found === undefined ? startOfFilm : { take, moment: momentAtEvent(found.reading.events, index) }
}

/** Right after this chunk of all takes; before the first one when it is -1. */
export const filmAtChunk = (film: Film, chunk: number): FilmMoment => {
  const { take, index } = placeIn(film, chunk, chunksOf)
  const found = film[take]
  return found === undefined ? startOfFilm : { take, moment: momentAtChunk(found.recording, index) }
}

/** Everything that had arrived at this time. Between two exchanges the earlier one is over. */
export const filmAtTime = (film: Film, time: number): FilmMoment => {
  const take = Math.max(
    0,
    film.findLastIndex(({ startsAt }) => startsAt <= time),
  )
  const found = film[take]
  return found === undefined ? startOfFilm : { take, moment: momentAtTime(found.recording, time - found.startsAt) }
}

export const filmAtEnd = (film: Film): FilmMoment => {
  const last = film.at(-1)
  return last === undefined ? startOfFilm : { take: film.length - 1, moment: momentAtEnd(last.recording) }
}

/** How many events of all takes had come at this moment. */
export const eventsUntil = (film: Film, { take, moment: { bytes, ended } }: FilmMoment): number => {
  const events = film[take]?.reading.events
  if (events === undefined) return 0
  const next = ended ? -1 : events.indexAtByte(bytes)
  return eventsBefore(film, take) + (next < 0 ? events.count : next)
}

/** When the film ends, in milliseconds from its start. */
export const lengthOf = (film: Film): number => {
  const last = film.at(-1)
  return last === undefined ? 0 : last.startsAt + lastMoment(last.recording)
}

/** Bytes that arrived in each of `columns` equal slices of the time from 0 to `until`. */
export const filmDensity = (film: Film, until: number, columns: number): Float64Array => {
  const each = film.map(({ recording, startsAt }) => densityOf(recording.chunks, until, columns, startsAt))
  return Float64Array.from({ length: Math.max(0, columns) }, (_, column) =>
    each.reduce((sum, density) => sum + (density[column] ?? 0), 0),
  )
}
