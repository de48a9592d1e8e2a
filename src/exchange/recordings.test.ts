import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openDatabase } from '../browser/database.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import { LiveRecording } from './live-recording.ts'
import type { ExchangeId } from './recording.ts'
import { createRecordings } from './recordings.ts'

const request = { method: 'POST', url: 'http://localhost:8000/responses', headers: [], body: '{}' }
const recordingNamed = (id: string) => new LiveRecording(id as ExchangeId, 1_000 as EpochMs, request)

/** Reads `chunks` in batches of `batch`, as the pump does between two frames. */
const recorded = async (id: string, chunks: readonly Uint8Array[], batch: number, end: boolean) => {
  const recordings = createRecordings(openDatabase)
  const recording = recordingNamed(id)
  await recordings.write(recording, [])
  recording.openHead({ at: 5 as Ms, status: 200, statusText: 'OK', headers: [['content-type', 'text/event-stream']] })
  for (let from = 0; from < chunks.length; from += batch) {
    chunks.slice(from, from + batch).forEach((bytes, index) => recording.receive(bytes, (10 + from + index) as Ms))
    const pending = recording.takePending()
    await recordings.write(recording, pending)
    recording.commit(pending)
  }
  if (end) {
    recording.finish({ kind: 'whole-body', at: 999 as Ms })
    await recordings.write(recording, [], 'strict')
  }
  return { recording, read: await recordings.load(id as ExchangeId), recordings }
}

test('a recording read back equals the one that was made, whatever the batches', async () => {
  let number = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 20 }),
      fc.integer({ min: 1, max: 7 }),
      async (chunks, batch) => {
        number += 1
        const { recording, read } = await recorded(`exchange_${number}`, chunks, batch, true)
        expect(read?.head).toEqual(recording.head)
        expect(read?.end).toEqual(recording.end)
        expect(read?.request).toEqual(request)
        expect(read?.chunks.count).toBe(chunks.length)
        chunks.forEach((chunk, index) => {
          expect(read?.chunks.chunk(index)).toEqual(chunk)
          expect(read?.chunks.at(index)).toBe(10 + index)
        })
      },
    ),
    { seed: 20261122, numRuns: 60 },
  )
})

test('a recording without an end was abandoned at its last chunk', async () => {
  const { read } = await recorded('abandoned', [new Uint8Array([1]), new Uint8Array([2])], 1, false)
  expect(read?.end).toEqual({ kind: 'abandoned', at: 11 })
  expect([...(read?.chunks.bytes() ?? [])]).toEqual([1, 2])
})

test('a damaged segment is passed over, the rest opens', async () => {
  const { recordings } = await recorded('damaged', [new Uint8Array([1]), new Uint8Array([2])], 1, true)
  await (await openDatabase()).put('segments', { bytes: 'not bytes' }, ['damaged', 0])
  const read = await recordings.load('damaged' as ExchangeId)
  expect([...(read?.chunks.bytes() ?? [])]).toEqual([2])
})

test('removing takes the bytes along, and no neighbour', async () => {
  const { recordings } = await recorded('a', [new Uint8Array([1])], 1, true)
  await recorded('ab', [new Uint8Array([3])], 1, true)
  await recordings.remove(['a' as ExchangeId])
  expect(await recordings.load('a' as ExchangeId)).toBeUndefined()
  expect([...((await recordings.load('ab' as ExchangeId))?.chunks.bytes() ?? [])]).toEqual([3])
  expect(await (await openDatabase()).getAllKeys('segments')).not.toContainEqual(['a', 0])
})

test('a write that failed leaves no hole: its bytes go with the next one', async () => {
  let broken = false
  const recordings = createRecordings(() => (broken ? Promise.reject(new Error('disk full')) : openDatabase()))
  const recording = recordingNamed('no-hole')
  const take = (...numbers: number[]) => {
    recording.receive(Uint8Array.from(numbers), 1 as Ms)
    return recordings.write(recording, recording.takePending())
  }
  await take(1)
  broken = true
  await expect(take(2)).rejects.toThrow('disk full')
  await expect(take(3)).rejects.toThrow('disk full')
  expect([...((await createRecordings(openDatabase).load(recording.id))?.chunks.bytes() ?? [])]).toEqual([1])
  broken = false
  recording.finish({ kind: 'whole-body', at: 2 as Ms })
  await take(4)
  const read = await recordings.load(recording.id)
  expect([...(read?.chunks.bytes() ?? [])]).toEqual([1, 2, 3, 4])
  expect(read?.chunks.count).toBe(4)
})

test('writes that overlap keep the order of the bytes', async () => {
  const recordings = createRecordings(openDatabase)
  const recording = recordingNamed('overlap')
  const writes = Array.from({ length: 20 }, (_, number) => {
    recording.receive(Uint8Array.of(number), number as Ms)
    return recordings.write(recording, recording.takePending())
  })
  await Promise.all(writes)
  const read = await recordings.load(recording.id)
  expect([...(read?.chunks.bytes() ?? [])]).toEqual(Array.from({ length: 20 }, (_, number) => number))
})

test('the end is not stored before the last bytes are', async () => {
  const recordings = createRecordings(openDatabase)
  const recording = recordingNamed('end-last')
  recording.receive(Uint8Array.of(1), 1 as Ms)
  recording.finish({ kind: 'whole-body', at: 2 as Ms })
  await recordings.write(recording, [])
  expect((await recordings.load(recording.id))?.end?.kind).toBe('abandoned')
  await recordings.write(recording, recording.takePending())
  expect((await recordings.load(recording.id))?.end?.kind).toBe('whole-body')
})

test('the size of a recording is told by its end, and counted where the page went away before', async () => {
  const whole = await recorded('size-whole', [new Uint8Array(7), new Uint8Array(5)], 1, true)
  await recorded('size-left', [new Uint8Array(9), new Uint8Array(4)], 1, false)
  const sizes = await whole.recordings.sizes()
  expect(sizes.get('size-whole' as ExchangeId)).toBe(2 + 12)
  expect(sizes.get('size-left' as ExchangeId)).toBe(2 + 13)
  // Read a few at a time: none is left out at the borders.
  const keys = await (await openDatabase()).getAllKeys('exchanges')
  expect([...sizes.keys()]).toEqual(keys)
})

test('where nothing is to be kept a recording is held in memory whole, and stored when it is kept again', async () => {
  let keeps = false
  const recordings = createRecordings(openDatabase, () => keeps)
  const recording = recordingNamed('held')
  await recordings.write(recording, [])
  recording.receive(Uint8Array.of(1, 2), 3 as Ms)
  const pending = recording.takePending()
  await recordings.write(recording, pending)
  recording.commit(pending)
  expect(await recordings.load(recording.id)).toBe(recording)
  await recordings.storeRest()
  expect(await createRecordings(openDatabase).load(recording.id)).toBeUndefined()

  // It began without history: switching that on in the middle stores no half of it.
  keeps = true
  await recordings.storeRest()
  recording.receive(Uint8Array.of(3), 4 as Ms)
  recording.finish({ kind: 'whole-body', at: 5 as Ms })
  const last = recording.takePending()
  await recordings.write(recording, last)
  recording.commit(last)
  expect(await createRecordings(openDatabase).load(recording.id)).toBeUndefined()
  await recordings.storeRest()
  const read = await createRecordings(openDatabase).load(recording.id)
  expect([...(read?.chunks.bytes() ?? [])]).toEqual([1, 2, 3])
  expect(read?.end).toEqual(recording.end)
})

test('what a full storage refused is held, and stored whole when there is room', async () => {
  let full = true
  const refuse = () => Promise.reject(new DOMException('No space left.', 'QuotaExceededError'))
  const recordings = createRecordings(() => (full ? refuse() : openDatabase()))
  const recording = recordingNamed('refused')
  recording.receive(Uint8Array.of(1, 2), 3 as Ms)
  recording.finish({ kind: 'whole-body', at: 5 as Ms })
  const pending = recording.takePending()
  await expect(recordings.write(recording, pending)).rejects.toThrow('No space left.')
  recording.commit(pending)
  expect(await recordings.load(recording.id)).toBe(recording)
  await expect(recordings.storeRest()).rejects.toThrow('No space left.')
  full = false
  await recordings.storeRest()
  expect([...((await createRecordings(openDatabase).load(recording.id))?.chunks.bytes() ?? [])]).toEqual([1, 2])
})
