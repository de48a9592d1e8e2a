import { expect, it } from 'vitest'
import { answeredRequests } from './answered-requests.ts'

const response = { type: 'mcp_approval_response', approval_request_id: 'mcpr_1', approve: true }

it.each([
  ['{"input":[{"role":"user","content":"hi"}]}', []],
  [JSON.stringify({ input: [{ role: 'user', content: 'hi' }, response] }), ['mcpr_1']],
  ['{"input":"about mcp_approval_response"}', []],
  ['mcp_approval_response, but no JSON', []],
])('%s', (body, ids) => {
  expect([...answeredRequests(body)]).toEqual(ids)
})
