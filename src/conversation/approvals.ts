import type { ApprovalRequestItem } from '../protocol/item.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import type { Decision, TurnInput } from './conversation.ts'

/** What a person chose for one request, before or after it was sent. */
export interface Choice {
  readonly approve: boolean
  /** Empty where none was written. */
  readonly reason: string
}

/** The requests that can be answered: an answer names its request by id. One that is sent twice is one. */
export const requestsIn = ({ items }: Snapshot): readonly (ApprovalRequestItem & { readonly id: string })[] => {
  const found = new Map<string, ApprovalRequestItem & { readonly id: string }>()
  for (const item of items) {
    if (item.kind === 'approval-request' && item.id !== undefined) found.set(item.id, { ...item, id: item.id })
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
