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
  if (id === undefined || sequence === undefined) return undefined
  // As the last part of an address these lead elsewhere, and the number is asked for as it is written.
  return /^\.{0,2}$/.test(id) || !Number.isSafeInteger(sequence) || sequence < 0 ? undefined : { id, sequence }
}

/**
 * Whether this frame was read before: in an earlier exchange, or as number 0, which the server sends with every look
 * into its database while there is no other event. Inside one exchange nothing else is a repetition: an agent that
 * numbers its events badly is told so, and loses nothing.
 */
export const isRepeated = (
  { snapshot: { resumption }, read }: Fold,
  { id, sequence }: Required<Resumption>,
  frame: JsonObject,
): boolean => {
  if (resumption?.id !== id || read === undefined) return false
  if (sequence <= read.upTo) return true
  return sequence === 0 && read.first !== undefined && JSON.stringify(read.first) === JSON.stringify(frame)
}

/** The fold as it knows this frame. */
export const withRead = (fold: Fold, { id, sequence }: Required<Resumption>, frame: JsonObject): Fold => {
  const { snapshot, read } = fold
  const highest = snapshot.resumption?.id === id ? Math.max(sequence, snapshot.resumption.sequence ?? 0) : sequence
  return {
    ...fold,
    snapshot: { ...snapshot, resumption: { id, sequence: highest } },
    ...(sequence === 0 ? { read: { upTo: read?.upTo ?? -1, first: frame } } : {}),
  }
}

/**
 * Another process took the run over, and begins it anew behind what was there: its indexes and ids start again, so
 * nothing that was open before may take them in.
 */
export const resumed: Step = (fold, event, { at }) => {
  const { snapshot } = fold
  const items = snapshot.items.map((item) =>
    item.state === 'open' ? { ...item, state: 'done' as const, endedAt: at } : item,
  )
  const told = numberOf(event, 'attempt')
  const takeover = {
    // The first attempt is the one that was taken over.
    attempt:
      Number.isSafeInteger(told) && told !== undefined && told > 1 ? told : (snapshot.takeovers?.length ?? 0) + 2,
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
export const goneOnWith = (before: Fold): Fold => {
  const upTo = before.snapshot.resumption?.sequence
  const fold = upTo === undefined ? before : { ...before, read: { ...before.read, upTo } }
  if (fold.snapshot.error?.code !== connectionDeadline) return { ...fold, snapshot: withoutFindings(fold.snapshot) }
  const { error: _error, terminal: _terminal, ...rest } = fold.snapshot
  return { ...fold, snapshot: withoutFindings(rest) }
}
