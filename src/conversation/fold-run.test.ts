import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LiveRecording } from '../exchange/live-recording.ts'
import type { ExchangeId, Recording } from '../exchange/recording.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import type { Json } from '../lib/json.ts'
import { foldRun } from './fold-run.ts'

const encoder = new TextEncoder()
const responseId = 'resp_0123'

/** Everything that LongRunningAgentServer can send: two attempts that both number their items from 0, with a trace. */
const events: readonly Json[] = [
  { type: 'response.created', response: { id: '__fake_id__', output: [] } },
  { type: 'response.output_item.added', output_index: 0, item: { type: 'message', id: 'm', content: [] } },
  ...['Grüße, ', '日本語 ', '👩‍👩‍👧 and '].map((delta) => ({
    type: 'response.output_text.delta',
    output_index: 0,
    content_index: 0,
    item_id: 'm',
    delta,
  })),
  { type: 'response.resumed', attempt: 2, from_seq: 5, conversation_id: 'c::attempt-2' },
  { type: 'response.created', response: { id: '__fake_id__', output: [] } },
  { type: 'response.output_item.added', output_index: 0, item: { type: 'message', id: 'm', content: [] } },
  ...['once ', 'more.'].map((delta) => ({
    type: 'response.output_text.delta',
    output_index: 0,
    content_index: 0,
    item_id: 'm',
    delta,
  })),
  {
    type: 'response.output_item.done',
    output_index: 0,
    item: { type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text: 'once more.' }] },
  },
  { type: 'response.completed', response: { id: '__fake_id__', output: [] } },
  { trace_id: 'tr-1' },
]

const frames = events.map((event, sequence) =>
  encoder.encode(
    `data: ${JSON.stringify({ ...(event as object), sequence_number: sequence, response_id: responseId })}\n\n`,
  ),
)
const done = encoder.encode('data: [DONE]\n\n')

const joined = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))

/** What the server sends from a number on. */
const bodyAfter = (sequence: number): Uint8Array => joined([...frames.slice(sequence === 0 ? 0 : sequence + 1), done])

const exchange = (index: number, body: Uint8Array, isCut: boolean, continues?: ExchangeId): Recording => {
  const request = {
    method: continues === undefined ? 'POST' : 'GET',
    url: 'http://localhost/responses',
    headers: [],
    body: '',
  }
  const recording = new LiveRecording(`exchange_${index}` as ExchangeId, (index * 1000) as EpochMs, request, continues)
  recording.openHead({
    at: 1 as Ms,
    status: 200,
    statusText: 'OK',
    headers: [['content-type', 'text/event-stream; charset=utf-8']],
  })
  recording.commit([{ bytes: body, at: 2 as Ms }])
  const problem = { kind: 'network', code: 'connection-lost', title: '', detail: '', remedy: '', who: 'you' } as const
  recording.finish(isCut ? { kind: 'broken', at: 3 as Ms, problem } : { kind: 'whole-body', at: 3 as Ms })
  return recording
}

/** Cuts each connection after so many bytes, and asks for the rest, until none is left to cut. */
const runCutAt = (cuts: readonly number[]): readonly Recording[] => {
  const recordings: Recording[] = []
  for (const cut of [...cuts, Infinity]) {
    const { resumption } = foldRun(recordings).snapshot
    const isFirst = recordings.length === 0
    if (!isFirst && resumption === undefined) break
    const body = isFirst ? joined([...frames, done]) : bodyAfter(resumption?.sequence ?? 0)
    const isCut = cut < body.length
    recordings.push(exchange(recordings.length, body.subarray(0, cut), isCut, recordings.at(-1)?.id))
    if (!isCut) break
  }
  return recordings
}

it('a run that was cut anywhere and went on is the same as one that was not', () => {
  const { snapshot } = foldRun(runCutAt([]))
  expect(snapshot).toMatchObject({
    doneMarker: true,
    traceId: 'tr-1',
    rounds: 2,
    takeovers: [{ attempt: 2, items: 1, conversationId: 'c::attempt-2' }],
  })
  expect(snapshot.items.map((item) => (item.kind === 'message' ? item.parts : []))).toMatchObject([
    [{ text: 'Grüße, 日本語 👩‍👩‍👧 and ' }],
    [{ text: 'once more.' }],
  ])
  const { resumption: _, ...whole } = snapshot
  const timeless = (given: object) =>
    JSON.parse(JSON.stringify(given, (key, value) => (key.endsWith('edAt') ? 0 : value)))
  // The first frame tells the id: before it is there, nothing can be asked for.
  const first = frames[0]?.length ?? 0
  const place = fc.integer({ min: 0, max: joined(frames).length + done.length })
  fc.assert(
    fc.property(place, fc.array(place, { maxLength: 6 }), (start, more) => {
      const cuts = [Math.max(first, start), ...more]
      const run = foldRun(runCutAt(cuts))
      const { resumption: _resumption, ...again } = run.snapshot
      expect(timeless({ ...again, findings: [] })).toEqual(timeless({ ...whole, findings: [] }))
      expect(run.figures.bytes).toBeGreaterThanOrEqual(joined(frames).length)
    }),
    { seed: 20261127, numRuns: 400 },
  )
})

it('a refused connection changes nothing, and the next one goes on where the answer was', () => {
  const [begun] = runCutAt([joined(frames.slice(0, 4)).length])
  if (begun === undefined) throw new Error('The run has no exchange.')
  const refused = new LiveRecording('exchange_refused' as ExchangeId, 5 as EpochMs, begun.request, begun.id)
  refused.openHead({ at: 1 as Ms, status: 404, statusText: '', headers: [['content-type', 'application/json']] })
  refused.commit([{ bytes: encoder.encode('{"detail":"Response not found"}'), at: 2 as Ms }])
  refused.finish({ kind: 'whole-body', at: 3 as Ms })
  const before = foldRun([begun]).snapshot
  const after = foldRun([begun, refused])
  expect(after.snapshot).toEqual(before)
  const rest = exchange(2, bodyAfter(3), false, after.granted?.recording.id)
  expect(foldRun([begun, refused, rest]).snapshot.items).toHaveLength(2)
})

const polled = (index: number, body: Json, continues?: ExchangeId): Recording => {
  const request = { method: 'GET', url: 'http://localhost/responses', headers: [], body: '' }
  const recording = new LiveRecording(`poll_${index}` as ExchangeId, (index * 1000) as EpochMs, request, continues)
  recording.openHead({ at: 1 as Ms, status: 200, statusText: '', headers: [['content-type', 'application/json']] })
  recording.commit([{ bytes: encoder.encode(JSON.stringify(body)), at: 2 as Ms }])
  recording.finish({ kind: 'whole-body', at: 3 as Ms })
  return recording
}

it('a polled run is what its last poll says, and takes as long as all of them', () => {
  const message = { type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text: 'Done.' }] }
  const first = polled(0, { id: responseId, object: 'response', status: 'in_progress', output: [], metadata: {} })
  const second = polled(1, { id: responseId, status: 'in_progress', attempt_number: 1 }, first.id)
  const waiting = foldRun([first, second])
  expect(waiting.snapshot).toMatchObject({ status: 'in_progress', items: [], resumption: { id: responseId } })
  const last = polled(2, { id: responseId, status: 'completed', output: [message], attempt_number: 2 }, second.id)
  const run = foldRun([first, second, last])
  expect(run.snapshot).toMatchObject({
    terminal: 'completed',
    items: [{ kind: 'message' }],
    takeovers: [{ attempt: 2 }],
  })
  expect(run.figures).toMatchObject({ events: 3, firstByte: 2, firstText: 2003, total: 2003 })
})
