import type { Ms } from '../lib/brand.ts'
import type { EventLog } from './event-log.ts'
import type { Snapshot } from './snapshot.ts'

/** Bytes → text. Injected, because this room is compiled without DOM and Node. */
export interface Utf8 {
  /** Decodes a complete run of bytes. `valid` is false where U+FFFD had to be put in. A BOM is kept. */
  decode(bytes: Uint8Array): { readonly text: string; readonly valid: boolean }
}

/**
 * The fold of one answer: bytes in, event log and snapshot out. Append-only and synchronous.
 * Any cutting of the same bytes gives the same event log (but for times) and the same snapshot.
 */
export interface Reading {
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
