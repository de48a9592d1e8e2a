import { createParser } from 'eventsource-parser'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../exchange/utf8.ts'
import { createEventStream, type Frame, type StreamPlace } from './frame.ts'
import type { Utf8 } from './utf8.ts'

const encoder = new TextEncoder()

/** As the event log does: the line ends between two frames belong to the earlier one. */
const framesOf = (
  pieces: readonly Uint8Array[],
  decoder: Utf8 = utf8,
  from?: StreamPlace,
): { frames: Frame[]; boundary: number } => {
  const frames: Frame[] = []
  const stream = createEventStream(decoder, from)
  const extend = (end: number): void => {
    const last = frames.at(-1)
    if (last !== undefined) frames[frames.length - 1] = { ...last, end }
  }
  const take = (frame: Frame): void => {
    extend(frame.start)
    frames.push(frame)
  }
  for (const piece of pieces) stream.push(piece, take)
  const { boundary } = stream
  extend(boundary)
  stream.end(take)
  return { frames, boundary }
}

/** What is left of a frame when its bytes do not matter. */
type Dispatched = [data: string, event: string, id: string]
const dispatched = (frames: readonly Frame[]): Dispatched[] =>
  frames
    .filter((frame) => frame.kind === 'event')
    .map((frame) => [frame.data, frame.event ?? 'message', frame.lastEventId])

const message = (data: string, id = ''): Dispatched => [data, 'message', id]
const cutAt = (bytes: Uint8Array, at: number): Uint8Array[] => [bytes.subarray(0, at), bytes.subarray(at)]
const longId = 'id-'.repeat(700)

const cases: { about: string; body: string | Uint8Array; events: Dispatched[] }[] = [
  {
    about: 'one leading byte order mark is not part of the first field',
    body: '\uFEFFdata:one\n\n',
    events: [message('one')],
  },
  {
    about: 'a second byte order mark makes the first field unknown',
    body: '\uFEFF\uFEFFdata:one\n\ndata:two\n\n',
    events: [message('two')],
  },
  {
    about: 'a byte order mark later on is part of a field name',
    body: 'data:one\n\n\uFEFFdata:two\n\ndata:three\n\n',
    events: [message('one'), message('three')],
  },
  {
    about: 'a byte order mark alone on its line is a blank line',
    body: '\uFEFF\ndata:one\n\n',
    events: [message('one')],
  },
  {
    about: 'comments of any length between fields',
    body: `data:1\n:\0\n:\r\ndata:2\n:${'long '.repeat(900)}\rdata:3\n:data:no\r\n\n`,
    events: [message('1\n2\n3')],
  },
  {
    about: 'fields without a blank line after them are not dispatched',
    body: 'retry:1000\ndata:first\n\nid:second\ndata:second',
    events: [message('first')],
  },
  { about: 'a line end alone does not dispatch', body: 'data:first\n\ndata:second\n', events: [message('first')] },
  {
    about: 'data fields with and without a colon',
    body: 'data:\n\ndata\ndata\n\ndata:full\n\n',
    events: [message(''), message('\n'), message('full')],
  },
  {
    about: 'blank lines in a row dispatch nothing',
    body: '\n\n\ndata:a\n\n\n\n\r\n\rdata:b\n\n\n',
    events: [message('a'), message('b')],
  },
  { about: 'an event name', body: 'event:named\ndata:x\n\ndata:y\n\n', events: [['x', 'named', ''], message('y')] },
  { about: 'an empty event name is none', body: 'event: \ndata:x\n\n', events: [message('x')] },
  { about: 'the last event name wins', body: 'event:a\nevent:b\ndata:x\n\n', events: [['x', 'b', '']] },
  { about: 'an event name without data does not carry over', body: 'event:lost\n\ndata:x\n\n', events: [message('x')] },
  {
    about: 'an id stays until another comes',
    body: 'id:7\ndata:a\n\ndata:b\n\nid:8\ndata:c\n\n',
    events: [message('a', '7'), message('b', '7'), message('c', '8')],
  },
  { about: 'an id without data counts for what follows', body: 'id:1\n\ndata:a\n\n', events: [message('a', '1')] },
  {
    about: 'an empty id resets it',
    body: 'id:5\ndata:a\n\nid\ndata:b\n\nid:6\ndata:c\n\nid:\ndata:d\n\n',
    events: [message('a', '5'), message('b'), message('c', '6'), message('d')],
  },
  {
    about: 'an id with a NUL is ignored',
    body: `id:${longId}\ndata:a\n\nid:x\0y\ndata:b\n\n`,
    events: [message('a', longId), message('b', longId)],
  },
  {
    about: 'field names are exact, one leading space of a value goes',
    body: 'data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n',
    events: [message('\0\n 2\n1\n3\n\n4')],
  },
  {
    about: 'one leading space only, and no tab',
    body: 'data:\ttab\rdata:  two\ndata: one\n\n',
    events: [message('\ttab\n two\none')],
  },
  { about: 'a colon in the value stays', body: 'data: a: b\n\n', events: [message('a: b')] },
  { about: 'LF', body: 'data:a\ndata:b\n\ndata:c\n\n', events: [message('a\nb'), message('c')] },
  { about: 'CR', body: 'data:a\rdata:b\r\rdata:c\r\r', events: [message('a\nb'), message('c')] },
  { about: 'CRLF', body: 'data:a\r\ndata:b\r\n\r\ndata:c\r\n\r\n', events: [message('a\nb'), message('c')] },
  {
    about: 'all line ends mixed',
    body: 'data:a\r\ndata:b\ndata:c\r\r\ndata:d\n\r\n',
    events: [message('a\nb\nc'), message('d')],
  },
  { about: 'NUL is data', body: 'data:\0\n\n\n\n', events: [message('\0')] },
  { about: 'retry is no event', body: 'retry:3000\n\nretry:x1\n\nretry\n\ndata:a\n\n', events: [message('a')] },
  {
    about: 'unknown fields',
    body: 'data:a\n data:b\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\n\n',
    events: [message('a\n')],
  },
  { about: 'UTF-8 of every length', body: 'data:ok – …ä€\u{1F600}\n\n', events: [message('ok – …ä€\u{1F600}')] },
  {
    about: 'line separators of Unicode are data',
    body: 'data:a\u2028b\u0085c\u000bd\n\n',
    events: [message('a\u2028b\u0085c\u000bd')],
  },
  {
    about: 'bytes that are not UTF-8 become replacement characters',
    body: Uint8Array.of(...encoder.encode('data:a'), 0xff, 0xe2, 0x82, 10, 10),
    events: [message('a\uFFFD\uFFFD')],
  },
  { about: 'an empty body', body: '', events: [] },
  { about: 'a bare CR at the very end dispatches', body: 'data:a\n\r', events: [message('a')] },
]

describe('the event stream format', () => {
  it.each(cases)('$about', ({ body, events }) => {
    const bytes = typeof body === 'string' ? encoder.encode(body) : body
    const whole = framesOf([bytes])
    expect(dispatched(whole.frames)).toEqual(events)
    expect(framesOf([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole)
  })

  it('gives the same events however a body is cut in two', () => {
    let cuts = 0
    for (const { body } of cases) {
      const bytes = typeof body === 'string' ? encoder.encode(body) : body
      const whole = dispatched(framesOf([bytes]).frames)
      for (let at = 0; at <= Math.min(bytes.length, 600); at += 1) {
        expect(dispatched(framesOf(cutAt(bytes, at)).frames)).toEqual(whole)
        cuts += 1
      }
    }
    expect(cuts).toBeGreaterThan(1000)
  })
})

describe('frames', () => {
  const kindsOf = (body: string): string[] => framesOf([encoder.encode(body)]).frames.map((frame) => frame.kind)

  it('names blocks that the standard drops', () => {
    expect(kindsOf(': beat\n\nretry:10\n\nid:3\n\nevent:x\n\ndata:y\n\ndata:z')).toEqual([
      'comment',
      'retry',
      'no-data',
      'no-data',
      'event',
      'unfinished',
    ])
  })

  it('dispatches at a CR without waiting for the byte after it', () => {
    const frames: Frame[] = []
    const stream = createEventStream(utf8)
    stream.push(encoder.encode('data:a\r\n\r'), (frame) => frames.push(frame))
    expect(frames.map((frame) => [frame.data, frame.end])).toEqual([['a', 9]])
    stream.push(encoder.encode('\n'), (frame) => frames.push(frame))
    expect(stream.boundary).toBe(10)
    expect(frames).toHaveLength(1)
  })

  it('flags bytes that are not UTF-8, and only their own frame', () => {
    const bytes = Uint8Array.of(...encoder.encode('data:'), 0xc3, ...encoder.encode('\n\ndata:b\n\n'))
    expect(framesOf([bytes]).frames.map((frame) => frame.valid)).toEqual([false, true])
  })

  it('gives every byte to one frame or to the tail', () => {
    const line = fc.constantFrom('data:x', ':c', 'id:1', 'retry:5', 'event:e', '', '', '', 'x', '\uFEFF', 'ä€')
    const end = fc.constantFrom('\n', '\r', '\r\n')
    fc.assert(
      fc.property(fc.array(fc.tuple(line, end), { maxLength: 30 }), (lines) => {
        const bytes = encoder.encode(lines.flat().join(''))
        const { frames, boundary } = framesOf([bytes])
        let position = 0
        for (const frame of frames) {
          expect(frame.start).toBe(position)
          expect(frame.end).toBeGreaterThan(position)
          position = frame.end
        }
        expect(boundary).toBe(frames.at(-1)?.kind === 'unfinished' ? frames.at(-1)?.start : position)
      }),
      { seed: 20260101, numRuns: 500 },
    )
  })
})

describe('the place behind a frame', () => {
  it('is all that the rest of the stream depends on', () => {
    const line = fc.constantFrom('data:x', ':c', 'id:1', 'retry:5', 'event:e', '', '', '', 'x', '\uFEFF', 'ä€')
    const end = fc.constantFrom('\n', '\r', '\r\n')
    fc.assert(
      fc.property(fc.array(fc.tuple(line, end), { maxLength: 30 }), fc.nat(60), (lines, cut) => {
        const bytes = encoder.encode(lines.flat().join(''))
        const whole = framesOf([bytes])
        const places: StreamPlace[] = []
        const stream = createEventStream(utf8)
        for (const piece of cutAt(bytes, cut)) stream.push(piece, () => places.push(stream.place))
        for (const [index, place] of places.entries()) {
          const rest = framesOf([bytes.subarray(place.boundary)], utf8, place)
          expect(rest.frames).toEqual(whole.frames.slice(index + 1))
          expect(rest.boundary).toBe(whole.boundary)
        }
      }),
      { seed: 20261127, numRuns: 500 },
    )
  })
})

describe('large pieces', () => {
  it('reads them as it reads the same bytes one by one', () => {
    const line = fc.constantFrom('data:x', 'data: 東京 🧭', ': ä€', 'id:1', 'event:e', '', '', 'x', '\uFEFF', 'data')
    const end = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r')
    const damage = fc.constantFrom<readonly number[]>([], [], [0xc3], [0xff, 0x0a])
    const body = fc.tuple(fc.array(fc.tuple(line, end), { minLength: 500, maxLength: 700 }), damage, fc.nat(600))
    fc.assert(
      fc.property(body, ([lines, damaged, place]) => {
        const texts = lines.map((parts) => encoder.encode(parts.join('')))
        const bytes = Uint8Array.from(
          [...texts.slice(0, place), damaged, ...texts.slice(place)].flatMap((part) => [...part]),
        )
        expect(bytes.length).toBeGreaterThan(2048)
        const small = Array.from({ length: bytes.length }, (_, at) => bytes.subarray(at, at + 1))
        expect(framesOf([bytes])).toEqual(framesOf(small))
        expect(framesOf(cutAt(bytes, 700))).toEqual(framesOf(small))
      }),
      { seed: 20261122, numRuns: 60 },
    )
  })
})

/** The oracle reads text, so the byte order mark is left to it, and to it alone. */
const oracle = (text: string): Dispatched[] => {
  const events: Dispatched[] = []
  let id = ''
  const parser = createParser({
    onEvent: (event) => events.push([event.data, event.event ?? 'message', (id = event.id ?? id)]),
  })
  parser.feed(text)
  return events
}

describe('beside eventsource-parser', () => {
  it('reads random streams alike, cut at random places', () => {
    const field = fc.constantFrom('data', 'event', 'datas', 'retry', 'dat', ' data', 'id\0', 'Data')
    const colon = fc.constantFrom(':', ': ', ':  ', '', '::')
    const value = fc.constantFrom(
      '',
      'x',
      'hello world',
      '12',
      '1x',
      '{"a":"b"}',
      'ä€\u{1F600}',
      '\0',
      '\u2028',
      ': y',
      '\uFEFF',
    )
    const end = fc.constantFrom('\n', '\n', '\n\n', '\r', '\r\r', '\r\n', '\r\n\r\n')
    const text = fc
      .tuple(fc.constantFrom('', '', '\uFEFF'), fc.array(fc.tuple(field, colon, value, end), { maxLength: 25 }))
      // Whatever is read last is finished, because the oracle waits for the byte after a CR.
      .map(([mark, lines]) => `${mark}${lines.flat().join('')}\n\n:end\n`)
    fc.assert(
      fc.property(text, fc.array(fc.nat(400), { maxLength: 6 }), (body, places) => {
        const bytes = encoder.encode(body)
        const cuts = [0, ...places.filter((place) => place < bytes.length).sort((a, b) => a - b), bytes.length]
        const pieces = cuts.slice(1).map((cut, index) => bytes.subarray(cuts[index], cut))
        expect(dispatched(framesOf(pieces).frames)).toEqual(oracle(body))
      }),
      { seed: 20260102, numRuns: 3000 },
    )
  })
})
