import { type JsonObject, numberOf, stringOf } from '../lib/json.ts'
import { defined } from './defined.ts'
import type { Fold, Step } from './fold.ts'
import type { Resumption, Snapshot } from './snapshot.ts'

/**
 * LongRunningAgentServer keeps the events of a run in its database. It numbers them over the whole run, adds the
 * top-level `response_id` to each, and sends them again to whoever asks from a number on. No other server's
 * `sequence_number` is unique: it restarts with every round.
 */
export const resumptionOf = (frame: JsonObject): Required<Resumption> | undefined => {
  const id = stringOf(frame, 'response_id')
  const sequence = numberOf(frame, 'sequence_number')
  return id === undefined || sequence === undefined ? undefined : { id, sequence }
}

/**
 * Whether this frame was read before. `starting_after=0` begins with number 0 again, and while there is no other
 * event the server sends number 0 once with every look into its database.
 */
export const isRepeated = ({ resumption }: Snapshot, { id, sequence }: Required<Resumption>): boolean =>
  resumption?.id === id && resumption.sequence !== undefined && sequence <= resumption.sequence

/**
 * Another process took the run over, and begins it anew behind what was there: its indexes and ids start again, so
 * nothing that was open before may take them in.
 */
export const resumed: Step = (fold, event, { at }) => {
  const { snapshot } = fold
  const items = snapshot.items.map((item) =>
    item.state === 'open' ? { ...item, state: 'done' as const, endedAt: at } : item,
  )
  const takeover = {
    attempt: numberOf(event, 'attempt') ?? (snapshot.takeovers?.length ?? 0) + 2,
    items: items.length,
    ...defined({ conversationId: stringOf(event, 'conversation_id') }),
  }
  const { terminal: _, ...rest } = snapshot
  const rounds = items.length === 0 ? snapshot.rounds : snapshot.rounds + 1
  return { ...fold, snapshot: { ...rest, items, rounds, takeovers: [...(snapshot.takeovers ?? []), takeover] } }
}

/** The server's own deadline for one connection: it says nothing about the run, which another connection finds again. */
const connectionDeadline = 'stream_timeout'

const withoutFindings = (snapshot: Snapshot): Snapshot => ({ ...snapshot, findings: [] })

/** The fold as the next exchange of the same run goes on with it. Findings stay with the exchange that they are in. */
export const goneOnWith = (fold: Fold): Fold => {
  if (fold.snapshot.error?.code !== connectionDeadline) return { ...fold, snapshot: withoutFindings(fold.snapshot) }
  const { error: _error, terminal: _terminal, ...rest } = fold.snapshot
  return { ...fold, snapshot: withoutFindings(rest) }
}
