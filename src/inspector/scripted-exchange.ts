import { LiveRecording } from '../exchange/live-recording.ts'
import type { ExchangeEnd, ExchangeId } from '../exchange/recording.ts'
import { utf8 } from '../exchange/utf8.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import { createReading } from '../protocol/create-reading.ts'
import type { Reading } from '../protocol/reading.ts'

/** Milliseconds and what arrived then: text, bytes, or objects that become one frame each. */
export type ScriptedChunk = readonly [at: number, ...arrivals: readonly (string | Uint8Array | object)[]]

const encoder = new TextEncoder()

const bytesOf = (arrival: string | Uint8Array | object): Uint8Array => {
  if (arrival instanceof Uint8Array) return arrival
  return encoder.encode(typeof arrival === 'string' ? arrival : `data: ${JSON.stringify(arrival)}\n\n`)
}

export interface ScriptedExchange {
  readonly recording: LiveRecording
  readonly reading: Reading
  /** Lets one more chunk arrive. */
  readonly arrive: (...chunk: ScriptedChunk) => void
  readonly finish: (end: ExchangeEnd) => void
}

/** A real recording and its real reading, fed by hand: for tests. */
export const scriptedExchange = (
  chunks: readonly ScriptedChunk[],
  contentType = 'text/event-stream',
  id = 'exchange-1',
): ScriptedExchange => {
  const recording = new LiveRecording(id as ExchangeId, 1_790_000_000_000 as EpochMs, {
    method: 'POST',
    url: 'https://agent.example/responses',
    headers: [],
    body: '{}',
  })
  const reading = createReading({ contentType, utf8 })
  const arrive = (at: number, ...arrivals: readonly (string | Uint8Array | object)[]) => {
    const pieces = arrivals.map(bytesOf)
    const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
    pieces.reduce((position, piece) => {
      bytes.set(piece, position)
      return position + piece.length
    }, 0)
    recording.commit([{ bytes, at: at as Ms }])
    reading.push(bytes, at as Ms)
    recording.publish()
  }
  const finish = (end: ExchangeEnd) => {
    reading.end(end.at, end.kind !== 'whole-body')
    recording.finish(end)
    recording.publish()
  }
  recording.openHead({ at: 5 as Ms, status: 200, statusText: 'OK', headers: [['content-type', contentType]] })
  for (const chunk of chunks) arrive(...chunk)
  return { recording, reading, arrive, finish }
}

/** A short answer with reasoning, a slow tool and text: what most tests want to look at. */
export const toolAnswer: readonly ScriptedChunk[] = [
  [100, { type: 'response.created', response: { id: 'r' } }],
  [110, { type: 'response.output_item.added', output_index: 0, item: { id: 'rs', type: 'reasoning', summary: [] } }],
  [
    120,
    { type: 'response.reasoning_summary_text.delta', item_id: 'rs', output_index: 0, summary_index: 0, delta: 'Hm' },
  ],
  [
    150,
    {
      type: 'response.output_item.done',
      output_index: 0,
      item: { id: 'rs', type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }] },
    },
  ],
  [
    200,
    {
      type: 'response.output_item.added',
      output_index: 1,
      item: { id: 'fc', type: 'function_call', name: 'look_up', call_id: 'c1', arguments: '' },
    },
    {
      type: 'response.output_item.done',
      output_index: 1,
      item: { id: 'fc', type: 'function_call', name: 'look_up', call_id: 'c1', arguments: '{"a":1}' },
    },
  ],
  [1700, { type: 'response.output_item.done', item: { type: 'function_call_output', call_id: 'c1', output: '42' } }],
  [
    1710,
    {
      type: 'response.output_item.added',
      output_index: 2,
      item: { id: 'm', type: 'message', role: 'assistant', content: [] },
    },
  ],
  [1720, { type: 'response.output_text.delta', item_id: 'm', output_index: 2, content_index: 0, delta: 'Forty-' }],
  [1730, { type: 'response.output_text.delta', item_id: 'm', output_index: 2, content_index: 0, delta: 'two.' }],
  [1740, { type: 'response.completed', response: { id: 'r', status: 'completed' } }, 'data: [DONE]\n\n'],
]
