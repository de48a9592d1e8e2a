import type { AnswerChecks } from './answer-checks.ts'
import type { EventLog } from './event-log.ts'
import type { Fold } from './fold.ts'
import type { StreamPlace } from './frame.ts'

/** A reading right behind one of its events: from here on it can be made again without what came before. */
export interface Checkpoint {
  /** How many events there are up to here, and how many of which type. */
  readonly events: number
  readonly types: EventLog['types']
  /** Number of findings at the newest of them. */
  readonly findings: number
  readonly place: StreamPlace
  readonly fold: Fold
  /** Copied by whoever goes on from here, so that many can. */
  readonly checks: AnswerChecks
}

/** Going back to any moment folds at most this many events, as long as the limits below allow it. */
const closest = 256
const mostCheckpoints = 512
/**
 * A snapshot shares its items with those before and after it, but lists them all, and so do the checks. So many list
 * entries of all checkpoints together take some 20 MB.
 */
const mostItems = 400_000

const weightOf = ({ fold }: Checkpoint): number => fold.snapshot.items.length

/** Checkpoints at even distances. Where they become too many, every other one goes. */
export const createCheckpoints = () => {
  let kept: readonly Checkpoint[] = []
  let distance = closest
  let weight = 0

  const thinOut = (): void => {
    kept = kept.filter((_, index) => index % 2 === 1)
    distance *= 2
    weight = kept.reduce((sum, checkpoint) => sum + weightOf(checkpoint), 0)
  }

  return {
    isDue: (events: number): boolean => events - (kept.at(-1)?.events ?? 0) >= distance,
    add: (checkpoint: Checkpoint): void => {
      kept = [...kept, checkpoint]
      weight += weightOf(checkpoint)
      while (kept.length > mostCheckpoints || weight > mostItems) thinOut()
    },
    /** The last one that needs no byte from this one on. */
    before: (bytes: number): Checkpoint | undefined => kept.findLast(({ place }) => place.boundary <= bytes),
  }
}
