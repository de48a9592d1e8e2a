import type { Fetch } from '../browser/network.ts'
import type { Outcome } from '../protocol/outcome.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import type { Authorization } from '../workspace/workspace.ts'

/** Whoever stops does not wait long for the agent's word about it. */
const patience = 3_000

/** A stop that the agent hears of, where its server takes word of it and the stream has told its name. */
export const tellStop = async (
  cancelUrl: string | undefined,
  authorization: Authorization,
  { streamId }: Snapshot,
  fetch: Fetch,
): Promise<Extract<Outcome, { kind: 'stopped' }>['told']> => {
  if (cancelUrl === undefined || streamId === undefined) return undefined
  try {
    const url = new URL(cancelUrl)
    const credentials = await authorization.headersFor(url)
    if (!credentials.ok) return 'failed'
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...credentials.value },
      body: JSON.stringify({ streamId }),
      signal: AbortSignal.timeout(patience),
    })
    return answer.ok ? 'yes' : 'failed'
  } catch {
    return 'failed'
  }
}
