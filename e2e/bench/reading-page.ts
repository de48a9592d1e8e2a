import { openDatabase } from '../../src/browser/database.ts'
import { figuresOf } from '../../src/inspector/figures-of.ts'
import { createRunPump } from '../../src/conversation/run-pump.ts'
import { LiveRecording } from '../../src/exchange/live-recording.ts'
import type { ExchangeId } from '../../src/exchange/recording.ts'
import { createRecordings } from '../../src/exchange/recordings.ts'
import { send } from '../../src/exchange/send.ts'
import type { EpochMs, Ms } from '../../src/lib/brand.ts'

/** What the page of the reading bench can do; each resolves with the number of events that it read. */
export interface ReadingBench {
  /** Fetches the data once and keeps them, so that the floor parses without framing. */
  prepare(): Promise<number>
  /** Reads the body and lets go of it. */
  drain(url: string): Promise<number>
  /** The floor: drains the body, then parses each event's data. */
  floor(url: string): Promise<number>
  /** Everything that the program does with an answer but the drawing, without writing it to storage. */
  readUnstored(url: string): Promise<number>
  /** The same with storage: what a run does. */
  readStored(url: string): Promise<number>
}

let data: readonly string[] = []
let kept: unknown
let runs = 0

const drain = async (url: string): Promise<number> => {
  const reader = (await fetch(url, { cache: 'no-store' })).body?.getReader()
  let bytes = 0
  for (;;) {
    const result = await reader?.read()
    if (result === undefined || result.done) return bytes
    bytes += result.value.length
  }
}

const recordings = createRecordings(openDatabase)

const read = async (address: string, isStored: boolean): Promise<number> => {
  runs += 1
  const url = new URL(address, document.baseURI)
  const request = { method: 'POST', url: url.href, headers: [], body: '{}' }
  const recording = new LiveRecording(`exchange_${runs}` as ExchangeId, 0 as EpochMs, request)
  const start = performance.now()
  const pump = createRunPump(recording, {
    store: isStored ? recordings.write : () => Promise.resolve(),
    nextFrame: () => new Promise((resolve) => requestAnimationFrame(() => resolve())),
    now: () => performance.now(),
    publish: (reading) => {
      recording.publish()
      kept = reading === undefined ? undefined : figuresOf(recording, reading)
    },
  })
  await send(
    recording,
    url,
    { method: 'GET', headers: {}, signal: new AbortController().signal },
    {
      fetch: (url) => fetch(url, { cache: 'no-store' }),
      elapsed: () => (performance.now() - start) as Ms,
      onProgress: pump.notify,
      isLeaving: () => false,
    },
  )
  const reading = await pump.drained()
  kept = reading
  if (isStored) await recordings.remove([recording.id])
  if (reading === undefined || reading.snapshot.items.length === 0 || !reading.snapshot.doneMarker) {
    throw new Error('The answer was not read to its end.')
  }
  return reading.events.count
}

const bench: ReadingBench = {
  prepare: async () => {
    data = (await (await fetch('/data.json')).json()) as readonly string[]
    return data.length
  },
  drain: async (url) => {
    await drain(url)
    return data.length
  },
  floor: async (url) => {
    await drain(url)
    for (const text of data) kept = text.startsWith('{') ? JSON.parse(text) : undefined
    return data.length
  },
  readUnstored: (url) => read(url, false),
  readStored: (url) => read(url, true),
}

Object.assign(globalThis, { bench, kept: () => kept })
