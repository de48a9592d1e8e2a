import { arrayOf, fieldOf, isObject, type JsonObject, numberOf, stringOf } from '../lib/json.ts'
import { currentRound, type Fold, type Moment, withItem } from './fold.ts'
import { callsOf, finished, functionCall, opened, spoken } from './fold-chat.ts'
import { findOpen, growText, textAt } from './item-changes.ts'

/** A piece of a call. The first has its id and name; all have its place among the calls, and more of its arguments. */
const called = (fold: Fold, call: JsonObject, moment: Moment): Fold => {
  const { snapshot } = fold
  const json = functionCall(call)
  const id = stringOf(json, 'id')
  const outputIndex = numberOf(call, 'index')
  const clue = { kind: 'tool-call' as const, id, outputIndex, round: currentRound(snapshot) }
  const position = findOpen(snapshot.items, clue)
  const known = snapshot.items[position]
  // A second id in the same place is another call: an agent that calls models in turn counts from 0 each time.
  if (known === undefined || (id !== undefined && known.id !== id)) {
    const item = opened(snapshot, json, moment, outputIndex)
    const touch = { item: item.key, part: -1, from: 0, to: textAt(item, -1).length }
    return { ...fold, snapshot: withItem(snapshot, snapshot.items.length, item), touch }
  }
  const change = growText(known, {}, stringOf(json, 'arguments') ?? '')
  if (change === undefined) return fold
  const { item, part, from, to } = change
  return { ...fold, snapshot: withItem(snapshot, position, item), touch: { item: item.key, part, from, to } }
}

/** One `chat.completion.chunk`. Only the first choice is read: nobody asks an agent for several. */
export const foldChatChunk = (before: Fold, json: JsonObject, moment: Moment): Fold => {
  const choice = arrayOf(json, 'choices')?.[0]
  const delta = fieldOf(choice, 'delta')
  let fold: Fold = { ...before, closesItems: false }
  if (isObject(delta)) {
    fold = spoken(fold, delta, stringOf(json, 'id'), moment)
    for (const call of callsOf(delta)) fold = called(fold, call, moment)
  }
  return finished(fold, json, stringOf(choice, 'finish_reason'), moment)
}
