import type { ApprovalRequestItem, Item } from '../protocol/item.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import type { Decision, TurnInput } from './conversation.ts'

/** What a person chose for one request, before or after it was sent. */
export interface Choice {
  readonly approve: boolean
  /** Empty where none was written. */
  readonly reason: string
}

/**
 * The requests that can be answered in a turn of their own: an answer names its request by id. One that is sent twice is
 * one. Those that wait inside their stream are answered there.
 */
export const requestsIn = ({ items }: Snapshot): readonly (ApprovalRequestItem & { readonly id: string })[] => {
  const found = new Map<string, ApprovalRequestItem & { readonly id: string }>()
  for (const item of items) {
    if (item.kind === 'approval-request' && item.id !== undefined && item.streamId === undefined)
      found.set(item.id, { ...item, id: item.id })
  }
  return [...found.values()]
}

export const decisionOf = (request: ApprovalRequestItem & { readonly id: string }, choice: Choice): Decision => ({
  requestId: request.id,
  approve: choice.approve,
  ...(choice.reason.trim() === '' ? {} : { reason: choice.reason.trim() }),
  tool: request.name,
  serverLabel: request.serverLabel,
})

/** What was decided about a request, by the turn that came after it. */
export const decidedIn = (next: TurnInput | undefined, id: string | undefined): Choice | undefined => {
  const decision = next?.decisions?.find(({ requestId }) => requestId === id)
  return decision === undefined ? undefined : { approve: decision.approve, reason: decision.reason ?? '' }
}

/** The tool of the request that this input approved: its result names the request as its call. */
export const approvedToolOf = ({ decisions = [] }: TurnInput, callId: string | undefined): string | undefined =>
  decisions.find(({ requestId, approve }) => approve && requestId === callId)?.tool

/** AppKit's own words in place of a result. They also come when nobody decided in time. */
const refusedResult = /^Tool execution denied by user approval gate/

/** What became of a request that waited inside its stream, told by the result that came after it. */
export const settledIn = (items: readonly Item[], request: ApprovalRequestItem): Choice | undefined => {
  const at = items.findIndex(({ key }) => key === request.key)
  const result = items.slice(at + 1).find((item) => item.kind === 'tool-output')
  if (at === -1 || result === undefined) return undefined
  const { output } = result
  return { approve: !(typeof output === 'string' && refusedResult.test(output)), reason: '' }
}
