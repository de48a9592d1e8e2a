import type { ExchangeId } from '../exchange/recording.ts'
import type { Film, FilmMoment } from './film.ts'
import { createReplay, type Replayed } from './replay.ts'

/** Shows a film at any moment. */
export const createFilmReplay = (film: Film) => {
  const replays = new Map<ExchangeId, ReturnType<typeof createReplay>>()
  return {
    at: ({ take, moment }: FilmMoment): Replayed | undefined => {
      const found = film[take]
      if (found === undefined) return undefined
      const { recording, reading, before } = found
      const replay = replays.get(recording.id) ?? createReplay(recording, before, reading)
      replays.set(recording.id, replay)
      return replay.at(moment)
    },
  }
}
