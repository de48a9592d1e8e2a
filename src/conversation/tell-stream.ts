import type { Fetch } from '../browser/network.ts'
import { messageOf } from '../lib/problem.ts'
import { errorTextOf } from '../protocol/error-body.ts'
import type { JsonObject } from '../lib/json.ts'
import type { Outcome } from '../protocol/outcome.ts'
import type { ApprovalRequestItem } from '../protocol/item.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import type { Authorization } from '../workspace/workspace.ts'

/* Servers like AppKit take words about a stream while it goes on: on a path beside it, by the stream's own id. */

/** Whoever says something to a stream does not wait long for its word about it. */
const patience = 5_000

/** Undefined where it was heard; else the words of what went wrong. */
const tell = async (
  url: string,
  authorization: Authorization,
  fetch: Fetch,
  body: JsonObject,
): Promise<string | undefined> => {
  try {
    const credentials = await authorization.headersFor(new URL(url))
    if (!credentials.ok) return credentials.problem.title
    const answer = await fetch(new URL(url), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...credentials.value },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
    })
    const text = await answer.text()
    if (answer.ok) return undefined
    return errorTextOf(text, answer.headers.get('content-type') ?? '').message || `Status ${answer.status}`
  } catch (thrown) {
    return messageOf(thrown)
  }
}

/** A stop that the agent hears of, where its server takes word of it and the stream has told its name. */
export const tellStop = async (
  cancelUrl: string | undefined,
  authorization: Authorization,
  { streamId }: Snapshot,
  fetch: Fetch,
): Promise<Extract<Outcome, { kind: 'stopped' }>['told']> => {
  if (cancelUrl === undefined || streamId === undefined) return undefined
  return (await tell(cancelUrl, authorization, fetch, { streamId })) === undefined ? 'yes' : 'failed'
}

/** A decision that the stream waits for. Undefined where it was heard; else the words of what went wrong. */
export const tellDecision = async (
  approveUrl: string | undefined,
  authorization: Authorization,
  { id, streamId }: Pick<ApprovalRequestItem, 'id' | 'streamId'>,
  approve: boolean,
  fetch: Fetch,
): Promise<string | undefined> => {
  if (approveUrl === undefined || id === undefined || streamId === undefined)
    return 'The agent is not called as AppKit any more, so there is nobody to tell.'
  const decision = approve ? 'approve' : 'deny'
  return tell(approveUrl, authorization, fetch, { streamId, approvalId: id, decision })
}
