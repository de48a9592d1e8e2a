import { describe, expect, it } from 'vitest'
import { foldRun } from '../conversation/fold-run.ts'
import { LiveRecording } from '../exchange/live-recording.ts'
import type { ExchangeId, Recording } from '../exchange/recording.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import { createFilmReplay } from './film-replay.ts'
import {
  chunksIn,
  eventsIn,
  eventsUntil,
  filmAtChunk,
  filmAtEnd,
  filmAtEvent,
  filmAtTime,
  filmOf,
  lengthOf,
  type Film,
} from './film.ts'
import { stripAxis } from './strip-axis.ts'
import { nextEvent, nextPlace, stripMarks } from './strip-marks.ts'

const encoder = new TextEncoder()
const words = ['One ', 'two ', 'three ', 'four ', 'five ', 'six.']

const call = { type: 'function_call', id: 'f', call_id: 'c', name: 'look', arguments: '{}' }
const output = {
  type: 'response.output_item.done',
  item: { type: 'function_call_output', call_id: 'c', output: 'seen' },
}

/** As a server sends events that it numbers for resumption. */
const numbered = (events: readonly object[], first = 0): readonly Uint8Array[] =>
  events.map((event, index) =>
    encoder.encode(`data: ${JSON.stringify({ ...event, sequence_number: first + index, response_id: 'resp_1' })}\n\n`),
  )

/** A call, its result, then the words. */
const frames = numbered([
  { type: 'response.output_item.done', item: call },
  output,
  ...words.map((delta) => ({ type: 'response.output_text.delta', item_id: 'm', delta })),
])

const exchange = (index: number, startedAt: number, bodies: readonly Uint8Array[], status = 200): Recording => {
  const request = { method: index === 0 ? 'POST' : 'GET', url: 'http://localhost/responses', headers: [], body: '' }
  const continues = index === 0 ? undefined : (`exchange_${index - 1}` as ExchangeId)
  const recording = new LiveRecording(`exchange_${index}` as ExchangeId, startedAt as EpochMs, request, continues)
  recording.openHead({ at: 10 as Ms, status, statusText: '', headers: [['content-type', 'text/event-stream']] })
  for (const [place, bytes] of bodies.entries()) recording.commit([{ bytes, at: (20 + 10 * place) as Ms }])
  const problem = { kind: 'network', code: 'connection-lost', title: '', detail: '', remedy: '', who: 'you' } as const
  recording.finish({ kind: 'broken', at: (20 + 10 * bodies.length) as Ms, problem })
  return recording
}

/** Cut after the fourth event, refused once, and asked for again; the rest comes three seconds after the cut. */
const chain: readonly Recording[] = [
  exchange(0, 5000, frames.slice(0, 4)),
  exchange(1, 6000, [encoder.encode('{"detail":"busy"}')], 503),
  exchange(2, 8060, frames.slice(4)),
]

const film = (): Film => {
  const { last } = foldRun(chain)
  if (last === undefined) throw new Error('The chain has recordings.')
  return filmOf(chain, last)
}

const textAt = (replay: ReturnType<typeof createFilmReplay>, at: ReturnType<typeof filmAtTime>): string =>
  (replay.at(at)?.fold.snapshot.items ?? [])
    .flatMap((item) => (item.kind === 'message' ? item.parts : []))
    .map((part) => ('text' in part ? part.text : ''))
    .join('')

describe('a film of several exchanges', () => {
  it('lasts from the start of the first to the end of the last, and counts all of them', () => {
    expect(film().map(({ startsAt }) => startsAt)).toEqual([0, 1000, 3060])
    expect(lengthOf(film())).toBe(3060 + 60)
    expect(eventsIn(film())).toBe(frames.length + 1)
    expect(chunksIn(film())).toBe(frames.length + 1)
  })

  it('shows the answer growing over the cut, event by event, forwards and backwards', () => {
    const whole = film()
    const replay = createFilmReplay(whole)
    const texts = Array.from({ length: eventsIn(whole) + 1 }, (_, count) =>
      textAt(replay, filmAtEvent(whole, count - 1)),
    )
    const expected = [0, 0, 0, 1, 2, 2, 3, 4, 5, 6].map((count) => words.slice(0, count).join(''))
    expect(texts).toEqual(expected)
    const backwards = texts.map((_, index) => textAt(replay, filmAtEvent(whole, texts.length - index - 2)))
    expect(backwards).toEqual(expected.toReversed())
  })

  it('ends as the run itself', () => {
    const whole = film()
    const { fold } = createFilmReplay(whole).at(filmAtEnd(whole)) ?? {}
    const original = foldRun(chain)
    expect(fold?.snapshot).toEqual(original.snapshot)
    expect(fold?.figures).toEqual(original.figures)
  })

  it('knows what was there at any time, also between two exchanges', () => {
    const whole = film()
    const replay = createFilmReplay(whole)
    expect([0, 45, 900, 1500, 3080, 3090, 9999].map((time) => textAt(replay, filmAtTime(whole, time)))).toEqual(
      [0, 1, 2, 2, 3, 4, 6].map((count) => words.slice(0, count).join('')),
    )
    expect(filmAtTime(whole, 900)).toMatchObject({ take: 0, moment: { ended: true } })
    expect(filmAtTime(whole, -5)).toMatchObject({ take: 0, moment: { bytes: 0, ended: false } })
  })

  it('counts what had come at any time over all exchanges, also before the first event of one', () => {
    const whole = film()
    const counts = [0, 20, 45, 900, 1005, 1500, 3065, 3080, 9999].map((time) =>
      eventsUntil(whole, filmAtTime(whole, time)),
    )
    expect(counts).toEqual([0, 1, 3, 4, 4, 5, 5, 6, 9])
  })

  it('steps by chunks across exchanges', () => {
    const whole = film()
    expect([-1, 0, 3, 4, 5].map((chunk) => filmAtChunk(whole, chunk))).toMatchObject([
      { take: 0, moment: { bytes: 0 } },
      { take: 0, moment: { at: 20 } },
      { take: 0, moment: { at: 50 } },
      { take: 1, moment: { at: 20 } },
      { take: 2, moment: { at: 20 } },
    ])
  })

  it('goes there and back on its axis', () => {
    const axis = stripAxis(film())
    expect([axis.unit, axis.max]).toEqual(['ms', 3120])
    for (const value of [0, 45, 1015, 3085, 3120]) expect(axis.valueOf(axis.momentAt(value))).toBe(value)
  })

  it('marks silence between exchanges, tool calls once, and jumps to each kind', () => {
    const whole = film()
    const marks = stripMarks(whole, stripAxis(whole))
    const kinds = (kind: string) => marks.filter((mark) => mark.kind === kind)
    expect(kinds('first-byte').map(({ from }) => from)).toEqual([20])
    expect(kinds('tool').map(({ event }) => event)).toEqual([0])
    expect(kinds('gap').map(({ from, to }) => [from, to])).toEqual([[1030, 3080]])
    expect(nextPlace(kinds('gap'), 0, 1)).toBe(1030)
    expect(nextPlace(kinds('gap'), 1030, 1)).toBeUndefined()
    expect(nextEvent(kinds('tool'), -1, 1)).toBe(0)
    expect(nextEvent(kinds('tool'), 0, 1)).toBeUndefined()
    expect(nextEvent(kinds('tool'), 5, -1)).toBe(0)
  })
})

it('a call that was open when the connection was cut is one mark, as long as it took', () => {
  const begun = numbered([{ type: 'response.output_item.added', item: { ...call, arguments: '' } }])
  const rest = numbered([{ type: 'response.output_item.done', item: call }, output], 1)
  const cut = [exchange(0, 5000, begun), exchange(1, 8060, rest)]
  const { last } = foldRun(cut)
  if (last === undefined) throw new Error('The chain has recordings.')
  const whole = filmOf(cut, last)
  const calls = stripMarks(whole, stripAxis(whole)).filter(({ kind }) => kind === 'tool')
  expect(calls).toMatchObject([{ event: 0, from: 20, to: 3090 }])
})

it('an empty film has one moment', () => {
  expect(filmAtEnd([])).toEqual(filmAtEvent([], 3))
  expect(stripAxis([]).max).toBe(0)
})
