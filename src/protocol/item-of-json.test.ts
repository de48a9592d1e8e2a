import { describe, expect, it } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import type { JsonObject } from '../lib/json.ts'
import { isOutputItemType, itemOf, partOf } from './item-of-json.ts'

const place = { key: 'item-0', round: 0, state: 'done', startedAt: 1 as Ms } as const

const cases: [json: JsonObject, content: object][] = [
  [
    { type: 'message', id: 'm', content: [{ type: 'output_text', text: 'a', annotations: null }] },
    { kind: 'message', role: 'assistant', id: 'm', parts: [{ kind: 'text', text: 'a', annotations: [] }] },
  ],
  [
    { role: 'assistant', content: 'plain' },
    { kind: 'message', role: 'assistant', parts: [{ kind: 'text', text: 'plain', annotations: [] }] },
  ],
  [
    {
      type: 'message',
      content: [
        { type: 'refusal', refusal: 'no' },
        { type: 'output_audio', id: 'x' },
      ],
    },
    {
      kind: 'message',
      role: 'assistant',
      parts: [
        { kind: 'refusal', text: 'no' },
        { kind: 'other', type: 'output_audio', json: { type: 'output_audio', id: 'x' } },
      ],
    },
  ],
  [
    {
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: 's' }],
      content: [{ type: 'reasoning_text', text: 't' }],
      encrypted_content: 'e',
    },
    {
      kind: 'reasoning',
      encrypted: true,
      parts: [
        { kind: 'summary', text: 's' },
        { kind: 'text', text: 't' },
      ],
    },
  ],
  [
    { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}', status: null },
    { kind: 'tool-call', type: 'function_call', callId: 'c', name: 'f', arguments: '{}' },
  ],
  [
    { type: 'function_call', name: 'f', arguments: { a: 1 } },
    { kind: 'tool-call', type: 'function_call', name: 'f', arguments: '{"a":1}' },
  ],
  [
    { type: 'custom_tool_call', call_id: 'c', name: 'f', input: 'free text' },
    { kind: 'tool-call', type: 'custom_tool_call', callId: 'c', name: 'f', arguments: 'free text' },
  ],
  [
    { type: 'mcp_call', server_label: 's', name: 'f', arguments: '{}', output: 'o', error: null },
    { kind: 'tool-call', type: 'mcp_call', serverLabel: 's', name: 'f', arguments: '{}', output: 'o' },
  ],
  [
    { type: 'code_interpreter_call', code: '1+1', outputs: [] },
    { kind: 'tool-call', type: 'code_interpreter_call', name: 'code_interpreter', arguments: '1+1', output: [] },
  ],
  [
    { type: 'function_call_output', call_id: 'c', output: { rows: 1 } },
    { kind: 'tool-output', type: 'function_call_output', callId: 'c', output: { rows: 1 } },
  ],
  [
    { type: 'mcp_approval_request', id: 'r', name: 'f', server_label: 's', arguments: '{}' },
    { kind: 'approval-request', id: 'r', name: 'f', serverLabel: 's', arguments: '{}' },
  ],
  [
    { type: 'web_search_call', id: 'w', status: 'completed' },
    {
      kind: 'other',
      type: 'web_search_call',
      id: 'w',
      status: 'completed',
      json: { type: 'web_search_call', id: 'w', status: 'completed' },
    },
  ],
  [{ odd: true }, { kind: 'other', type: '', json: { odd: true } }],
]

describe('an output item', () => {
  it.each(cases)('%j', (json, content) => {
    expect(itemOf(json, place)).toEqual({ ...place, ...content })
  })

  it('reads any JSON as a part', () => {
    expect(partOf(null)).toEqual({ kind: 'other', type: '', json: null })
    expect(partOf('bare')).toEqual({ kind: 'text', text: 'bare', annotations: [] })
    expect(partOf({ type: 'output_text' })).toMatchObject({ kind: 'other' })
  })

  it('knows which types are items', () => {
    expect(['function_call', 'function_call_output', 'message', 'web_search_call'].every(isOutputItemType)).toBe(true)
    expect(['response.created', 'error', 'ping', 'call'].some(isOutputItemType)).toBe(false)
  })
})
