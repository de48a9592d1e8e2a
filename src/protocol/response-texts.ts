import { fieldOf, isObject, type JsonObject, numberOf, stringOf } from '../lib/json.ts'
import type { Fold, Moment, Step } from './fold.ts'
import { growText, settleText, type TextKind, type TextPlace } from './item-changes.ts'
import { changed, itemFor, type ItemSort, notedInvalid, notedVerdict, settledItemFor } from './response-items.ts'

/** The texts inside the items of the Responses dialects: what grows by deltas, and is settled by a final form. */

const message: ItemSort = { kind: 'message', type: 'message' }
const reasoning: ItemSort = { kind: 'reasoning', type: 'reasoning' }
const toolCall = (type: string): ItemSort => ({ kind: 'tool-call', type })

/** One text that grows by `….delta` and is settled by `….done`. */
interface Growing {
  /** The item it belongs to. */
  readonly item: ItemSort
  readonly part?: TextKind
  readonly indexField?: string
  /** Field of the `….done` event that has the whole text. */
  readonly whole: string
  /** The `….done` event only says that it is over. */
  readonly isBareDone?: true
}

const growing = new Map<string, Growing>([
  ['response.output_text', { item: message, part: 'text', indexField: 'content_index', whole: 'text' }],
  ['response.refusal', { item: message, part: 'refusal', indexField: 'content_index', whole: 'refusal' }],
  ['response.audio.transcript', { item: message, part: 'text', whole: 'transcript', isBareDone: true }],
  ['response.reasoning_summary_text', { item: reasoning, part: 'summary', indexField: 'summary_index', whole: 'text' }],
  ['response.reasoning_text', { item: reasoning, part: 'text', indexField: 'content_index', whole: 'text' }],
  ['response.function_call_arguments', { item: toolCall('function_call'), whole: 'arguments' }],
  ['response.mcp_call_arguments', { item: toolCall('mcp_call'), whole: 'arguments' }],
  ['response.custom_tool_call_input', { item: toolCall('custom_tool_call'), whole: 'input' }],
  ['response.code_interpreter_call_code', { item: toolCall('code_interpreter_call'), whole: 'code' }],
])

const placeOf = (growing: Growing, event: JsonObject): TextPlace => ({
  part: growing.part,
  index: growing.indexField === undefined ? undefined : numberOf(event, growing.indexField),
})

const grow =
  (type: string, growing: Growing): Step =>
  (fold, event, moment) => {
    const delta = stringOf(event, 'delta')
    if (delta === undefined) return notedInvalid(fold, moment, `${type} carries no text in "delta"`)
    const found = itemFor(fold.snapshot, growing.item, event, moment)
    // Servers end a text with an empty delta, some after they closed the item: it opens nothing.
    if (delta === '' && found.position === fold.snapshot.items.length) return fold
    return changed(fold, found, growText(found.item, placeOf(growing, event), delta))
  }

const settle = (fold: Fold, event: JsonObject, moment: Moment, growing: Growing, text: string): Fold => {
  const found = settledItemFor(fold.snapshot, growing.item, event, moment)
  const settled = settleText(found.item, placeOf(growing, event), text)
  if (settled === undefined) return fold
  const next = changed(fold, found, settled.change)
  return { ...next, snapshot: notedVerdict(next.snapshot, moment, found.item, settled.verdict) }
}

const settleWhole =
  (type: string, growing: Growing): Step =>
  (fold, event, moment) => {
    const text = stringOf(event, growing.whole)
    if (text === undefined && growing.isBareDone === true) return fold
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

/** A part is declared, mostly empty. One that is declared again stays as it is. */
const partAdded: Step = (fold, event, moment) => {
  const growing = partGrowing(event)
  if (growing === undefined) return fold
  const found = settledItemFor(fold.snapshot, growing.item, event, moment)
  const text = stringOf(fieldOf(event, 'part'), growing.whole) ?? ''
  return changed(fold, found, settleText(found.item, placeOf(growing, event), text)?.change)
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
  const found = settledItemFor(fold.snapshot, message, event, moment)
  const place: TextPlace = { part: 'text', index: numberOf(event, 'content_index') }
  const change = growText(found.item, place, '')
  if (change?.item.kind !== 'message') return fold
  const { item } = change
  const parts = item.parts.map((part, index) =>
    index === change.part && part.kind === 'text' ? { ...part, annotations: [...part.annotations, annotation] } : part,
  )
  return changed(fold, found, { ...change, item: { ...item, parts } })
}

export const textSteps: readonly (readonly [type: string, step: Step])[] = [
  ['response.content_part.added', partAdded],
  ['response.content_part.done', partDone],
  ['response.reasoning_summary_part.added', partAdded],
  ['response.reasoning_summary_part.done', partDone],
  ['response.output_text.annotation.added', annotationAdded],
  ...[...growing].flatMap(([stem, growing]): [string, Step][] => [
    [`${stem}.delta`, grow(`${stem}.delta`, growing)],
    [`${stem}.done`, settleWhole(`${stem}.done`, growing)],
  ]),
]

const namingDeltas = new Set([...growing.keys()].map((stem) => `${stem}.delta`))
// Transcripts of sound belong to the whole response.
namingDeltas.delete('response.audio.transcript.delta')

/** Whether this event must name its item. */
export const needsItemId = (type: string): boolean => namingDeltas.has(type)
