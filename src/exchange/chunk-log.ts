import type { Ms } from '../lib/brand.ts'

const segmentSize = 256 * 1024
const emptyBytes = new Uint8Array(0)

/** Grows a typed array by doubling, so that appending costs O(1) on average. */
const grown = (array: Float64Array<ArrayBuffer>, needed: number): Float64Array<ArrayBuffer> => {
  if (needed <= array.length) return array
  const larger = new Float64Array(Math.max(array.length * 2, needed))
  larger.set(array)
  return larger
}

/**
 * The bytes of a body in the order in which the browser's reads returned them, with the moment of each read.
 * A chunk is what one read returned; relay, TCP and browser may have joined or split what the agent flushed.
 * Small chunks are packed into segments, so a million one-byte reads do not become a million buffers.
 */
export class ChunkLog {
  count = 0
  byteLength = 0
  #ends = new Float64Array(64)
  #times = new Float64Array(64)
  #segments: { start: number; used: number; bytes: Uint8Array }[] = []

  /** Whether this is the beginning of another log, which owns the columns. */
  #isPrefix = false

  append(bytes: Uint8Array, at: Ms): void {
    if (this.#isPrefix) throw new Error('The beginning of a chunk log cannot grow.')
    this.#store(bytes)
    this.byteLength += bytes.length
    this.#ends = grown(this.#ends, this.count + 1)
    this.#times = grown(this.#times, this.count + 1)
    this.#ends[this.count] = this.byteLength
    this.#times[this.count] = at
    this.count += 1
  }

  at(index: number): Ms {
    return (this.#times[index] ?? 0) as Ms
  }

  /** Byte offset of the chunk in the body. */
  offset(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] ?? 0)
  }

  length(index: number): number {
    return Math.min(this.#ends[index] ?? 0, this.byteLength) - this.offset(index)
  }

  chunk(index: number): Uint8Array {
    return this.bytes(this.offset(index), this.offset(index) + this.length(index))
  }

  /** Index of the chunk that holds this byte; -1 when there is none. */
  indexAtByte(offset: number): number {
    if (offset < 0 || offset >= this.byteLength) return -1
    let low = 0
    let high = this.count - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#ends[middle] ?? 0) > offset) high = middle
      else low = middle + 1
    }
    return low
  }

  /** The bytes from `start` up to, not including, `end`. A view where one segment holds them, else a copy. */
  bytes(start = 0, end = this.byteLength): Uint8Array {
    const from = Math.max(0, start)
    const to = Math.min(end, this.byteLength)
    if (to <= from) return emptyBytes
    let index = this.#segmentAt(from)
    const first = this.#segments[index]
    if (first !== undefined && to <= first.start + first.used) {
      return first.bytes.subarray(from - first.start, to - first.start)
    }
    const joined = new Uint8Array(to - from)
    for (let position = from; position < to; index += 1) {
      const segment = this.#segments[index]
      if (segment === undefined) break
      const piece = segment.bytes.subarray(position - segment.start, Math.min(segment.used, to - segment.start))
      joined.set(piece, position - from)
      position += piece.length
    }
    return joined
  }

  /** The log as it was when so many bytes were there; a chunk may be cut. Nothing is copied, so it costs nothing. */
  prefix(byteLength: number): ChunkLog {
    const prefix = new ChunkLog()
    const last = byteLength > 0 ? this.indexAtByte(Math.min(byteLength, this.byteLength) - 1) : -1
    prefix.#isPrefix = true
    prefix.count = byteLength >= this.byteLength ? this.count : last + 1
    prefix.byteLength = Math.max(0, Math.min(byteLength, this.byteLength))
    prefix.#ends = this.#ends
    prefix.#times = this.#times
    prefix.#segments = this.#segments
    return prefix
  }

  #store(bytes: Uint8Array): void {
    const last = this.#segments.at(-1)
    if (last !== undefined && last.used + bytes.length <= last.bytes.length) {
      last.bytes.set(bytes, last.used)
      last.used += bytes.length
      return
    }
    if (bytes.length >= segmentSize / 4) {
      this.#segments.push({ start: this.byteLength, used: bytes.length, bytes: bytes.slice() })
      return
    }
    const segment = new Uint8Array(segmentSize)
    segment.set(bytes)
    this.#segments.push({ start: this.byteLength, used: bytes.length, bytes: segment })
  }

  #segmentAt(offset: number): number {
    let low = 0
    let high = this.#segments.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#segments[middle]?.start ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
}
