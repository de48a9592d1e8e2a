import { expect, test } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import { snapshotOfAnswer } from '../protocol/snapshot-of-answer.ts'
import { approvedToolOf, decidedIn, decisionOf, requestsIn, settledIn } from './approvals.ts'
import type { ApprovalRequestItem, Item, ToolOutputItem } from '../protocol/item.ts'
import { emptySnapshot } from '../protocol/snapshot.ts'

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

test('a request inside a stream is settled by the result that comes after it, and needs no turn', () => {
  const base = { key: 'k', round: 0, state: 'done', startedAt: 0 as Ms } as const
  const waiting: ApprovalRequestItem = {
    ...base,
    kind: 'approval-request',
    id: 'a',
    streamId: 's',
    name: 'cancel',
    serverLabel: '',
    arguments: '{}',
  }
  const result = (output: string): ToolOutputItem => ({
    ...base,
    key: 'r',
    kind: 'tool-output',
    type: 'function_call_output',
    output,
  })
  const settled = (...items: Item[]) => settledIn(items, waiting)
  expect(requestsIn({ ...emptySnapshot, items: [waiting] })).toEqual([])
  expect(settled(result('earlier'), waiting)).toBeUndefined()
  expect(settled(waiting, result('cancelled'))).toEqual({ approve: true, reason: '' })
  const denied = result('Tool execution denied by user approval gate (tool: cancel).')
  expect(settled(waiting, denied)).toEqual({ approve: false, reason: '' })
})
