import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyRunFold, foldRun } from '../conversation/fold-run.ts'
import { ChunkLog } from '../exchange/chunk-log.ts'
import { LiveRecording } from '../exchange/live-recording.ts'
import type { ExchangeId, Recording } from '../exchange/recording.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import type { Reading } from '../protocol/reading.ts'
import { momentAtEnd, momentAtEvent, momentAtTime } from './moment.ts'
import { createReplay } from './replay.ts'

interface Sample {
  readonly name: string
  readonly contentType: string
  readonly body?: string
  readonly base64?: string
  readonly status?: number
}

const folder = new URL('../sample/recordings/', import.meta.url)
const samples = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Sample)

const sampleNamed = (name: string): Sample => {
  const sample = samples.find((candidate) => candidate.name === name)
  if (sample === undefined) throw new Error(`There is no recording ${name}.`)
  return sample
}

const pieceLength = 97

/** The sample as if it had come in pieces of 97 bytes, two of them in each millisecond. */
const recordingOf = ({ name, contentType, body, base64, status = 200 }: Sample): LiveRecording => {
  const request = { method: 'POST', url: 'https://agent.example/responses', headers: [], body: '{}' }
  const recording = new LiveRecording(name as ExchangeId, 1_790_000_000_000 as EpochMs, request)
  const bytes = base64 === undefined ? new TextEncoder().encode(body) : Uint8Array.from(Buffer.from(base64, 'base64'))
  recording.openHead({ at: 5 as Ms, status, statusText: '', headers: [['content-type', contentType]] })
  for (let start = 0; start < bytes.length; start += pieceLength) {
    const at = (10 + Math.floor(start / pieceLength / 2)) as Ms
    recording.commit([{ bytes: bytes.subarray(start, start + pieceLength), at }])
  }
  recording.finish({ kind: 'whole-body', at: (12 + bytes.length) as Ms })
  recording.publish()
  return recording
}

const rowsOf = (reading: Reading | undefined) =>
  Array.from({ length: reading?.events.count ?? 0 }, (_, index) => reading?.events.row(index))
const told = ({ fold, reading }: { fold: ReturnType<typeof foldRun>; reading: Reading | undefined }) => ({
  snapshot: fold.snapshot,
  figures: fold.figures,
  rows: rowsOf(reading),
  pendingBytes: reading?.pendingBytes,
})
const foldOf = (recording: Recording) => {
  const fold = foldRun([recording])
  return told({ fold, reading: fold.last?.reading })
}

describe('a replay', () => {
  it.each(samples.map((sample) => [sample.name, sample] as const))('of %s ends as the original', (_, sample) => {
    const recording = recordingOf(sample)
    const whole = foldRun([recording]).last?.reading
    expect(told(createReplay(recording, emptyRunFold, whole).at(momentAtEnd(recording)))).toEqual(foldOf(recording))
  })

  it('shows at any moment, reached on any way, the fold of what had arrived', () => {
    const recordings = samples.map(recordingOf)
    fc.assert(
      fc.property(
        fc.constantFrom(...recordings),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }),
        (recording, places) => {
          const replay = createReplay(recording, emptyRunFold)
          for (const place of places) {
            const moment = momentAtTime(recording, place * recording.chunks.at(recording.chunks.count - 1) * 1.05)
            const shown = replay.at(moment)
            expect(told(shown)).toEqual(foldOf(shown.recording))
          }
        },
      ),
      { seed: 20_261_127, numRuns: 400 },
    )
  })

  it('of a long answer begins anywhere at the nearest checkpoint, and shows the same', () => {
    const bodies = samples.flatMap(({ contentType, body }) =>
      contentType.startsWith('text/event-stream') && body !== undefined
        ? [body.replaceAll('data: [DONE]', ': end')]
        : [],
    )
    const recording = recordingOf({
      name: 'patchwork',
      contentType: 'text/event-stream',
      body: bodies.join('\n\n'),
    })
    const whole = foldRun([recording]).last?.reading
    const count = whole?.events.count ?? 0
    expect(count).toBeGreaterThan(3 * 256)
    expect(whole?.checkpointBefore(recording.chunks.byteLength)?.events).toBeGreaterThan(count - 256)
    expect(whole?.checkpointBefore(0)).toBeUndefined()
    fc.assert(
      fc.property(fc.array(fc.nat(recording.chunks.byteLength), { minLength: 2, maxLength: 2 }), (places) => {
        const replay = createReplay(recording, emptyRunFold, whole)
        for (const bytes of places) {
          const shown = replay.at({ at: momentAtEnd(recording).at, bytes, ended: false })
          // As texts, because comparing thousands of rows one by one takes seconds.
          expect(JSON.stringify(told(shown)) === JSON.stringify(foldOf(shown.recording))).toBe(true)
        }
      }),
      { seed: 20_261_127, numRuns: 20 },
    )
  })

  it('stops after each event, also in the middle of a chunk', () => {
    const recording = recordingOf(sampleNamed('by-the-rules'))
    const whole = foldRun([recording]).last?.reading
    if (whole === undefined) throw new Error('The recording has a head.')
    const replay = createReplay(recording, emptyRunFold)
    const { count } = whole.events
    expect(count).toBeGreaterThan(3)
    for (let event = count - 1; event >= 0; event -= 1) {
      const { reading } = replay.at(momentAtEvent(whole.events, event))
      expect(reading?.events.count).toBe(event + 1)
      expect(reading?.events.typeOf(event)).toBe(whole.events.typeOf(event))
    }
  })

  it('knows the time before the head, and leaves the recording alone', () => {
    const recording = recordingOf(sampleNamed('by-the-rules'))
    const { byteLength, count } = recording.chunks
    const replayed = createReplay(recording, emptyRunFold).at(momentAtTime(recording, 1))
    expect(replayed.reading).toBeUndefined()
    expect(replayed.recording.head).toBeUndefined()
    expect(() => replayed.recording.chunks.append(new Uint8Array(1), 1 as Ms)).toThrow('cannot grow')
    expect([recording.chunks.byteLength, recording.chunks.count]).toEqual([byteLength, count])
  })
})

it('the beginning of a chunk log is the log as it was', () => {
  const log = new ChunkLog()
  log.append(new Uint8Array([1, 2, 3]), 1 as Ms)
  log.append(new Uint8Array([4, 5]), 2 as Ms)
  const prefix = log.prefix(4)
  expect([prefix.count, prefix.byteLength, prefix.length(1), [...prefix.bytes()]]).toEqual([2, 4, 1, [1, 2, 3, 4]])
  expect(log.prefix(3).count).toBe(1)
  expect(log.prefix(0).count).toBe(0)
  expect(log.prefix(99).byteLength).toBe(5)
})
