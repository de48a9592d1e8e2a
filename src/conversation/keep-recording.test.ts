import { expect, test } from 'vitest'
import { LiveRecording } from '../exchange/live-recording.ts'
import type { ExchangeId } from '../exchange/recording.ts'
import type { EpochMs } from '../lib/brand.ts'
import { createKeepRecording } from './keep-recording.ts'

const recording = new LiveRecording('exchange_1' as ExchangeId, 0 as EpochMs, {
  method: 'POST',
  url: 'http://localhost:8000/responses',
  headers: [],
  body: '{}',
})

const scene = () => {
  const said: string[] = []
  const writes: { resolve: () => void; reject: (thrown: Error) => void }[] = []
  let waits = 0
  let runOut = () => undefined as void
  const keep = createKeepRecording({
    write: () => new Promise((resolve, reject) => writes.push({ resolve, reject })),
    patience: (signal) =>
      new Promise((resolve) => {
        waits += 1
        runOut = resolve
        signal.addEventListener('abort', () => resolve())
      }),
    failed: (detail, isFull) => said.push(isFull ? `full: ${detail}` : detail),
    recovered: () => said.push('recovered'),
  })
  return { keep, said, writes, waits: () => waits, runOut: () => runOut() }
}

test('waits until the bytes are committed', async () => {
  const { keep, said, writes } = scene()
  const kept = keep(recording, [])
  writes[0]?.resolve()
  await kept
  expect(said).toEqual(['recovered'])
})

test('a write that fails is told and does not hold the stream back', async () => {
  const { keep, said, writes } = scene()
  const kept = keep(recording, [])
  writes[0]?.reject(new Error('disk full'))
  await kept
  expect(said).toEqual(['The browser says: disk full.'])
})

test('a full storage is told apart', async () => {
  const { keep, said, writes } = scene()
  const kept = keep(recording, [])
  writes[0]?.reject(new DOMException('', 'QuotaExceededError'))
  await kept
  expect(said).toEqual(['full: The browser gives this address no more space.'])
})

test('storage that hangs is waited for once, and again when it has come back', async () => {
  const { keep, said, writes, waits, runOut } = scene()
  const first = keep(recording, [])
  runOut()
  await first
  await keep(recording, [])
  expect(waits()).toBe(1)
  expect(said).toEqual(['It did not answer in time.', 'It did not answer in time.'])

  writes[0]?.resolve()
  writes[1]?.resolve()
  await expect.poll(() => said.length).toBe(4)
  const third = keep(recording, [])
  expect(waits()).toBe(2)
  writes[2]?.resolve()
  await third
  expect(said.slice(2)).toEqual(['recovered', 'recovered', 'recovered'])
})
