import { visitRows, type Database } from '../browser/database.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import { defined } from '../protocol/defined.ts'
import { ChunkLog } from './chunk-log.ts'
import type { Chunk, LiveRecording } from './live-recording.ts'
import type {
  ExchangeEnd,
  ExchangeId,
  Head,
  Missing,
  RecordedExchange,
  RecordedRequest,
  Recording,
} from './recording.ts'

/** An exchange without its bytes. */
interface StoredExchange {
  readonly id: ExchangeId
  readonly startedAt: EpochMs
  readonly continues?: ExchangeId
  readonly request: RecordedRequest
  readonly head?: Head
  readonly end?: ExchangeEnd
  readonly missing?: readonly Missing[]
  /** Of the answer, written with its end: so that it can be told without reading the bytes. */
  readonly byteLength?: number
}

/** The bytes of the reads since the last write, with their lengths and moments packed. */
interface StoredSegment {
  readonly bytes: Uint8Array
  readonly lengths: Uint32Array
  readonly times: Float64Array
}

const packed = (chunks: readonly Chunk[]): StoredSegment => {
  const lengths = Uint32Array.from(chunks, ({ bytes }) => bytes.length)
  const times = Float64Array.from(chunks, ({ at }) => at)
  const joined = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0))
  let offset = 0
  for (const { bytes } of chunks) {
    joined.set(bytes, offset)
    offset += bytes.length
  }
  return { bytes: joined, lengths, times }
}

const isSegment = (value: unknown): value is StoredSegment =>
  typeof value === 'object' &&
  value !== null &&
  'bytes' in value &&
  value.bytes instanceof Uint8Array &&
  'lengths' in value &&
  value.lengths instanceof Uint32Array &&
  'times' in value &&
  value.times instanceof Float64Array

const isExchange = (value: unknown): value is StoredExchange =>
  typeof value === 'object' && value !== null && 'request' in value && 'startedAt' in value

const segmentsOf = (id: ExchangeId): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER])

/** What is known to be stored of a recording that is being made. */
interface Written {
  /** It began while nothing was to be kept. */
  isHeld: boolean
  stored: boolean
  head: Head | undefined
  end: ExchangeEnd | undefined
  segments: number
  /** In those segments. */
  bytes: number
  /** Read, but not stored yet. */
  waiting: readonly Chunk[]
  /** Why the last write failed, and from how many waiting chunks on the next one is tried. */
  failure: { readonly thrown: unknown } | undefined
  retryFrom: number
  /** Settles with the write before the next one; never rejects. */
  last: Promise<void>
}

const nothingWritten = (isHeld: boolean): Written => ({
  isHeld,
  stored: false,
  head: undefined,
  end: undefined,
  segments: 0,
  bytes: 0,
  waiting: [],
  failure: undefined,
  retryFrom: 0,
  last: Promise.resolve(),
})

const storedOf = (
  { id, startedAt, continues, request, head }: Recording,
  end: ExchangeEnd | undefined,
  byteLength: number,
): StoredExchange => ({
  id,
  startedAt,
  ...(continues === undefined ? {} : { continues }),
  request,
  ...(head === undefined ? {} : { head }),
  ...(end === undefined ? {} : { end, byteLength }),
})

const byteLengthOf = (chunks: readonly Chunk[]): number => chunks.reduce((sum, { bytes }) => sum + bytes.length, 0)

/** No end was stored: the page went away while the answer came in. */
const abandonedAt = (chunks: ChunkLog): ExchangeEnd => ({
  kind: 'abandoned',
  at: chunks.count === 0 ? (0 as Ms) : chunks.at(chunks.count - 1),
})

/** A recording that is over: nothing can be added to it. */
export const finishedRecording = (id: ExchangeId, exchange: RecordedExchange, continues?: ExchangeId): Recording => ({
  ...exchange,
  id,
  continues,
  version: 0,
  subscribe: () => () => undefined,
})

/** A recording read back: nothing changes in this copy any more. */
const readBack = (stored: StoredExchange, chunks: ChunkLog, inProgress: boolean): Recording =>
  finishedRecording(
    stored.id,
    {
      startedAt: stored.startedAt,
      request: stored.request,
      head: stored.head,
      chunks,
      end: stored.end ?? (inProgress ? undefined : abandonedAt(chunks)),
      ...(stored.missing === undefined ? {} : { missing: stored.missing }),
    },
    stored.continues,
  )

/**
 * Recordings in IndexedDB: one small row per exchange and append-only segments, so that a write costs the same
 * whatever came before. A promise resolves when its transaction is committed. Where nothing is to be kept – `keeps` says
 * so when a recording begins – and where storage fails, a recording is held in memory, until `storeRest` stores it.
 */
export const createRecordings = (database: () => Promise<Database>, keeps: () => boolean = () => true) => {
  const written = new Map<ExchangeId, Written>()
  /** Recordings of this page that storage does not have, or not all of. */
  const held = new Map<ExchangeId, Recording>()

  /** `whole`: in place of all segments that are there. */
  const store = async (
    id: ExchangeId,
    changed: StoredExchange | undefined,
    chunks: readonly Chunk[],
    segment: number | 'whole',
    durability: IDBTransactionDurability,
  ): Promise<void> => {
    const transaction = (await database()).transaction(['exchanges', 'segments'], 'readwrite', { durability })
    const writes: Promise<unknown>[] = []
    if (changed !== undefined) writes.push(transaction.objectStore('exchanges').put(changed))
    const segments = transaction.objectStore('segments')
    if (segment === 'whole') writes.push(segments.delete(segmentsOf(id)))
    if (chunks.length > 0) writes.push(segments.put(packed(chunks), [id, segment === 'whole' ? 0 : segment]))
    transaction.commit()
    await Promise.all([...writes, transaction.done])
  }

  const flush = async (recording: LiveRecording, state: Written, durability: IDBTransactionDurability) => {
    const { head } = recording
    // The end is stored with the last bytes, never before them: whoever finds an end has the whole recording.
    const end = recording.hasPending ? undefined : recording.end
    const chunks = state.waiting
    const isNews = !state.stored || state.head !== head || state.end !== end
    if (!isNews && chunks.length === 0) return
    // Where storage keeps failing, everything is packed again only after as much again came, and at the end.
    if (state.failure !== undefined && chunks.length < state.retryFrom && recording.end === undefined) {
      throw state.failure.thrown
    }
    const bytes = state.bytes + byteLengthOf(chunks)
    try {
      const changed = isNews ? storedOf(recording, end, bytes) : undefined
      await store(recording.id, changed, chunks, state.segments, durability)
    } catch (thrown) {
      held.set(recording.id, recording)
      state.failure = { thrown }
      state.retryFrom = 2 * chunks.length
      throw thrown
    }
    held.delete(recording.id)
    state.waiting = state.waiting.slice(chunks.length)
    state.segments += Math.sign(chunks.length)
    Object.assign(state, { stored: true, head, end, bytes, failure: undefined })
  }

  /**
   * Stores the chunks and, in the same transaction, the exchange itself where it changed. One write at a time, and
   * what could not be written goes with the next one: what is stored is always the beginning of what was read.
   */
  const write = (
    recording: LiveRecording,
    chunks: readonly Chunk[],
    durability: IDBTransactionDurability = 'relaxed',
  ): Promise<void> => {
    const state = written.get(recording.id) ?? nothingWritten(!keeps())
    written.set(recording.id, state)
    if (state.isHeld) {
      held.set(recording.id, recording)
      return Promise.resolve()
    }
    state.waiting = [...state.waiting, ...chunks]
    const writing = state.last.then(() => flush(recording, state, durability))
    state.last = writing.catch(() => undefined)
    return writing
  }

  /** `inProgress`: another tab is still making it, so that a missing end means nothing. */
  const load = async (id: ExchangeId, inProgress = false): Promise<Recording | undefined> => {
    const ours = held.get(id)
    if (ours !== undefined) return ours
    const transaction = (await database()).transaction(['exchanges', 'segments'], 'readonly')
    const [stored, segments] = await Promise.all([
      transaction.objectStore('exchanges').get(id),
      transaction.objectStore('segments').getAll(segmentsOf(id)),
    ])
    if (!isExchange(stored)) return undefined
    const chunks = new ChunkLog()
    for (const segment of segments) {
      if (!isSegment(segment)) continue
      let offset = 0
      segment.lengths.forEach((length, index) => {
        chunks.append(segment.bytes.subarray(offset, offset + length), (segment.times[index] ?? 0) as Ms)
        offset += length
      })
    }
    return readBack(stored, chunks, inProgress)
  }

  const remove = async (ids: readonly ExchangeId[]): Promise<void> => {
    for (const id of ids) held.delete(id)
    if (ids.length === 0) return
    const transaction = (await database()).transaction(['exchanges', 'segments'], 'readwrite')
    await Promise.all([
      ...ids.flatMap((id) => [
        transaction.objectStore('exchanges').delete(id),
        transaction.objectStore('segments').delete(segmentsOf(id)),
      ]),
      transaction.done,
    ])
  }

  /** Stores all of a recording or nothing. */
  const storeWhole = async (recording: Recording): Promise<void> => {
    const { id, startedAt, continues, request, head, chunks, end, missing } = recording
    const reads = Array.from({ length: chunks.count }, (_, index) => ({
      bytes: chunks.chunk(index),
      at: chunks.at(index),
    }))
    const { byteLength } = chunks
    const exchange: StoredExchange = {
      id,
      startedAt,
      request,
      byteLength,
      ...defined({ continues, head, end, missing }),
    }
    await store(id, exchange, reads, 'whole', 'strict')
    held.delete(id)
  }

  /** Stores a recording that was made elsewhere. */
  const put = async (recording: Recording): Promise<void> => {
    held.set(recording.id, recording)
    if (keeps()) await storeWhole(recording)
  }

  /** Stores what is over and was held until now. What fails is held further. */
  const storeRest = async (): Promise<void> => {
    if (!keeps()) return
    for (const recording of held.values()) if (recording.end !== undefined) await storeWhole(recording)
  }

  /** Counted from the bytes: a page that went away stored no sum. */
  const countedBytes = async (id: ExchangeId): Promise<number> => {
    const { store: segments } = (await database()).transaction('segments', 'readonly')
    let sum = 0
    for (let number = 0; ; number += 1) {
      const segment: unknown = await segments.get([id, number])
      if (segment === undefined) return sum
      if (isSegment(segment)) sum += segment.bytes.length
    }
  }

  /** What each recording takes, request and answer, in bytes. Few rows at a time: bodies can be large. */
  const sizes = async (): Promise<ReadonlyMap<ExchangeId, number>> => {
    const found = new Map<ExchangeId, number>()
    await visitRows(await database(), 'exchanges', async (row) => {
      if (!isExchange(row)) return
      found.set(row.id, row.request.body.length + (row.byteLength ?? (await countedBytes(row.id))))
    })
    return found
  }

  return {
    write,
    put,
    load,
    remove,
    sizes,
    storeRest,
    /** Whether this page alone has it, or a part of it. */
    isHeld: (id: ExchangeId): boolean => held.has(id),
    forgetHeld: () => held.clear(),
  }
}

export type Recordings = ReturnType<typeof createRecordings>
