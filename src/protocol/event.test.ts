import { describe, expect, it } from 'vitest'
import { type FrameReading, labelOf, readFrame } from './event.ts'
import type { Frame } from './frame.ts'

const frame = (data: string, more: Partial<Frame> = {}): Frame => ({
  kind: 'event',
  start: 0,
  end: 1,
  data,
  lastEventId: '',
  valid: true,
  ...more,
})

const cases: [about: string, frame: Frame, kind: FrameReading['kind'], label: string][] = [
  ['the payload names the event', frame('{"type":"response.created"}'), 'event', 'response.created'],
  ['the payload wins over the event name', frame('{"type":"a"}', { event: 'b' }), 'event', 'a'],
  [
    'the event name serves where the payload has none',
    frame('{"content":"…"}', { event: 'appkit.thinking' }),
    'event',
    'appkit.thinking',
  ],
  ['"message" is no name', frame('{"x":1}', { event: 'message' }), 'untyped', '(no type)'],
  ['a type that is no string is none', frame('{"type":7}'), 'untyped', '(no type)'],
  ['the end marker', frame('[DONE]'), 'done', '[DONE]'],
  ['the end marker between spaces', frame(' [DONE] '), 'done', '[DONE]'],
  ['a false end marker', frame('[DONE]x'), 'malformed', '(not JSON)'],
  ['an end marker over two lines', frame('[DO\nNE]'), 'malformed', '(not JSON)'],
  ['no JSON', frame('hello'), 'malformed', '(not JSON)'],
  ['JSON that is no object', frame('[1]'), 'malformed', '(not JSON)'],
  ['empty data', frame(''), 'malformed', '(not JSON)'],
  ['a trace id', frame('{"trace_id":"tr-1"}'), 'untyped', '(trace)'],
  ['an error', frame('{"error":"x"}'), 'untyped', '(error)'],
  ['a null error is none', frame('{"error":null,"choices":[]}'), 'untyped', '(chat chunk)'],
  ['a REST error', frame('{"error_code":"X","message":"y"}'), 'untyped', '(error)'],
  ['a ChatAgent chunk', frame('{"delta":{"role":"assistant"}}'), 'untyped', '(message chunk)'],
  ['the request record of Model Serving', frame('{"databricks_output":{}}'), 'untyped', '(databricks_output)'],
  ['a comment', frame('', { kind: 'comment' }), 'silent', '(comment)'],
  ['a reconnection time', frame('', { kind: 'retry' }), 'silent', '(retry)'],
  ['a block without data', frame('', { kind: 'no-data' }), 'silent', '(no data)'],
  ['a cut frame', frame('{"type":"resp', { kind: 'unfinished' }), 'silent', '(incomplete)'],
  ['a cut number is not read, though it parses', frame('12', { kind: 'unfinished' }), 'silent', '(incomplete)'],
  ['a frame that only lacks its blank line', frame('{"type":"a"}', { kind: 'unfinished' }), 'event', 'a'],
]

describe('what a frame says', () => {
  it.each(cases)('%s', (_, given, kind, label) => {
    const reading = readFrame(given)
    expect(reading.kind).toBe(kind)
    expect(labelOf(given, reading)).toBe(label)
  })
})
