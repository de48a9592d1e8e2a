import { describe, expect, it, test } from 'vitest'
import type { Json, JsonObject } from '../lib/json.ts'
import { traceSummary } from './trace-spans.ts'

const second = 1_000_000_000
const begin = 1_777_629_600 * second

/** A span in the third form. */
const span = (id: string, parent: string | null, from: number, to: number, more: JsonObject = {}): JsonObject => ({
  span_id: id,
  parent_span_id: parent,
  name: id,
  start_time_unix_nano: begin + from * second,
  end_time_unix_nano: begin + to * second,
  status: { code: 'STATUS_CODE_OK', message: '' },
  attributes: { 'mlflow.spanType': '"TOOL"' },
  ...more,
})
const traceOf = (...spans: JsonObject[]): Json => ({ info: { trace_id: 'tr-1', state: 'OK' }, data: { spans } })
/** Nanoseconds of today are rounded to 256 by JSON; that shows nowhere. */
const linesOf = (trace: Json) =>
  traceSummary(trace).spans.map(
    ({ name, depth, from, to }) => `${' '.repeat(depth)}${name} ${Math.round(from)}-${Math.round(to)}`,
  )

test('parents stand before their children, siblings by their begin, times since the first', () => {
  const trace = traceOf(
    span('b', 'root', 2, 3),
    span('leaf', 'a', 1.25, 1.5),
    span('root', null, 0, 4),
    span('a', 'root', 1, 2),
  )
  expect(linesOf(trace)).toEqual(['root 0-4000', ' a 1000-2000', '  leaf 1250-1500', ' b 2000-3000'])
  expect(traceSummary(trace)).toMatchObject({ id: 'tr-1', state: 'OK', total: 4000 })
})

test('attributes are JSON within text, and stay as they are where they are not', () => {
  const attributes = { 'mlflow.spanType': '"CHAT_MODEL"', 'mlflow.spanInputs': '{"q":1}', plain: 'no json' }
  const [found] = traceSummary(traceOf(span('a', null, 0, 1, { attributes }))).spans
  expect(found).toMatchObject({
    kind: 'CHAT_MODEL',
    detail: { attributes: { 'mlflow.spanInputs': { q: 1 }, plain: 'no json' } },
  })
})

test('a failure is told with its words', () => {
  const status = { code: 'STATUS_CODE_ERROR', message: 'no such table' }
  expect(traceSummary(traceOf(span('a', null, 0, 1, { status }))).spans[0]).toMatchObject({
    failed: true,
    message: 'no such table',
  })
})

test('the second form: context, parent_id and plain times', () => {
  const old = (id: string, parent: string | null, from: number, to: number) => ({
    name: id,
    context: { span_id: id, trace_id: 't' },
    parent_id: parent,
    start_time: begin + from * second,
    end_time: begin + to * second,
    status_code: 'ERROR',
    status_message: 'old words',
    attributes: {},
  })
  const trace = {
    info: { request_id: 'r-1', experiment_id: '7', status: 'ERROR' },
    data: { spans: [old('child', 'root', 1, 2), old('root', null, 0, 2)] },
  }
  expect(linesOf(trace)).toEqual(['root 0-2000', ' child 1000-2000'])
  expect(traceSummary(trace)).toMatchObject({ id: 'r-1', experiment: '7', state: 'ERROR' })
  expect(traceSummary(trace).spans[0]).toMatchObject({ failed: true, message: 'old words' })
})

describe('what is odd', () => {
  test('a span without its parent is a root, and so is one of a cycle', () => {
    const trace = traceOf(
      span('lost', 'gone', 0, 1),
      span('x', 'y', 1, 2),
      span('y', 'x', 2, 3),
      span('self', 'self', 3, 4),
    )
    expect(linesOf(trace)).toEqual(['lost 0-1000', 'self 3000-4000', 'x 1000-2000', ' y 2000-3000'])
  })

  test('times as text, ends before begins, ids that repeat', () => {
    const text = span('a', null, 0, 0, {
      start_time_unix_nano: String(begin),
      end_time_unix_nano: String(begin + second),
    })
    expect(linesOf(traceOf(text, span('b', null, 3, 2), span('b', null, 4, 5)))).toEqual([
      'a 0-1000',
      'b 3000-3000',
      'b 4000-5000',
    ])
    const keys = traceSummary(traceOf(span('b', null, 0, 1), span('b', null, 0, 1))).spans.map(({ key }) => key)
    expect(new Set(keys).size).toBe(2)
  })

  it.each([[null], [[]], [{}], [{ data: null }], [{ data: { spans: [1, null, 'x'] } }], [{ data: { spans: [{}] } }]])(
    '%j is no failure',
    (trace) => {
      expect(() => traceSummary(trace)).not.toThrow()
    },
  )
})
