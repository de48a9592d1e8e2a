import { expect, test } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import { snapshotOfAnswer } from '../protocol/snapshot-of-answer.ts'
import { approvedToolOf, decidedIn, decisionOf, requestsIn } from './approvals.ts'

const request = (id: string | null) => ({
  type: 'mcp_approval_request',
  ...(id === null ? {} : { id }),
  name: 'create_ticket',
  server_label: 'jira',
  arguments: '{"title":"x"}',
})
const asking = (...ids: (string | null)[]) =>
  snapshotOfAnswer({ output: [{ type: 'reasoning', id: 'r', summary: [] }, ...ids.map(request)] }, 0 as Ms)

test('requests are told apart by their ids; one without cannot be answered', () => {
  expect(requestsIn(asking('a', null, 'b', 'a')).map(({ id }) => id)).toEqual(['a', 'b'])
})

test('a decision names its request, and a reason only where one was written', () => {
  const [asked] = requestsIn(asking('a'))
  if (asked === undefined) throw new Error('There is a request.')
  const decided = { requestId: 'a', tool: 'create_ticket', serverLabel: 'jira' }
  expect(decisionOf(asked, { approve: true, reason: ' ' })).toEqual({ ...decided, approve: true })
  expect(decisionOf(asked, { approve: false, reason: ' Too early. ' })).toEqual({
    ...decided,
    approve: false,
    reason: 'Too early.',
  })
})

test('what was decided stands in the turn after', () => {
  const next = {
    text: '',
    customInputs: '',
    instructions: '',
    decisions: [{ requestId: 'a', approve: false, tool: 't', serverLabel: '' }],
  }
  expect(decidedIn(next, 'a')).toEqual({ approve: false, reason: '' })
  expect(decidedIn(next, 'b')).toBeUndefined()
  expect(decidedIn(undefined, 'a')).toBeUndefined()
  expect(approvedToolOf(next, 'a')).toBeUndefined()
  const [decision] = next.decisions
  if (decision === undefined) throw new Error('There is a decision.')
  expect(approvedToolOf({ ...next, decisions: [{ ...decision, approve: true }] }, 'a')).toBe('t')
})
