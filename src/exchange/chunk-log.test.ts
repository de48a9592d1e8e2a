import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import { ChunkLog } from './chunk-log.ts'

const logOf = (chunks: readonly Uint8Array[]): ChunkLog => {
  const log = new ChunkLog()
  chunks.forEach((chunk, index) => log.append(chunk, index as Ms))
  return log
}

const joined = (chunks: readonly Uint8Array[]): Uint8Array => new Uint8Array(chunks.flatMap((chunk) => [...chunk]))

const anyChunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 60 })

test('what goes in comes out: every chunk, every range, every time', () => {
  fc.assert(
    fc.property(anyChunks, fc.nat(2400), fc.nat(2400), (chunks, one, other) => {
      const log = logOf(chunks)
      const whole = joined(chunks)
      expect(log.byteLength).toBe(whole.length)
      expect(log.bytes()).toEqual(whole)
      chunks.forEach((chunk, index) => {
        expect(log.chunk(index)).toEqual(chunk)
        expect(log.at(index)).toBe(index)
      })
      const [start, end] = [Math.min(one, other), Math.max(one, other)]
      expect(log.bytes(start, end)).toEqual(whole.slice(start, end))
    }),
    { seed: 20261122, numRuns: 500 },
  )
})

test('a byte is found in the chunk that brought it', () => {
  fc.assert(
    fc.property(anyChunks, (chunks) => {
      const log = logOf(chunks)
      for (let offset = 0; offset < log.byteLength; offset += 1) {
        const index = log.indexAtByte(offset)
        expect(log.offset(index)).toBeLessThanOrEqual(offset)
        expect(log.offset(index) + log.length(index)).toBeGreaterThan(offset)
      }
      expect(log.indexAtByte(log.byteLength)).toBe(-1)
    }),
    { seed: 20261122, numRuns: 200 },
  )
})

test('ranges across segments of very different sizes', () => {
  const sizes = [1, 300_000, 10, 70_000, 1, 1, 262_144, 65_536, 5]
  const chunks = sizes.map((size, index) => new Uint8Array(size).map((_, at) => (index * 31 + at) & 255))
  const log = logOf(chunks)
  const whole = new Uint8Array(log.byteLength)
  chunks.forEach((chunk, index) => whole.set(chunk, log.offset(index)))
  for (const [start, end] of [
    [0, whole.length],
    [0, 2],
    [299_999, 300_020],
    [370_000, 640_000],
    [whole.length - 6, whole.length],
  ] as const) {
    expect(Buffer.from(log.bytes(start, end)).equals(Buffer.from(whole.subarray(start, end)))).toBe(true)
  }
})

test('the caller may reuse its buffer', () => {
  const log = new ChunkLog()
  const buffer = new Uint8Array([1, 2, 3])
  log.append(buffer, 0 as Ms)
  buffer.fill(9)
  expect([...log.bytes()]).toEqual([1, 2, 3])
})
