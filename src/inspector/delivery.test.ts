import { describe, expect, it } from 'vitest'
import type { ExchangeEnd, Recording } from '../exchange/recording.ts'
import type { Ms } from '../lib/brand.ts'
import { deliveryOf, deliverySummary } from './delivery.ts'
import { scriptedExchange, toolAnswer, type ScriptedChunk } from './scripted-exchange.ts'

const delta = { type: 'response.output_text.delta', item_id: 'm', delta: 'word ' }
const deltas = (count: number): object[] => Array.from({ length: count }, () => delta)
const done = 'data: [DONE]\n\n'
const problem = { kind: 'network', code: 'x', title: 'x', detail: 'x', remedy: 'x', who: 'you' } as const
const steady: ScriptedChunk[] = Array.from({ length: 30 }, (_, index) => [100 + index * 40, delta])

const html = '<!doctype html><title>Sign in</title>'

type End = 'whole-body' | 'broken' | 'stopped'
interface Case {
  readonly chunks: readonly ScriptedChunk[]
  readonly end?: readonly [at: number, kind: End]
  readonly headAt?: number
  readonly status?: number
  readonly contentType?: string
}
const notesOf = ({ chunks, end, headAt = 5, status = 200, contentType = 'text/event-stream' }: Case) => {
  const { recording, reading, finish } = scriptedExchange(chunks, contentType)
  recording.openHead({ at: headAt as Ms, status, statusText: '', headers: [['Content-Type', contentType]] })
  if (end !== undefined) {
    const at = end[0] as Ms
    const ended: ExchangeEnd = end[1] === 'broken' ? { kind: 'broken', at, problem } : { kind: end[1], at }
    finish(ended)
  }
  return deliveryOf(recording, reading)
}

describe('delivery', () => {
  it.each<[name: string, exchange: Case, codes: string[]]>([
    ['nothing yet', { chunks: [] }, []],
    ['nothing at all', { chunks: [], end: [900, 'whole-body'] }, ['empty-body']],
    ['an error without a body', { chunks: [], end: [900, 'whole-body'], status: 500 }, []],
    ['an endpoint that scales from zero', { chunks: [], end: [900, 'whole-body'], status: 503 }, ['cold-start']],
    [
      'an app that is starting',
      { chunks: [[50, html]], contentType: 'text/html', status: 502 },
      ['web-page', 'cold-start'],
    ],
    [
      'the long-running server, which looks once a second',
      {
        chunks: [1000, 2000, 3000].map((at, poll): ScriptedChunk => [
          at,
          ...deltas(12).map((event, index) => ({
            ...event,
            sequence_number: poll * 12 + index,
            response_id: 'resp_1',
          })),
        ]),
      },
      [],
    ],
    ['a steady stream', { chunks: [...steady, [1400, done]], end: [1400, 'whole-body'] }, []],
    ['a tool that takes its time', { chunks: toolAnswer, end: [1740, 'whole-body'] }, []],
    ['a quick agent', { chunks: [[20, ...deltas(11), done]], end: [20, 'whole-body'] }, []],
    ['one burst after a wait', { chunks: [[520, ...deltas(11), done]], end: [520, 'whole-body'] }, ['buffered']],
    [
      'bursts, live',
      {
        chunks: [
          [500, ...deltas(9)],
          [1000, ...deltas(12)],
        ],
      },
      ['buffered'],
    ],
    [
      'a page that was busy once',
      {
        chunks: [
          [560, ...deltas(12)],
          ...steady.map(([at, word], index): ScriptedChunk => [600 + index + at, word ?? '']),
        ],
      },
      [],
    ],
    ['one small burst among steady text', { chunks: [...steady, [2000, ...deltas(9)]] }, []],
    ['the limit of apps', { chunks: steady, end: [120_300, 'broken'] }, ['known-limit']],
    ['the limit of Model Serving', { chunks: steady, end: [297_100, 'whole-body'] }, ['known-limit']],
    [
      'the limit of the proxy of apps',
      { chunks: [...steady, [301_000, ': beat\n\n']], end: [301_552, 'whole-body'] },
      ['known-limit', 'long-silence'],
    ],
    [
      '504 at a limit',
      {
        chunks: [[297_000, 'upstream request timeout']],
        end: [297_001, 'whole-body'],
        headAt: 297_000,
        status: 504,
        contentType: 'text/plain',
      },
      ['known-limit'],
    ],
    [
      'a run that ends at a limit all the same',
      { chunks: [...steady, [120_300, done]], end: [120_300, 'whole-body'] },
      ['long-silence'],
    ],
    ['stopped at a limit', { chunks: steady, end: [120_300, 'stopped'] }, []],
    ['cut at no known limit', { chunks: steady, end: [2000, 'broken'] }, []],
    ['cut while silent', { chunks: steady, end: [61_300, 'broken'] }, ['idle-cut']],
    [
      'a cold start',
      {
        chunks: [
          [21_000, delta],
          [21_100, done],
        ],
        headAt: 20_990,
        end: [21_100, 'whole-body'],
      },
      ['late-start'],
    ],
    ['a late first event', { chunks: [[9000, delta]] }, ['late-first-event']],
    [
      'a late first text',
      {
        chunks: [
          [10, ': beat\n\n'],
          [7000, delta],
        ],
      },
      ['slow-first-text'],
    ],
    [
      'a silence',
      {
        chunks: [
          [10, delta],
          [16_000, delta],
        ],
      },
      ['long-silence'],
    ],
    ['a page', { chunks: [[50, html]], contentType: 'text/html', end: [60, 'whole-body'] }, ['web-page']],
    ['a page that says it is a stream', { chunks: [[50, html]], end: [60, 'whole-body'] }, ['web-page']],
  ])('of %s', (_name, exchange, codes) => expect(notesOf(exchange).map(({ code }) => code)).toEqual(codes))

  it('says it with figures, and where', () => {
    const [note] = notesOf({ chunks: [[515, ...deltas(11), done]], headAt: 0, end: [515, 'whole-body'] })
    expect(note?.detail).toMatch(/^12 events came in one read after 515 ms .+; 11 of 11 pieces of text/)
    const [cut] = notesOf({ chunks: steady, end: [301_552, 'broken'] })
    expect(cut?.title).toBe(
      'Cut after 5 min 02 s: the 5 minute limit of the proxy in front of Databricks Apps, measured at 301.5 s',
    )
    const [silence] = notesOf({
      chunks: [
        [10, delta],
        [16_000, delta],
      ],
    })
    expect(silence).toMatchObject({
      event: 1,
      detail: expect.stringContaining('after event 1, response.output_text.delta'),
    })
    const [page] = notesOf({ chunks: [[50, html]], contentType: 'text/html', end: [60, 'whole-body'] })
    expect(page?.advice).toContain('Sign in again')
  })

  it('tells a whole answer to a request for a stream', () => {
    const whole = scriptedExchange([[900, '{"output":[{"type":"message","content":"Hi"}]}']], 'application/json')
    whole.finish({ kind: 'whole-body', at: 900 as Ms })
    expect(deliveryOf(whole.recording, whole.reading)).toEqual([])
    const { recording, reading } = whole
    const asked: Recording = {
      ...recording,
      chunks: recording.chunks,
      request: { ...recording.request, body: '{"stream":true}' },
      subscribe: () => () => undefined,
    }
    expect(deliveryOf(asked, reading).map(({ code }) => code)).toEqual(['not-streamed'])
  })

  it('costs what is new only', () => {
    const { recording, reading, arrive } = scriptedExchange([[500, ...deltas(4)]])
    expect(deliveryOf(recording, reading)).toEqual([])
    arrive(500, ...deltas(5))
    expect(deliveryOf(recording, reading)[0]?.detail).toContain('9 events came in one read')
  })

  it('sums up', () => {
    const { recording, reading } = scriptedExchange(steady)
    expect(deliverySummary(recording, reading)).toBe('30 events in 30 reads over 1.26 s, longest silence 40 ms')
  })
})
