import { expect, test } from 'vitest'
import { LiveRecording, type Chunk } from '../exchange/live-recording.ts'
import type { ExchangeId } from '../exchange/recording.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import type { Reading } from '../protocol/reading.ts'
import { createRunPump, type PumpServices } from './run-pump.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const delta = (text: string) => bytes(`data: {"type":"response.output_text.delta","item_id":"m","delta":"${text}"}\n\n`)

const openRecording = () => {
  const recording = new LiveRecording('exchange_1' as ExchangeId, 0 as EpochMs, {
    method: 'POST',
    url: 'http://localhost:8000/responses',
    headers: [],
    body: '{}',
  })
  recording.openHead({ at: 1 as Ms, status: 200, statusText: 'OK', headers: [['content-type', 'text/event-stream']] })
  return recording
}

const scene = (services: Partial<PumpServices> = {}) => {
  const recording = openRecording()
  const stored: number[] = []
  const seen: { stored: number; events: number }[] = []
  const pump = createRunPump(recording, {
    store: async (_, chunks: readonly Chunk[]) => {
      stored.push(chunks.length)
    },
    nextFrame: () => new Promise((resolve) => setImmediate(resolve)),
    now: () => 0,
    publish: (reading: Reading | undefined) => {
      seen.push({ stored: stored.reduce((sum, count) => sum + count, 0), events: reading?.events.count ?? 0 })
    },
    ...services,
  })
  const receive = (chunk: Uint8Array) => {
    recording.receive(chunk, 2 as Ms)
    pump.notify()
  }
  const finish = () => {
    recording.finish({ kind: 'whole-body', at: 3 as Ms })
    pump.notify()
    return pump.drained()
  }
  return { recording, stored, seen, receive, finish }
}

test('nothing is seen before it is stored, and everything is seen in the end', async () => {
  const { seen, receive, finish } = scene()
  for (let index = 0; index < 50; index += 1) {
    receive(delta(String(index)))
    if (index % 7 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  const reading = await finish()
  expect(reading?.events.count).toBe(50)
  expect(seen.every(({ stored, events }) => events <= stored)).toBe(true)
  expect(seen.at(-1)).toEqual({ stored: 50, events: 50 })
})

test('what comes while a batch is stored goes with the next one', async () => {
  let release = () => undefined as void
  const batches: number[] = []
  const { receive, finish } = scene({
    store: (_, chunks) => {
      batches.push(chunks.length)
      return batches.length > 1 ? Promise.resolve() : new Promise((resolve) => (release = resolve))
    },
  })
  receive(delta('a'))
  receive(delta('b'))
  receive(delta('c'))
  release()
  await finish()
  expect(batches.slice(0, 2)).toEqual([1, 2])
})

test('a long answer gives the page its frames', async () => {
  let moment = 0
  let frames = 0
  const { receive, finish } = scene({
    now: () => (moment += 5),
    nextFrame: async () => {
      frames += 1
    },
  })
  receive(bytes(`data: {"type":"x","text":"${'a'.repeat(1024 * 1024)}"}\n\n`))
  await finish()
  expect(frames).toBeGreaterThan(7)
})

test('a mistake of ours in drawing stops the drawing, never the storing', async () => {
  const { recording, stored, receive, finish } = scene({
    publish: () => {
      throw new Error('our mistake')
    },
  })
  receive(delta('a'))
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  receive(delta('b'))
  await expect(finish()).rejects.toThrow('our mistake')
  expect(stored.reduce((sum, count) => sum + count, 0)).toBe(2)
  expect(recording.chunks.count).toBe(2)
})
