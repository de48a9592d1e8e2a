import type { EpochMs, Ms } from '../lib/brand.ts'
import { ChunkLog } from './chunk-log.ts'
import type { ExchangeEnd, ExchangeId, Head, RecordedRequest, Recording } from './recording.ts'

export interface Chunk {
  readonly bytes: Uint8Array
  readonly at: Ms
}

/**
 * A recording while it is made. What was read waits in `pending` until it is stored; only then does it enter
 * `chunks`, which is what views draw: whatever was painted is still there after a crash.
 */
export class LiveRecording implements Recording {
  readonly id: ExchangeId
  readonly startedAt: EpochMs
  readonly continues: ExchangeId | undefined
  readonly request: RecordedRequest
  readonly chunks = new ChunkLog()
  head: Head | undefined
  end: ExchangeEnd | undefined
  version = 0
  #pending: Chunk[] = []
  #listeners = new Set<() => void>()

  constructor(id: ExchangeId, startedAt: EpochMs, request: RecordedRequest, continues?: ExchangeId) {
    this.id = id
    this.startedAt = startedAt
    this.request = request
    this.continues = continues
  }

  /** Called by the read loop, with the bytes of one read and its moment. */
  receive(bytes: Uint8Array, at: Ms): void {
    this.#pending.push({ bytes, at })
  }

  /** Hands out what waits to be stored. */
  takePending(): readonly Chunk[] {
    const taken = this.#pending
    this.#pending = []
    return taken
  }

  get hasPending(): boolean {
    return this.#pending.length > 0
  }

  /** The chunks are stored: from now on they can be seen. */
  commit(chunks: readonly Chunk[]): void {
    for (const { bytes, at } of chunks) this.chunks.append(bytes, at)
    this.version += 1
  }

  openHead(head: Head): void {
    this.head = head
    this.version += 1
  }

  finish(end: ExchangeEnd): void {
    this.end = end
    this.version += 1
  }

  /** Tells the views, once per frame. */
  publish(): void {
    for (const listener of this.#listeners) listener()
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
