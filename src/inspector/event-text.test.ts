import { expect, test } from 'vitest'
import { frameTextOf, payloadOf, previewOf, rowPreview } from './event-text.ts'
import { scriptedExchange } from './scripted-exchange.ts'

test('the text of an event is exactly what stood in the body', () => {
  const { recording, reading } = scriptedExchange([
    [1, 'event: message\r\nda'],
    [2, 'ta: {"type":"größe 🙂"}\r\n\r\n'],
  ])
  expect(frameTextOf(recording.chunks, reading.events.row(0))).toBe(
    'event: message\r\ndata: {"type":"größe 🙂"}\r\n\r\n',
  )
})

test.each([
  ['data: {"a":1}\n\n', '{"a":1}'],
  ['data:{"a":1}\r\n\r\n', '{"a":1}'],
  ['data:  two spaces\n\n', ' two spaces'],
  ['\uFEFFdata: a\rdata: b\r\r', 'a\nb'],
  ['event: x\nid: 3\ndata: a\ndata\ndatabase: no\n\n', 'a\n'],
  [': comment\n\n', ''],
])('the data of %j are %j', (text, data) => {
  expect(payloadOf('stream', text)).toBe(data)
})

test('a whole answer is payload throughout', () => {
  expect(payloadOf('whole', 'data: x')).toBe('data: x')
})

test.each([
  ['{"type":"response.output_text.delta","delta":"Hi\\n"}', '"Hi\\n"'],
  ['{"choices":[{"delta":{"content":"Hi"}}]}', '"Hi"'],
  ['{"type":"x","item":{"type":"function_call","name":"look_up","arguments":"{}"}}', 'function_call look_up {}'],
  ['{"type":"x","sequence_number":1,"text":"done"}', 'text "done"'],
  ['{"type":"x","code":"a","message":"b"}', '{"code":"a","message":"b"}'],
  ['not json', 'not json'],
  ['[1,2]', '[1,2]'],
])('the preview of %s is %s', (payload, preview) => {
  expect(previewOf(payload)).toBe(preview)
})

test('of a very large event only the beginning is decoded', () => {
  const { recording, reading } = scriptedExchange([[1, { type: 'x', text: 'y'.repeat(100_000) }]])
  const preview = rowPreview('stream', recording.chunks, reading.events.row(0))
  expect(preview).toMatch(/^\{"type":"x","text":"y+…$/)
  expect(preview.length).toBeLessThan(400)
})
