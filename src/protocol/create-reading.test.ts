import { describe, expect, it } from 'vitest'
import { utf8 } from '../exchange/utf8.ts'
import type { Ms } from '../lib/brand.ts'
import { createReading } from './create-reading.ts'
import type { Reading } from './reading.ts'

const encoder = new TextEncoder()
const reading = (contentType: string | undefined, ...pieces: string[]): Reading => {
  const created = createReading({ contentType, utf8 })
  for (const [index, piece] of pieces.entries()) created.push(encoder.encode(piece), index as Ms)
  return created
}
const event =
  'data: {"type":"response.output_item.done","item":{"type":"message","id":"m","role":"assistant","content":"Hi"}}\n\n'
const answer = `${event}data: [DONE]\n\n`
const body = '{"output":[{"type":"message","id":"m","role":"assistant","content":"Hi"}]}'

describe('the form of a body', () => {
  it.each<[contentType: string | undefined, body: string, form: Reading['form'], findings: string[]]>([
    ['text/event-stream', answer, 'stream', []],
    ['Text/Event-Stream; charset=UTF-8', '', 'stream', []],
    ['text/event-stream', `\n\n: beat\n\n${answer}`, 'stream', []],
    ['text/event-stream', ` ${body}`, 'whole', ['wrong-content-type']],
    ['text/event-stream', 'nonsense', 'stream', ['ignored-line', 'missing-end']],
    ['application/json', body, 'whole', []],
    ['application/problem+json', '{"detail":"x"}', 'whole', []],
    ['application/json', answer, 'stream', ['wrong-content-type']],
    ['application/json', `\uFEFF${body}`, 'whole', []],
    [undefined, answer, 'stream', ['wrong-content-type']],
    ['text/plain', `event: message\n${answer}`, 'stream', ['wrong-content-type']],
    ['text/plain', '[1]', 'whole', ['wrong-content-type']],
    ['text/plain', 'dat', 'opaque', []],
    ['text/html', '<!doctype html>', 'opaque', []],
  ])('%s with %.12j is %s', (contentType, body, form, findings) => {
    const whole = reading(contentType, body)
    whole.end(0 as Ms)
    expect(whole.form).toBe(form)
    expect(whole.snapshot.findings.map((finding) => finding.code)).toEqual(findings)
    const pieces = reading(contentType, ...body)
    pieces.end(0 as Ms)
    expect(pieces.form).toBe(form)
    expect(pieces.snapshot.findings).toEqual(whole.snapshot.findings)
  })
})

describe('a reading', () => {
  it('stamps an event with the arrival of the piece that ended it', () => {
    const { events } = reading('text/event-stream', event.slice(0, 20), event.slice(20), `${event.slice(0, -1)}`, '\n')
    expect([events.at(0), events.at(1)]).toEqual([1, 3])
  })

  it('tells how much is pending', () => {
    const stream = reading('text/event-stream', event, 'data: abc')
    expect(stream.pendingBytes).toBe(9)
    stream.end(2 as Ms)
    expect(stream.pendingBytes).toBe(0)
    expect(stream.events.typeOf(1)).toBe('(incomplete)')
    expect(reading('application/json', '{"a":').pendingBytes).toBe(5)
    expect(reading('text/html', '<p>').pendingBytes).toBe(3)
  })

  it('keeps the ends of CRLF streams cutting-proof', () => {
    const body = event.replaceAll('\n', '\r\n').repeat(2)
    const ends = ({ events }: Reading): number[] => [events.row(0).end, events.row(1).start, events.row(1).end]
    expect(ends(reading('text/event-stream', ...body))).toEqual(ends(reading('text/event-stream', body)))
  })

  it('gives a whole body one event, at its end', () => {
    const whole = reading(
      'application/json',
      '{"output":',
      '[{"type":"message","id":"m","role":"assistant","content":"Hi"}]}',
    )
    expect([whole.events.count, whole.snapshot.items.length]).toEqual([0, 0])
    whole.end(9 as Ms)
    expect(whole.events.row(0)).toEqual({ index: 0, at: 9, start: 0, end: 74, type: '(body)', findings: 0 })
    expect(whole.snapshot).toMatchObject({ terminal: 'completed', items: [{ kind: 'message' }] })
  })

  it('reads an error body as an error', () => {
    const whole = reading('application/json', '{"detail":"No stream function registered"}')
    whole.end(0 as Ms)
    expect(whole.snapshot).toMatchObject({
      items: [],
      terminal: 'error',
      error: { message: 'No stream function registered' },
    })
  })

  it('blames nobody for what a cut took away', () => {
    const torn = reading('text/event-stream', event, 'data: {"type"')
    torn.end(2 as Ms, true)
    expect(torn.snapshot.findings).toEqual([])
    const half = reading('application/json', '{"output":')
    half.end(2 as Ms, true)
    expect(half.snapshot.findings).toEqual([])
  })

  it('tells an error under a success only where the status is known to be one', () => {
    const codes = (status: number | undefined): string[] => {
      const whole = createReading({ contentType: 'application/json', utf8, status })
      whole.push(encoder.encode('{"error":"x"}'), 0 as Ms)
      whole.end(0 as Ms)
      return whole.snapshot.findings.map((finding) => finding.code)
    }
    expect([codes(200), codes(500), codes(undefined)]).toEqual([['error-with-success-status'], [], []])
  })

  it('does not keep the bytes it was given', () => {
    const bytes = encoder.encode(event)
    const stream = createReading({ contentType: 'text/event-stream', utf8 })
    stream.push(bytes.subarray(0, 50), 0 as Ms)
    const rest = bytes.slice(50)
    bytes.fill(0)
    stream.push(rest, 1 as Ms)
    expect(stream.snapshot.items).toHaveLength(1)
  })

  it('copes with an empty body and empty pieces', () => {
    const empty = reading('text/event-stream', '', '')
    empty.end(0 as Ms)
    expect([empty.events.count, empty.pendingBytes]).toEqual([0, 0])
    expect(reading('text/event-stream', '', event, '').events.count).toBe(1)
  })
})

describe('the result of a call that a person let be made', () => {
  const output = '{"type":"function_call_output","call_id":"mcpr_1","output":"made"}'
  const stream = `data: {"type":"response.output_item.done","item":${output}}\n\ndata: [DONE]\n\n`
  const codes = (contentType: string, answer: string, answered?: ReadonlySet<string>): string[] => {
    const created = createReading({ contentType, utf8, answered })
    created.push(encoder.encode(answer), 0 as Ms)
    created.end(0 as Ms)
    return created.snapshot.findings.map(({ code }) => code)
  }

  it.each([
    ['text/event-stream', stream],
    ['application/json', `{"output":[${output}]}`],
  ])('names the request as its call: %s', (contentType, answer) => {
    expect(codes(contentType, answer, new Set(['mcpr_1']))).toEqual([])
    expect(codes(contentType, answer)).toContain('orphan-output')
  })
})
