import fc from 'fast-check'
import { ChunkLog } from '../exchange/chunk-log.ts'
import { missingThings, type ExchangeEnd, type RecordedExchange } from '../exchange/recording.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import { problemKinds, responsible } from '../lib/problem.ts'
import type { PortableConversation } from './conversation-file.ts'

/** Conversations for tests: any that can be written, and those that a recorded answer makes. */

const ms = fc.double({ min: 0, max: 1e6, noNaN: true, noDefaultInfinity: true }).map((value) => value as Ms)
const epoch = fc.integer({ min: 0, max: 2e12 }).map((value) => value as EpochMs)
const headers = fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 4 })

const problem = fc.record(
  {
    kind: fc.constantFrom(...problemKinds),
    code: fc.string(),
    title: fc.string(),
    detail: fc.string({ unit: 'binary' }),
    remedy: fc.string(),
    who: fc.constantFrom(...responsible),
    status: fc.integer({ min: 100, max: 599 }),
    requestId: fc.string(),
  },
  { requiredKeys: ['kind', 'code', 'title', 'detail', 'remedy', 'who'] },
)

const endAfter = (last: number): fc.Arbitrary<ExchangeEnd> => {
  const at = fc.double({ min: last, max: 2e6, noNaN: true }).map((value) => value as Ms)
  return fc.oneof(
    fc.record({ kind: fc.constantFrom('whole-body' as const, 'stopped' as const, 'abandoned' as const), at }),
    fc.record({ kind: fc.constant('broken' as const), at, problem }),
  )
}

export const anyExchange: fc.Arbitrary<RecordedExchange> = fc
  .array(fc.tuple(ms, fc.uint8Array({ maxLength: 40 })), { maxLength: 12 })
  .chain((reads) => {
    const times = reads.map(([at]) => at).toSorted((one, other) => one - other)
    const chunks = new ChunkLog()
    reads.forEach(([, bytes], index) => chunks.append(bytes, times[index] ?? (0 as Ms)))
    return fc.record(
      {
        startedAt: epoch,
        request: fc.record({ method: fc.constantFrom('GET', 'POST'), url: fc.webUrl(), headers, body: fc.string() }),
        head: fc.option(
          fc.record({ at: ms, status: fc.integer({ min: 100, max: 599 }), statusText: fc.string(), headers }),
          { nil: undefined },
        ),
        chunks: fc.constant(chunks),
        end: fc.option(endAfter(times.at(-1) ?? 0), { nil: undefined }),
        missing: fc.subarray([...missingThings]),
      },
      { requiredKeys: ['startedAt', 'request', 'head', 'chunks', 'end'] },
    )
  })

const run = fc.record(
  {
    mode: fc.constantFrom('streamed' as const, 'whole' as const),
    startedAt: epoch,
    exchanges: fc.array(anyExchange, { maxLength: 2 }),
    callee: fc.constantFrom('app' as const, 'serving-endpoint' as const, 'local' as const),
  },
  { requiredKeys: ['mode', 'startedAt', 'exchanges'] },
)

export const anyConversation: fc.Arbitrary<PortableConversation> = fc
  .array(fc.array(run, { maxLength: 2 }), { maxLength: 4 })
  .chain((turns) =>
    fc.record({
      title: fc.string({ unit: 'binary' }),
      agentName: fc.string(),
      leaf: fc.constant(turns.length === 0 ? null : turns.length - 1),
      turns: fc.tuple(
        ...turns.map((runs, position) =>
          fc.record({
            parent: fc.constant(position === 0 ? null : position - 1),
            input: fc.record({ text: fc.string(), customInputs: fc.string(), instructions: fc.string() }),
            createdAt: epoch,
            runs: fc.constant(runs),
            chosen: fc.constant(runs.length === 0 ? null : runs.length - 1),
          }),
        ),
      ),
    }),
  )

export interface Answered {
  readonly name: string
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly bytes: Uint8Array
  readonly isCut: boolean
}

/** The same for the same seed, between 0 and 1 (mulberry32). */
const createRandom = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** One recorded answer to one question, cut into reads at seeded places and moments. */
export const conversationWith = ({ name, status, headers, bytes, isCut }: Answered, seed = 1): PortableConversation => {
  const random = createRandom(seed)
  const chunks = new ChunkLog()
  let at = 12.5
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + 1 + Math.floor(random() * 400))
    at = Math.round((at + random() * 40) * 10) / 10
    chunks.append(bytes.subarray(from, to), at as Ms)
    from = to
  }
  const startedAt = 1_795_000_000_000 as EpochMs
  const body = JSON.stringify({ input: [{ role: 'user', content: `Play ${name}` }], stream: true })
  return {
    title: `Play ${name}`,
    agentName: 'Recorded agent',
    leaf: 0,
    turns: [
      {
        parent: null,
        input: { text: `Play ${name}`, customInputs: '{"depth":2}', instructions: '' },
        createdAt: startedAt,
        chosen: 0,
        runs: [
          {
            mode: headers.some(([, value]) => value.startsWith('text/event-stream')) ? 'streamed' : 'whole',
            startedAt,
            callee: 'app',
            exchanges: [
              {
                startedAt,
                request: {
                  method: 'POST',
                  url: 'http://localhost:8000/responses?trace=yes',
                  headers: [
                    ['content-type', 'application/json'],
                    ['authorization', 'Bearer •••••• (20 characters)'],
                  ],
                  body,
                },
                head: { at: 10 as Ms, status, statusText: status === 200 ? 'OK' : '', headers },
                chunks,
                end: { kind: isCut ? 'abandoned' : 'whole-body', at: (at + 1) as Ms },
              },
            ],
          },
        ],
      },
    ],
  }
}
