import { lacks } from '../exchange/recording.ts'
import {
  eventsIn,
  eventsUntil,
  filmAtEnd,
  filmAtEvent,
  filmAtTime,
  lengthOf,
  type Film,
  type FilmMoment,
} from './film.ts'

/** What the strip counts along: milliseconds; or events, where the source told no times. */
export interface StripAxis {
  readonly unit: 'ms' | 'events'
  readonly max: number
  readonly momentAt: (value: number) => FilmMoment
  readonly valueOf: (moment: FilmMoment) => number
}

export const stripAxis = (film: Film): StripAxis => {
  const length = lengthOf(film)
  if (length > 0 && !film.some(({ recording }) => lacks(recording, 'times'))) {
    return {
      unit: 'ms',
      max: length,
      momentAt: (value) => filmAtTime(film, value),
      valueOf: ({ take, moment }) => (film[take]?.startsAt ?? 0) + moment.at,
    }
  }
  const count = eventsIn(film)
  return {
    unit: 'events',
    max: count,
    momentAt: (value) => (value >= count ? filmAtEnd(film) : filmAtEvent(film, Math.floor(value) - 1)),
    valueOf: (moment) => eventsUntil(film, moment),
  }
}
