import { arrayOf, fieldOf, isObject, type JsonObject, numberOf, stringOf } from '../lib/json.ts'
import { currentRound, type Fold, type Moment, nextKey, noted, withItem, withNextRound } from './fold.ts'
import {
  closeItem,
  findOpen,
  growText,
  saySame,
  settleText,
  type TextChange,
  type TextKind,
  type TextPlace,
  type Verdict,
  wholeText,
} from './item-changes.ts'
import { isOutputItemType, itemOf, outputIndexOf } from './item-of-json.ts'
import type { Item } from './item.ts'
import { agentErrorOf, withError, withResponse, withUsage } from './response-fields.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * The Responses dialects: MLflow AgentServer, its long-running variant, agent-langchain-ts, ResponsesAgent on Model
 * Serving, and the OpenAI API itself. One event in, the next snapshot out. An agent may break any rule; what it says
 * is kept, and the deviation is noted.
 */
type Step = (fold: Fold, event: JsonObject, moment: Moment) => Fold

/** What an item is: our kind, and the type on the wire. */
interface ItemSort {
  readonly kind: Item['kind']
  readonly type: string
}

const message: ItemSort = { kind: 'message', type: 'message' }
const reasoning: ItemSort = { kind: 'reasoning', type: 'reasoning' }
const image: ItemSort = { kind: 'other', type: 'image_generation_call' }
const toolCall = (type: string): ItemSort => ({ kind: 'tool-call', type })

/** One text that grows by `….delta` and is settled by `….done`. */
interface Growing {
  /** The item it belongs to. */
  readonly item: ItemSort
  readonly part?: TextKind
  readonly indexField?: string
  /** Field of the `….done` event that has the whole text. */
  readonly whole: string
}

const growing = new Map<string, Growing>([
  ['response.output_text', { item: message, part: 'text', indexField: 'content_index', whole: 'text' }],
  ['response.refusal', { item: message, part: 'refusal', indexField: 'content_index', whole: 'refusal' }],
  ['response.audio.transcript', { item: message, part: 'text', whole: 'transcript' }],
  ['response.reasoning_summary_text', { item: reasoning, part: 'summary', indexField: 'summary_index', whole: 'text' }],
  ['response.reasoning_text', { item: reasoning, part: 'text', indexField: 'content_index', whole: 'text' }],
  ['response.function_call_arguments', { item: toolCall('function_call'), whole: 'arguments' }],
  ['response.mcp_call_arguments', { item: toolCall('mcp_call'), whole: 'arguments' }],
  ['response.custom_tool_call_input', { item: toolCall('custom_tool_call'), whole: 'input' }],
  ['response.code_interpreter_call_code', { item: toolCall('code_interpreter_call'), whole: 'code' }],
])

const nameOf = (item: Item): string => (item.id === undefined ? `an item without an id (${item.key})` : `"${item.id}"`)

const openedBy = (snapshot: Snapshot, json: JsonObject, event: JsonObject, moment: Moment): Item =>
  itemOf(json, {
    key: nextKey(snapshot),
    round: currentRound(snapshot),
    state: 'open',
    startedAt: moment.at,
    outputIndex: outputIndexOf(event),
  })

interface Found {
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
        'breaks-clients',
        `The id of the ${item.kind} at output_index ${item.outputIndex ?? '?'} (${item.key}) changes while it is open`,
      )

/** The open item that an event inside an item means; opened here if it was never declared. */
const itemFor = (snapshot: Snapshot, sort: ItemSort, event: JsonObject, moment: Moment): Found => {
  const { kind, type } = sort
  const id = stringOf(event, 'item_id')
  const clue = { kind, type, id, outputIndex: outputIndexOf(event), round: currentRound(snapshot) }
  const position = findOpen(snapshot.items, clue)
  const item = snapshot.items[position]
  if (item === undefined) {
    const opened = openedBy(snapshot, id === undefined ? { type } : { type, id }, event, moment)
    const detail = `Content came for ${nameOf(opened)}, a ${type} that no output_item.added had declared`
    const severity = id === undefined ? 'breaks-clients' : 'odd'
    return {
      snapshot: noted(snapshot, moment, 'undeclared-item', severity, detail),
      position: snapshot.items.length,
      item: opened,
    }
  }
  const renamed = id === undefined || item.id === id ? item : { ...item, id }
  return { snapshot: notedRename(snapshot, item, id, moment), position, item: renamed }
}

const placeOf = (growing: Growing, event: JsonObject): TextPlace => ({
  part: growing.part,
  index: growing.indexField === undefined ? undefined : numberOf(event, growing.indexField),
})

const changed = (fold: Fold, found: Found, change: TextChange | undefined): Fold => {
  if (change === undefined) return fold
  const { part, from, to } = change
  return {
    ...fold,
    snapshot: withItem(found.snapshot, found.position, change.item),
    touch: { item: change.item.key, part, from, to },
  }
}

const notedVerdict = (snapshot: Snapshot, moment: Moment, item: Item, verdict: Verdict): Snapshot => {
  if (verdict === 'emptied') {
    const detail = `The final form of ${nameOf(item)} is empty although content was streamed; the streamed content is kept`
    return noted(snapshot, moment, 'emptied-item', 'loses-data', detail)
  }
  if (verdict === 'differs') {
    const detail = `The final text of ${nameOf(item)} is not what its deltas add up to; the final text is shown`
    return noted(snapshot, moment, 'done-text-differs', 'odd', detail)
  }
  return snapshot
}

const notedInvalid = (fold: Fold, moment: Moment, detail: string): Fold => ({
  ...fold,
  snapshot: noted(fold.snapshot, moment, 'invalid-event', 'breaks-clients', detail),
})

const grow =
  (type: string, growing: Growing): Step =>
  (fold, event, moment) => {
    const delta = stringOf(event, 'delta')
    if (delta === undefined) return notedInvalid(fold, moment, `${type} carries no text in "delta"`)
    const found = itemFor(fold.snapshot, growing.item, event, moment)
    return changed(fold, found, growText(found.item, placeOf(growing, event), delta))
  }

const settle = (fold: Fold, event: JsonObject, moment: Moment, growing: Growing, text: string): Fold => {
  const found = itemFor(fold.snapshot, growing.item, event, moment)
  const settled = settleText(found.item, placeOf(growing, event), text)
  if (settled === undefined) return fold
  const next = changed(fold, found, settled.change)
  return { ...next, snapshot: notedVerdict(next.snapshot, moment, found.item, settled.verdict) }
}

const settleWhole =
  (type: string, growing: Growing): Step =>
  (fold, event, moment) => {
    const text = stringOf(event, growing.whole)
    if (text === undefined) return notedInvalid(fold, moment, `${type} carries no text in "${growing.whole}"`)
    return settle(fold, event, moment, growing, text)
  }

/** Which text a content or summary part is, by its type. */
const partGrowing = (event: JsonObject): Growing | undefined => {
  switch (stringOf(fieldOf(event, 'part'), 'type')) {
    case 'output_text':
    case 'text':
      return growing.get('response.output_text')
    case 'refusal':
      return growing.get('response.refusal')
    case 'reasoning_text':
      return growing.get('response.reasoning_text')
    case 'summary_text':
      return growing.get('response.reasoning_summary_text')
    default:
      return undefined
  }
}

const partAdded: Step = (fold, event, moment) => {
  const growing = partGrowing(event)
  if (growing === undefined) return fold
  const found = itemFor(fold.snapshot, growing.item, event, moment)
  const part = fieldOf(event, 'part')
  return changed(fold, found, growText(found.item, placeOf(growing, event), stringOf(part, growing.whole) ?? ''))
}

const partDone: Step = (fold, event, moment) => {
  const growing = partGrowing(event)
  const text = growing === undefined ? undefined : stringOf(fieldOf(event, 'part'), growing.whole)
  return growing === undefined || text === undefined ? fold : settle(fold, event, moment, growing, text)
}

/** Appended, not put at `annotation_index`: agents on Databricks repeat 0 for each of them. */
const annotationAdded: Step = (fold, event, moment) => {
  const annotation = fieldOf(event, 'annotation')
  if (!isObject(annotation)) return notedInvalid(fold, moment, 'An annotation event carries no annotation')
  const found = itemFor(fold.snapshot, message, event, moment)
  const place: TextPlace = { part: 'text', index: numberOf(event, 'content_index') }
  const change = growText(found.item, place, '')
  if (change?.item.kind !== 'message') return fold
  const { item } = change
  const parts = item.parts.map((part, index) =>
    index === change.part && part.kind === 'text' ? { ...part, annotations: [...part.annotations, annotation] } : part,
  )
  return changed(fold, found, { ...change, item: { ...item, parts } })
}

const itemAdded: Step = (fold, event, moment) => {
  const json = fieldOf(event, 'item')
  if (!isObject(json)) return notedInvalid(fold, moment, 'response.output_item.added carries no item')
  const { snapshot } = fold
  const item = openedBy(snapshot, json, event, moment)
  const { kind, id, outputIndex, round } = item
  const known = snapshot.items[findOpen(snapshot.items, { kind, type: typeOf(item), id, outputIndex, round })]
  // A second declaration of an open item, or one that comes after its first delta, opens nothing new.
  if (known !== undefined && id !== undefined && known.id === id && known.outputIndex === outputIndex) {
    return { ...fold, touch: { item: known.key, part: -1, from: 0, to: 0 } }
  }
  return {
    ...fold,
    snapshot: withItem(snapshot, snapshot.items.length, item),
    touch: { item: item.key, part: -1, from: 0, to: wholeText(item).length },
  }
}

const typeOf = (item: Item): string | undefined => ('type' in item ? item.type : undefined)

/** An item in its final form. It may close an open one, repeat one that is closed, or be new. */
const finished = (fold: Fold, json: JsonObject, event: JsonObject, moment: Moment): Fold => {
  const { snapshot } = fold
  const final: Item = { ...openedBy(snapshot, json, event, moment), state: 'done', endedAt: moment.at }
  const { kind, id, outputIndex, round } = final
  const position = findOpen(snapshot.items, { kind, type: typeOf(final), id, outputIndex, round })
  const open = snapshot.items[position]
  if (open !== undefined) {
    const { item, verdict } = closeItem(open, final)
    const renamed = notedRename(snapshot, open, id, moment)
    const closed = withItem(notedVerdict(renamed, moment, item, verdict), position, item)
    return { ...fold, snapshot: closed, touch: touchOf(item, wholeText(open)) }
  }
  const twin = id === undefined ? undefined : snapshot.items.findLast((item) => item.id === id && saySame(item, final))
  if (twin !== undefined) {
    const detail = `${nameOf(final)} is sent twice in its final form; it is shown once`
    return { ...fold, snapshot: noted(snapshot, moment, 'repeated-item', 'odd', detail) }
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

const itemDone: Step = (fold, event, moment) => {
  const json = fieldOf(event, 'item')
  if (!isObject(json)) return notedInvalid(fold, moment, 'response.output_item.done carries no item')
  return finished(fold, json, event, moment)
}

/**
 * The final list of a response. It closes what is open and adds what was never streamed. Here a closed item may be
 * meant by its place too: by id, else by saying the same, else as the n-th of its kind in this round.
 */
const withFinalOutput = (fold: Fold, response: JsonObject, event: JsonObject, moment: Moment): Fold => {
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
    next = finished(next, json, outputIndex === undefined ? event : { output_index: outputIndex }, moment)
    const added = next.snapshot.items.at(-1)
    if (match === undefined && added !== undefined) taken.add(added.key)
  }
  return next
}

const responseOf = (event: JsonObject): JsonObject => {
  const response = fieldOf(event, 'response')
  return isObject(response) ? response : {}
}

const created: Step = (fold, event) => ({
  ...fold,
  snapshot: withResponse(withNextRound(fold.snapshot), responseOf(event)),
})

const progressed: Step = (fold, event) => ({ ...fold, snapshot: withResponse(fold.snapshot, responseOf(event)) })

const ended =
  (terminal: 'completed' | 'incomplete'): Step =>
  (fold, event, moment) => {
    const response = responseOf(event)
    const { touch, ...last } = withFinalOutput(fold, response, {}, moment)
    const snapshot = withUsage(withResponse(last.snapshot, response), fieldOf(response, 'usage'))
    return { ...last, ...(touch === undefined ? {} : { touch }), snapshot: { ...snapshot, terminal } }
  }

const failed: Step = (fold, event, moment) => {
  const response = responseOf(event)
  const last = withFinalOutput(fold, response, {}, moment)
  const snapshot = withUsage(withResponse(last.snapshot, response), fieldOf(response, 'usage'))
  return { ...last, snapshot: withError(snapshot, 'failed', agentErrorOf(response)) }
}

const errorEvent: Step = (fold, event) => ({
  ...fold,
  snapshot: withError(fold.snapshot, 'error', agentErrorOf(event)),
})

/** Partial images replace one another; the final item brings the image itself. */
const partialImage: Step = (fold, event, moment) => {
  const found = itemFor(fold.snapshot, image, event, moment)
  const partial = stringOf(event, 'partial_image_b64')
  if (partial === undefined || found.item.kind !== 'other') return fold
  const item: Item = { ...found.item, json: { ...found.item.json, partial_image_b64: partial } }
  return {
    ...fold,
    snapshot: withItem(found.snapshot, found.position, item),
    touch: { item: item.key, part: -1, from: 0, to: 0 },
  }
}

const steps = new Map<string, Step>([
  ['response.created', created],
  ['response.queued', progressed],
  ['response.in_progress', progressed],
  ['response.completed', ended('completed')],
  ['response.incomplete', ended('incomplete')],
  ['response.failed', failed],
  ['error', errorEvent],
  ['response.output_item.added', itemAdded],
  ['response.output_item.done', itemDone],
  ['response.content_part.added', partAdded],
  ['response.content_part.done', partDone],
  ['response.reasoning_summary_part.added', partAdded],
  ['response.reasoning_summary_part.done', partDone],
  ['response.output_text.annotation.added', annotationAdded],
  ['response.image_generation_call.partial_image', partialImage],
  ...[...growing].flatMap(([stem, growing]): [string, Step][] => [
    [`${stem}.delta`, grow(`${stem}.delta`, growing)],
    [`${stem}.done`, settleWhole(`${stem}.done`, growing)],
  ]),
])

/** `response.web_search_call.searching` and its like: the item's status, told by the event's last word. */
const progressOfCall = /^response\.([a-z_]+_call|mcp_list_tools)\.([a-z_]+)$/

const callProgressed = (fold: Fold, type: string, event: JsonObject): Fold | undefined => {
  const [, itemType, status] = progressOfCall.exec(type) ?? []
  if (itemType === undefined || status === undefined) return undefined
  const id = stringOf(event, 'item_id')
  const position = fold.snapshot.items.findLastIndex(
    (item) => item.state === 'open' && id !== undefined && item.id === id,
  )
  const item = fold.snapshot.items[position]
  if (item === undefined) return fold
  const snapshot = withItem(fold.snapshot, position, { ...item, status })
  return { ...fold, snapshot, touch: { item: item.key, part: -1, from: 0, to: 0 } }
}

/** Known, and shown by the inspector alone: sound, shell and patch progress, resumption, AppKit's own events. */
const isSilent = (type: string): boolean =>
  /^(response\.(audio\.|shell_call_|apply_patch_call_|resumed$)|appkit\.|warning$|keepalive$|ping$)/.test(type)

/**
 * LongRunningAgentServer numbers the events of a whole run, adds `response_id` to each, and may send one again after
 * a resumption. No other server's `sequence_number` is unique: it restarts with every round.
 */
const isRepeated = (fold: Fold, sequence: number | undefined): boolean =>
  sequence !== undefined && fold.sequence !== undefined && sequence <= fold.sequence

const resumptionNumber = (event: JsonObject): number | undefined =>
  stringOf(event, 'response_id') === undefined ? undefined : numberOf(event, 'sequence_number')

export const foldResponses = (before: Fold, type: string, event: JsonObject, moment: Moment): Fold => {
  const sequence = resumptionNumber(event)
  if (isRepeated(before, sequence)) return before
  const fold = sequence === undefined ? before : { ...before, sequence }
  const step = steps.get(type)
  if (step !== undefined) return step(fold, event, moment)
  // Older supervisors send output items bare, and misspell the namespace.
  if (isOutputItemType(type)) {
    const detail = `A ${type} came bare, not inside response.output_item.done`
    return finished(
      { ...fold, snapshot: noted(fold.snapshot, moment, 'bare-item', 'breaks-clients', detail) },
      event,
      event,
      moment,
    )
  }
  const progressed = callProgressed(fold, type, event)
  if (progressed !== undefined || isSilent(type)) return progressed ?? fold
  const singular = steps.get(type.replace(/^responses\./, 'response.'))
  const told = noted(
    fold.snapshot,
    moment,
    'unknown-event',
    'odd',
    `"${type.slice(0, 200)}" is no event of the Responses API`,
  )
  return singular === undefined ? { ...fold, snapshot: told } : singular({ ...fold, snapshot: told }, event, moment)
}
