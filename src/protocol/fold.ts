import type { Ms } from '../lib/brand.ts'
import type { JsonObject } from '../lib/json.ts'
import type { Touch } from './event-log.ts'
import { againAt, firstFinding, type FindingCode } from './finding.ts'
import type { Item } from './item.ts'
import { emptySnapshot, type Snapshot } from './snapshot.ts'

/** When an event came: the arrival of its chunk, and its index in the event log. */
export interface Moment {
  readonly at: Ms
  readonly event: number
}

/** What is carried from event to event: the snapshot, and the little a reader must remember beside it. */
export interface Fold {
  readonly snapshot: Snapshot
  /** What the last event touched. */
  readonly touch?: Touch
  /** False in the dialects that have no final form of an item: there nothing is missing when none comes. */
  readonly closesItems?: boolean
  /** Of a run that can be asked for again: the last number of the exchanges before, and the event of number 0. */
  readonly read?: { readonly upTo: number; readonly first?: JsonObject }
}

/** What one type of event does. */
export type Step = (fold: Fold, event: JsonObject, moment: Moment) => Fold

export const emptyFold: Fold = { snapshot: emptySnapshot }

/** An agent can break every rule in each of a million events; what is learned from them fits in this many. */
const mostFindings = 300

/** Adds a finding. One that says the very same as an earlier one is that one, made again. */
export const noted = (
  snapshot: Snapshot,
  { event }: Pick<Moment, 'event'>,
  code: FindingCode,
  detail: string,
): Snapshot => {
  const { findings } = snapshot
  const position = findings.findIndex((finding) => finding.detail === detail && finding.code === code)
  const known = findings[position]
  if (known === undefined) {
    if (findings.length >= mostFindings) return snapshot
    return { ...snapshot, findings: [...findings, firstFinding(code, detail, event)] }
  }
  const again = againAt(known, event)
  return again === known ? snapshot : { ...snapshot, findings: findings.with(position, again) }
}

/** `round` of an item that starts now. Servers without `response.created` have one round. */
export const currentRound = (snapshot: Snapshot): number => Math.max(0, snapshot.rounds - 1)

/** Keys are positions, so the same bytes always give the same keys. Items are never taken away. */
export const nextKey = (snapshot: Snapshot): string => `item-${snapshot.items.length}`

/** `completed` stops being the end when the answer goes on after it: it was the end of a round only. */
const goingOn = (snapshot: Snapshot): Snapshot => {
  if (snapshot.terminal !== 'completed') return snapshot
  const { terminal: _, ...rest } = snapshot
  return rest
}

/** The snapshot with this item put in at its position, which may be the next free one. */
export const withItem = (snapshot: Snapshot, position: number, item: Item): Snapshot => {
  const items = [...snapshot.items]
  items[position] = item
  return { ...goingOn(snapshot), items }
}

export const withNextRound = (snapshot: Snapshot): Snapshot => {
  const empty =
    snapshot.rounds > 0 &&
    snapshot.terminal === undefined &&
    !snapshot.items.some((item) => item.round === snapshot.rounds - 1)
  return empty ? snapshot : { ...goingOn(snapshot), rounds: snapshot.rounds + 1 }
}

/** What is said of an item that nothing will finish any more. */
export const unfinishedDetail = (item: Item): string => {
  const name = item.id === undefined ? item.key : `"${item.id}"`
  return `The ${item.kind} ${name} never got its output_item.done: clients that keep only final items lose it`
}
