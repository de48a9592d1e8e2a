import type { Ms } from '../lib/brand.ts'
import type { AnswerChecks } from './answer-checks.ts'
import type { Checkpoint } from './checkpoints.ts'
import type { EventLog } from './event-log.ts'
import type { Fold } from './fold.ts'
import type { Snapshot } from './snapshot.ts'

/** The state of a fold at the end of one exchange; see `createReading`. */
export interface Continuation {
  readonly fold: Fold
  readonly checks: AnswerChecks
}

/**
 * The fold of one answer: bytes in, event log and snapshot out. Append-only and synchronous.
 * Any cutting of the same bytes gives the same event log (but for times) and the same snapshot.
 */
export interface Reading {
  /** What the next exchange of the same run goes on with. */
  readonly continuation: Continuation
  /** Where a reading of the first so many bytes can begin without the first of them; undefined: at their start. */
  readonly checkpointBefore: (bytes: number) => Checkpoint | undefined
  /** Milliseconds from the start of the run's first exchange to this one's: items count from there, events from here. */
  readonly startsAt: number
  /** `stream` for text/event-stream, `whole` for JSON, `opaque` for anything else (HTML, plain text). */
  readonly form: 'stream' | 'whole' | 'opaque'
  readonly events: EventLog
  readonly snapshot: Snapshot
  /** Bytes received so far that are not yet part of an event: the unfinished tail of a stream. */
  readonly pendingBytes: number
  push(bytes: Uint8Array, at: Ms): void
  /**
   * The body ended. A whole answer is parsed here; an unfinished frame is recorded as such. When it was `cut` - the
   * connection broke, or somebody stopped it - nothing that is missing is the agent's fault.
   */
  end(at: Ms, cut?: boolean): void
}
