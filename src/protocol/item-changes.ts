import { arrayOf, fieldOf, type Json, type JsonObject, stringOf } from '../lib/json.ts'
import type { Item, MessageItem, OtherItem, Part, ReasoningItem } from './item.ts'
import { jsonText } from './json-text.ts'

/** What an event says about the item it belongs to. */
export interface Clue {
  readonly kind: Item['kind']
  /** Item type, where several share a kind. */
  readonly type?: string | undefined
  /** Ties a call and its output together: two items with different ones are never the same. */
  readonly callId?: string | undefined
  readonly id?: string | undefined
  readonly outputIndex?: number | undefined
  readonly round: number
}

const isOfKind = (item: Item, clue: Clue): boolean =>
  item.kind === clue.kind && (item.kind !== 'other' || clue.type === undefined || item.type === clue.type)

const differ = <Value>(one: Value | undefined, other: Value | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other

const callIdOf = (item: Item): string | undefined => ('callId' in item ? item.callId : undefined)

/**
 * Position of the open item that an event means; -1 when there is none. Only an item of the same kind can be meant,
 * because some servers give a message and its function call one id. In this order:
 * the same id, and no other slot · the same slot, because servers that rewrite ids keep the slot right · the same id ·
 * nothing that speaks against it, where ids and slots are left out. Newest first. A slot is an `output_index` within a
 * round.
 */
export const findOpen = (items: readonly Item[], clue: Clue): number => {
  let byId = -1
  let bySlot = -1
  let byDefault = -1
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const item = items[index]
    if (item === undefined || item.state !== 'open' || !isOfKind(item, clue)) continue
    if (differ(clue.callId, callIdOf(item))) continue
    const sameRound = item.round === clue.round
    const otherSlot = differ(clue.outputIndex, item.outputIndex) || (clue.outputIndex !== undefined && !sameRound)
    if (clue.id !== undefined && item.id === clue.id) {
      if (!otherSlot) return index
      if (byId === -1) byId = index
    } else if (clue.outputIndex !== undefined && item.outputIndex === clue.outputIndex && sameRound) {
      if (bySlot === -1) bySlot = index
    } else if (byDefault === -1 && sameRound && !otherSlot && !differ(clue.id, item.id)) byDefault = index
  }
  if (bySlot !== -1) return bySlot
  return byId === -1 ? byDefault : byId
}

export type TextKind = 'text' | 'refusal' | 'summary'

/** Which text of an item an event means: one of its parts, or, without a part, its arguments. */
export interface TextPlace {
  readonly part?: TextKind | undefined
  /** `content_index` or `summary_index`. Compared with what is there, never used to make room. */
  readonly index?: number | undefined
}

export interface TextChange {
  readonly item: Item
  readonly part: number
  readonly from: number
  readonly to: number
}

type TextualItem = MessageItem | ReasoningItem

const emptyPart = (kind: TextKind): Part | ReasoningItem['parts'][number] =>
  kind === 'text' ? { kind, text: '', annotations: [] } : { kind, text: '' }

/**
 * Position of the part that is meant; the number of parts when it has to be added. A message counts all its parts,
 * reasoning counts summaries and texts apart. An index that points past the next part means the last part of its
 * kind: text is never lost for a wrong index, and a huge one costs nothing.
 */
const positionOf = (item: TextualItem, kind: TextKind, index: number | undefined): number => {
  const last = (item.parts as readonly { readonly kind: string }[]).findLastIndex((part) => part.kind === kind)
  if (last === -1) return item.parts.length
  if (index === undefined) return last
  if (item.kind === 'message') {
    if (item.parts[index]?.kind === kind) return index
    return index === item.parts.length ? index : last
  }
  let count = 0
  for (const [position, part] of item.parts.entries()) {
    if (part.kind !== kind) continue
    if (count === index) return position
    count += 1
  }
  return index === count ? item.parts.length : last
}

const withPart = (item: TextualItem, position: number, part: Part | ReasoningItem['parts'][number]): Item => {
  const parts = [...item.parts]
  parts[position] = part as Part
  return { ...item, parts } as Item
}

export const textAt = (item: Item, part: number): string => {
  if (item.kind === 'tool-call' || item.kind === 'approval-request') return item.arguments
  const found = item.kind === 'message' || item.kind === 'reasoning' ? item.parts[part] : undefined
  return found === undefined || found.kind === 'other' ? '' : found.text
}

const changeText = (item: Item, place: TextPlace, change: (text: string) => string): TextChange | undefined => {
  if (item.kind === 'tool-call' || item.kind === 'approval-request') {
    const text = change(item.arguments)
    return { item: { ...item, arguments: text }, part: -1, from: item.arguments.length, to: text.length }
  }
  if ((item.kind !== 'message' && item.kind !== 'reasoning') || place.part === undefined) return undefined
  const position = positionOf(item, place.part, place.index)
  const before = item.parts[position] ?? emptyPart(place.part)
  if (before.kind === 'other') return undefined
  const text = change(before.text)
  const changed = withPart(item, position, text === before.text ? before : { ...before, text })
  return { item: changed, part: position, from: before.text.length, to: text.length }
}

/** Appends a delta. `from` and `to` are the range it got. */
export const growText = (item: Item, place: TextPlace, delta: string): TextChange | undefined =>
  changeText(item, place, (text) => text + delta)

export type Verdict = 'same' | 'emptied' | 'differs'

const footnoteDefinition = /^\[\^[^\]\n]{1,200}\]:.*$/gm
const footnoteMark = /\[\^[^\]\n]{1,200}\]/g

/** Supervisors put footnotes into the final text that the deltas lack. */
export const withoutFootnotes = (text: string): string =>
  text.includes('[^') ? text.replaceAll(footnoteDefinition, '').replaceAll(footnoteMark, '') : text

/** Text without what may rightly differ between the deltas and the final text: white space and footnotes. */
const plainWords = (text: string): string => withoutFootnotes(text).replaceAll(/\s+/g, '')

/** How a final text relates to the streamed one. */
export const compareTexts = (streamed: string, final: string): Verdict => {
  if (streamed === final || streamed === '') return 'same'
  if (final === '') return 'emptied'
  return plainWords(streamed) === plainWords(final) ? 'same' : 'differs'
}

/** Puts the final text in place of the streamed one; an empty final text never erases what was streamed. */
export const settleText = (
  item: Item,
  place: TextPlace,
  final: string,
): { readonly change: TextChange; readonly verdict: Verdict } | undefined => {
  let verdict: Verdict = 'same'
  let kept = false
  const change = changeText(item, place, (streamed) => {
    verdict = compareTexts(streamed, final)
    kept = streamed === final || verdict === 'emptied'
    return verdict === 'emptied' ? streamed : final
  })
  if (change === undefined) return undefined
  return { change: kept ? change : { ...change, from: 0 }, verdict }
}

/** The text of an item that is kept whole, as far as it grows by deltas: commands of a shell call, a patch. */
const streamedTextOf = ({ type, json }: OtherItem): string => {
  if (type === 'shell_call') {
    const commands = arrayOf(fieldOf(json, 'action'), 'commands') ?? []
    return commands.filter((command) => typeof command === 'string').join('\n')
  }
  return type === 'apply_patch_call' ? (stringOf(fieldOf(json, 'operation'), 'diff') ?? '') : ''
}

/** All text of an item, for comparing the streamed with the final one. */
export const wholeText = (item: Item): string => {
  if (item.kind === 'tool-call' || item.kind === 'approval-request') return item.arguments
  if (item.kind === 'other') return streamedTextOf(item)
  if (item.kind !== 'message' && item.kind !== 'reasoning') return ''
  return item.parts.map((part) => (part.kind === 'other' ? '' : part.text)).join('\n')
}

const isTextual = (item: Item): item is TextualItem => item.kind === 'message' || item.kind === 'reasoning'

/** AppKit leaves the annotations out of the final message after it streamed them. */
const withAnnotationsOf = (streamed: MessageItem, final: MessageItem): MessageItem => ({
  ...final,
  parts: final.parts.map((part, index) => {
    const before = streamed.parts[index]
    return part.kind === 'text' && before?.kind === 'text' && part.annotations.length === 0
      ? { ...part, annotations: before.annotations }
      : part
  }),
})

/** An image that was never finished is shown as far as it came. */
const withPartialImage = (streamed: JsonObject, final: JsonObject): JsonObject => {
  const partial = stringOf(streamed, 'partial_image_b64')
  return partial === undefined || stringOf(final, 'result') !== undefined
    ? final
    : { ...final, partial_image_b64: partial }
}

/** The final form of an open item. What was streamed stays where the final form lacks it. */
export const closeItem = (open: Item, final: Item): { readonly item: Item; readonly verdict: Verdict } => {
  const verdict = compareTexts(wholeText(open).trim(), wholeText(final).trim())
  const base = { key: open.key, round: open.round, startedAt: open.startedAt }
  const outputIndex = open.outputIndex ?? final.outputIndex
  const id = final.id ?? open.id
  const item: Item = {
    ...final,
    ...base,
    ...(outputIndex === undefined ? {} : { outputIndex }),
    ...(id === undefined ? {} : { id }),
  }
  if (verdict === 'emptied' && isTextual(item) && isTextual(open)) {
    return { item: { ...item, parts: open.parts } as Item, verdict }
  }
  if (open.kind === 'other' && item.kind === 'other') {
    return {
      item: { ...item, json: verdict === 'emptied' ? open.json : withPartialImage(open.json, item.json) },
      verdict,
    }
  }
  if (verdict === 'emptied' && 'arguments' in item) return { item: { ...item, arguments: wholeText(open) }, verdict }
  if (item.kind === 'message' && open.kind === 'message') return { item: withAnnotationsOf(open, item), verdict }
  return { item, verdict }
}

/** Whether two items say the same; ids and times aside. */
export const saySame = (one: Item, other: Item): boolean => {
  if (one.kind !== other.kind) return false
  if (one.kind === 'tool-output' && other.kind === 'tool-output') {
    return one.callId === other.callId && sameJson(one.output, other.output)
  }
  if (one.kind === 'tool-call' && other.kind === 'tool-call') {
    return one.callId === other.callId && one.name === other.name && one.arguments === other.arguments
  }
  if (one.kind === 'other' && other.kind === 'other') return sameJson(one.json, other.json)
  return wholeText(one) === wholeText(other)
}

const sameJson = (one: Json, other: Json): boolean => jsonText(one) === jsonText(other)
