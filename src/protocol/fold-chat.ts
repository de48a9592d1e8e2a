import { arrayOf, fieldOf, isObject, type Json, type JsonObject, stringOf } from '../lib/json.ts'
import { defined } from './defined.ts'
import { currentRound, type Fold, type Moment, nextKey, noted, withItem } from './fold.ts'
import { findOpen, growText, textAt, type TextKind } from './item-changes.ts'
import { itemOf } from './item-of-json.ts'
import type { Item } from './item.ts'
import { usageOf } from './response-fields.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * What the two chat dialects share. Both tell messages, which become the items that a Responses agent would have sent.
 * They declare and finish nothing, so what is open is closed by `finish_reason` or `[DONE]`.
 */

interface Said {
  readonly text: string
  readonly reasoning: string
  readonly refusal: string
}

const textsOf = (parts: readonly Json[], field: string): string =>
  parts.map((part) => stringOf(part, field) ?? '').join('')

/** Foundation models on Databricks may send `content` as a list with reasoning in it. */
const saidIn = (message: JsonObject): Said => {
  const parts = arrayOf(message, 'content') ?? []
  const thought = parts.filter((part) => stringOf(part, 'type') === 'reasoning')
  return {
    text:
      stringOf(message, 'content') ??
      textsOf(
        parts.filter((part) => stringOf(part, 'type') === 'text'),
        'text',
      ),
    reasoning:
      thought.map((part) => textsOf(arrayOf(part, 'summary') ?? [], 'text')).join('') +
      (stringOf(message, 'reasoning_content') ?? ''),
    refusal: stringOf(message, 'refusal') ?? '',
  }
}

export const toolOutput = (message: JsonObject): JsonObject => ({
  type: 'function_call_output',
  output: fieldOf(message, 'content') ?? '',
  ...defined({ id: stringOf(message, 'id'), call_id: stringOf(message, 'tool_call_id') }),
})

export const functionCall = (call: JsonObject): JsonObject => {
  const called = fieldOf(call, 'function')
  const callId = stringOf(call, 'id')
  return {
    type: 'function_call',
    name: stringOf(called, 'name') ?? '',
    arguments: stringOf(called, 'arguments') ?? '',
    ...defined({ id: callId, call_id: callId }),
  }
}

export const callsOf = (message: JsonObject): JsonObject[] => (arrayOf(message, 'tool_calls') ?? []).filter(isObject)

/** A whole chat message as the output items that say the same. */
export const outputItemsOf = (message: JsonObject): JsonObject[] => {
  if (stringOf(message, 'role') === 'tool') return [toolOutput(message)]
  const { text, reasoning, refusal } = saidIn(message)
  const content: JsonObject[] = [
    ...(text === '' ? [] : [{ type: 'output_text', text }]),
    ...(refusal === '' ? [] : [{ type: 'refusal', refusal }]),
  ]
  const common = { role: stringOf(message, 'role') ?? 'assistant', ...defined({ id: stringOf(message, 'id') }) }
  return [
    ...(reasoning === '' ? [] : [{ type: 'reasoning', summary: [{ type: 'summary_text', text: reasoning }] }]),
    ...(content.length === 0 ? [] : [{ type: 'message', ...common, content }]),
    ...callsOf(message).map(functionCall),
  ]
}

export const opened = (snapshot: Snapshot, json: JsonObject, moment: Moment, outputIndex?: number): Item =>
  itemOf(json, {
    key: nextKey(snapshot),
    round: currentRound(snapshot),
    state: 'open',
    startedAt: moment.at,
    outputIndex,
  })

/** Appends text to the open item of this kind and id, or to a new one. */
const grown = (
  fold: Fold,
  seed: JsonObject & { readonly type: 'message' | 'reasoning' },
  part: TextKind,
  text: string,
  moment: Moment,
): Fold => {
  if (text === '') return fold
  const { snapshot } = fold
  const position = findOpen(snapshot.items, {
    kind: seed.type,
    id: stringOf(seed, 'id'),
    round: currentRound(snapshot),
  })
  const item = snapshot.items[position] ?? opened(snapshot, seed, moment)
  const change = growText(item, { part }, text)
  if (change === undefined) return fold
  const { from, to } = change
  return {
    ...fold,
    snapshot: withItem(snapshot, position === -1 ? snapshot.items.length : position, change.item),
    touch: { item: item.key, part: change.part, from, to },
  }
}

/** Some agents end with a copy of the whole message. A short repetition may be meant: "ha", "ha". */
const isCopy = (fold: Fold, id: string | undefined, text: string): boolean => {
  if (text.length < 16 || id === undefined) return false
  const { snapshot } = fold
  const item = snapshot.items[findOpen(snapshot.items, { kind: 'message', id, round: currentRound(snapshot) })]
  return item?.kind === 'message' && item.parts.length === 1 && textAt(item, 0) === text
}

export const spoken = (fold: Fold, message: JsonObject, id: string | undefined, moment: Moment): Fold => {
  const { text, reasoning, refusal } = saidIn(message)
  if (isCopy(fold, id, text)) {
    const detail = `The whole text of "${id}" came again; it is shown once`
    return { ...fold, snapshot: noted(fold.snapshot, moment, 'repeated-item', detail) }
  }
  const named = defined({ id, role: stringOf(message, 'role') })
  const thought = grown(fold, { type: 'reasoning', ...defined({ id }) }, 'summary', reasoning, moment)
  const said = grown(thought, { type: 'message', ...named }, 'text', text, moment)
  return grown(said, { type: 'message', ...named }, 'refusal', refusal, moment)
}

const allClosed = (snapshot: Snapshot, moment: Moment): Snapshot => ({
  ...snapshot,
  items: snapshot.items.map((item) => (item.state === 'open' ? { ...item, state: 'done', endedAt: moment.at } : item)),
})

/** `stop` and `tool_calls` end an answer as meant; `length` and `content_filter` cut it short. */
export const withFinish = (snapshot: Snapshot, reason: string | undefined): Snapshot => {
  if (reason === undefined) return snapshot
  if (reason === 'length' || reason === 'content_filter')
    return { ...snapshot, terminal: 'incomplete', incompleteReason: reason }
  return { ...snapshot, terminal: 'completed' }
}

/** Usage comes with every chunk or with the last, and counts from the start: the newest replaces the earlier. */
export const finished = (fold: Fold, json: JsonObject, reason: string | undefined, moment: Moment): Fold => {
  const model = stringOf(json, 'model')
  const { snapshot } = fold
  const told = {
    ...snapshot,
    ...defined({ usage: usageOf(fieldOf(json, 'usage')) ?? snapshot.usage, model: model ?? snapshot.model }),
  }
  return { ...fold, snapshot: reason === undefined ? told : withFinish(allClosed(told, moment), reason) }
}
