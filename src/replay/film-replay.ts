import type { ExchangeId, Recording } from '../exchange/recording.ts'
import type { Film, FilmMoment } from './film.ts'
import { createReplay, type Replayed } from './replay.ts'

/** Shows a film at any moment. `chain` has the recordings of all takes, and those that brought nothing. */
export const createFilmReplay = (chain: readonly Recording[], film: Film) => {
  const replays = new Map<ExchangeId, ReturnType<typeof createReplay>>()
  const replayOf = (take: number): ReturnType<typeof createReplay> | undefined => {
    const found = film[take]
    if (found === undefined) return undefined
    const { recording, reading } = found
    const before = chain.slice(0, chain.indexOf(recording) + 1)
    const replay = replays.get(recording.id) ?? createReplay(before, recording, reading)
    replays.set(recording.id, replay)
    return replay
  }
  return {
    at: ({ take, moment }: FilmMoment): Replayed | undefined => replayOf(take)?.at(moment),
  }
}
