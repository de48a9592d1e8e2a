import { arrayOf, isObject, type JsonObject, stringOf } from '../lib/json.ts'
import { currentRound, type Fold, type Moment, nextKey, noted, withItem } from './fold.ts'
import {
  type Clue,
  closeItem,
  compareTexts,
  findOpen,
  saySame,
  type TextChange,
  type Verdict,
  wholeText,
} from './item-changes.ts'
import { itemOf, outputIndexOf } from './item-of-json.ts'
import type { Item } from './item.ts'
import type { Snapshot } from './snapshot.ts'

/** Items of the Responses dialects: how an event's item is found, opened and closed, and what is odd about it. */

/** What an item is: our kind, and the type on the wire. */
export interface ItemSort {
  readonly kind: Item['kind']
  readonly type: string
}

const nameOf = (item: Item): string => (item.id === undefined ? `an item without an id (${item.key})` : `"${item.id}"`)

/** A new open item of this JSON, in the place that the event tells. */
const openedBy = (snapshot: Snapshot, json: JsonObject, event: JsonObject, moment: Moment): Item =>
  itemOf(json, {
    key: nextKey(snapshot),
    round: currentRound(snapshot),
    state: 'open',
    startedAt: moment.at,
    outputIndex: outputIndexOf(event),
  })

/** An item and its position, which is the next free one when the item is new. */
export interface Found {
  readonly snapshot: Snapshot
  readonly position: number
  readonly item: Item
}

const notedRename = (snapshot: Snapshot, item: Item, id: string | undefined, moment: Moment): Snapshot =>
  id === undefined || item.id === undefined || item.id === id
    ? snapshot
    : noted(
        snapshot,
        moment,
        'renamed-item',
        `The id of the ${item.kind} at output_index ${item.outputIndex ?? '?'} (${item.key}) changes while it is open`,
      )

const clueOf = (item: Item): Clue => ({
  kind: item.kind,
  type: 'type' in item ? item.type : undefined,
  callId: 'callId' in item ? item.callId : undefined,
  id: item.id,
  outputIndex: item.outputIndex,
  round: item.round,
})

/** The open item that an event inside an item means; opened here if it was never declared. */
export const itemFor = (snapshot: Snapshot, sort: ItemSort, event: JsonObject, moment: Moment): Found => {
  const { kind, type } = sort
  const id = stringOf(event, 'item_id')
  const clue = { kind, type, id, outputIndex: outputIndexOf(event), round: currentRound(snapshot) }
  const position = findOpen(snapshot.items, clue)
  const item = snapshot.items[position]
  if (item === undefined) {
    const opened = openedBy(snapshot, id === undefined ? { type } : { type, id }, event, moment)
    return { snapshot, position: snapshot.items.length, item: opened }
  }
  const renamed = id === undefined || item.id === id ? item : { ...item, id }
  return { snapshot: notedRename(snapshot, item, id, moment), position, item: renamed }
}

/**
 * The item that an event means which adds no text of its own: an annotation, a text in its final form. It may come
 * after the item is closed, and then it means the closed one; a delta after that begins a new item with the old id.
 */
export const settledItemFor = (snapshot: Snapshot, sort: ItemSort, event: JsonObject, moment: Moment): Found => {
  const found = itemFor(snapshot, sort, event, moment)
  const { id } = found.item
  if (found.position < snapshot.items.length || id === undefined) return found
  const position = snapshot.items.findLastIndex((item) => item.id === id && item.kind === sort.kind)
  const closed = snapshot.items[position]
  return closed === undefined ? found : { snapshot, position, item: closed }
}

export const changed = (fold: Fold, found: Found, change: TextChange | undefined): Fold => {
  if (change === undefined) return fold
  const { part, from, to } = change
  return {
    ...fold,
    snapshot: withItem(found.snapshot, found.position, change.item),
    touch: { item: change.item.key, part, from, to },
  }
}

export const notedVerdict = (snapshot: Snapshot, moment: Moment, item: Item, verdict: Verdict): Snapshot => {
  if (verdict === 'emptied') {
    const detail = `The final form of ${nameOf(item)} is empty although content was streamed; the streamed content is kept`
    return noted(snapshot, moment, 'emptied-item', detail)
  }
  if (verdict === 'differs') {
    const detail = `The final text of ${nameOf(item)} is not what its deltas add up to; the final text is shown`
    return noted(snapshot, moment, 'done-text-differs', detail)
  }
  return snapshot
}

export const notedInvalid = (fold: Fold, moment: Moment, detail: string): Fold => ({
  ...fold,
  snapshot: noted(fold.snapshot, moment, 'invalid-event', detail),
})

/** An item is declared. A second declaration, or one that comes after the first delta, opens nothing new. */
export const declared = (fold: Fold, json: JsonObject, event: JsonObject, moment: Moment): Fold => {
  const { snapshot } = fold
  const item = openedBy(snapshot, json, event, moment)
  const known = snapshot.items[findOpen(snapshot.items, clueOf(item))]
  if (known !== undefined && item.id !== undefined && known.id === item.id && known.outputIndex === item.outputIndex) {
    return { ...fold, touch: { item: known.key, part: -1, from: 0, to: 0 } }
  }
  return {
    ...fold,
    snapshot: withItem(snapshot, snapshot.items.length, item),
    touch: { item: item.key, part: -1, from: 0, to: wholeText(item).length },
  }
}

const isTwin = (item: Item, final: Item): boolean => {
  const { callId, id } = clueOf(final)
  const isNamed = (id !== undefined && item.id === id) || (callId !== undefined && clueOf(item).callId === callId)
  return isNamed && saySame(item, final)
}

/**
 * Positions of the open items that together say what this final one says: the agent gave every delta an id of its own,
 * and no slot. Only the same words tell, so parallel messages are never mixed up.
 */
const scattered = (items: readonly Item[], final: Item): number[] => {
  const text = wholeText(final)
  if ((final.kind !== 'message' && final.kind !== 'reasoning') || text === '') return []
  const positions = [...items.keys()].filter((position) => {
    const item = items[position]
    return (
      item?.state === 'open' && item.kind === final.kind && item.round === final.round && item.outputIndex === undefined
    )
  })
  const said = positions.map((position) => wholeText(items[position] ?? final)).join('')
  return said !== '' && compareTexts(said, text) === 'same' ? positions : []
}

/** The first of the scattered items becomes the final one; the others stay, empty, because items are never taken away. */
const gathered = (fold: Fold, positions: readonly number[], final: Item, moment: Moment): Fold => {
  const [first = 0, ...others] = positions
  const open = fold.snapshot.items[first] ?? final
  const { item } = closeItem(open, final)
  let snapshot = withItem(notedRename(fold.snapshot, open, final.id, moment), first, item)
  for (const position of others) {
    const other = snapshot.items[position]
    if (other?.kind !== 'message' && other?.kind !== 'reasoning') continue
    snapshot = withItem(snapshot, position, { ...other, parts: [], state: 'done', endedAt: moment.at })
  }
  return { ...fold, snapshot, touch: touchOf(item, '') }
}

/** An item in its final form. It may close an open one, repeat one that is closed, or be new. */
export const finished = (fold: Fold, json: JsonObject, event: JsonObject, moment: Moment): Fold => {
  const { snapshot } = fold
  const final: Item = { ...openedBy(snapshot, json, event, moment), state: 'done', endedAt: moment.at }
  const position = findOpen(snapshot.items, clueOf(final))
  const open = snapshot.items[position]
  if (open !== undefined) {
    const { item, verdict } = closeItem(open, final)
    const renamed = notedRename(snapshot, open, final.id, moment)
    const closed = withItem(notedVerdict(renamed, moment, item, verdict), position, item)
    return { ...fold, snapshot: closed, touch: touchOf(item, wholeText(open)) }
  }
  const positions = scattered(snapshot.items, final)
  if (positions.length > 0) return gathered(fold, positions, final, moment)
  if (snapshot.items.some((item) => isTwin(item, final))) {
    const detail = `${nameOf(final)} is sent twice in its final form; it is shown once`
    return { ...fold, snapshot: noted(snapshot, moment, 'repeated-item', detail) }
  }
  return { ...fold, snapshot: withItem(snapshot, snapshot.items.length, final), touch: touchOf(final, '') }
}

/** The whole first text, unless the final form only confirms what was streamed. */
const touchOf = (item: Item, streamed: string): NonNullable<Fold['touch']> => {
  const textual = item.kind === 'message' || item.kind === 'reasoning'
  const first = textual ? item.parts[0] : undefined
  const length =
    first !== undefined && first.kind !== 'other' ? first.text.length : textual ? 0 : wholeText(item).length
  const from = streamed === wholeText(item) ? length : 0
  return { item: item.key, part: first === undefined ? -1 : 0, from, to: length }
}

/**
 * The final list of a response. It closes what is open and adds what was never streamed. Here a closed item may be
 * meant by its place too: by id, else by saying the same, else as the n-th of its kind in this round.
 */
export const withFinalOutput = (fold: Fold, response: JsonObject, moment: Moment): Fold => {
  let next = fold
  const taken = new Set<string>()
  const round = currentRound(fold.snapshot)
  for (const json of (arrayOf(response, 'output') ?? []).filter(isObject)) {
    const { snapshot } = next
    const final = openedBy(snapshot, json, {}, moment)
    const free = snapshot.items.filter((item) => item.kind === final.kind && !taken.has(item.key))
    const match =
      free.find((item) => item.id !== undefined && item.id === final.id && item.round === round) ??
      free.find((item) => saySame(item, final)) ??
      free.find((item) => item.round === round)
    if (match !== undefined) taken.add(match.key)
    if (match?.state === 'done') continue
    const { outputIndex } = match ?? {}
    next = finished(next, json, outputIndex === undefined ? {} : { output_index: outputIndex }, moment)
    const added = next.snapshot.items.at(-1)
    if (match === undefined && added !== undefined) taken.add(added.key)
  }
  return next
}
