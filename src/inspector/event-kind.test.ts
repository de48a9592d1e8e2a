import { expect, test } from 'vitest'
import { kindOf, shortType } from './event-kind.ts'

test.each([
  ['response.output_text.delta', 'text'],
  ['response.refusal.done', 'text'],
  ['response.output_text.annotation.added', 'text'],
  ['response.reasoning_summary_text.delta', 'reasoning'],
  ['response.reasoning_text.done', 'reasoning'],
  ['response.function_call_arguments.delta', 'tool'],
  ['response.mcp_list_tools.completed', 'tool'],
  ['response.web_search_call.searching', 'tool'],
  ['response.mcp_call.failed', 'trouble'],
  ['response.failed', 'trouble'],
  ['response.incomplete', 'trouble'],
  ['error', 'trouble'],
  ['(not JSON)', 'trouble'],
  ['(incomplete)', 'trouble'],
  ['response.created', 'lifecycle'],
  ['response.output_item.added', 'lifecycle'],
  ['response.content_part.done', 'lifecycle'],
  ['[DONE]', 'lifecycle'],
  ['(body)', 'lifecycle'],
  ['(no type)', 'other'],
  ['(comment)', 'other'],
  ['acme.heartbeat', 'other'],
])('%s is about %s', (type, kind) => {
  expect(kindOf(type)).toBe(kind)
  expect(kindOf(type)).toBe(kind)
})

test('the prefix that nearly all types share is dropped', () => {
  expect(shortType('response.output_text.delta')).toBe('output_text.delta')
  expect(shortType('response.')).toBe('response.')
  expect(shortType('error')).toBe('error')
})
