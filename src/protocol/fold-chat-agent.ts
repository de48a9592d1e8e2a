import { fieldOf, isObject, type JsonObject, stringOf } from '../lib/json.ts'
import { type Fold, type Moment, withItem } from './fold.ts'
import { callsOf, finished, functionCall, opened, spoken, toolOutput } from './fold-chat.ts'
import { saySame, textAt } from './item-changes.ts'
import type { Item } from './item.ts'

const appended = (fold: Fold, json: JsonObject, moment: Moment): Fold => {
  const { snapshot } = fold
  const item: Item = { ...opened(snapshot, json, moment), state: 'done', endedAt: moment.at }
  if (snapshot.items.some((known) => known.id === item.id && saySame(known, item))) return fold
  const touch = { item: item.key, part: -1, from: 0, to: textAt(item, -1).length }
  return { ...fold, snapshot: withItem(snapshot, snapshot.items.length, item), touch }
}

/** One ChatAgentChunk of MLflow, a message in `delta`: text grows by message id, calls and tool messages come whole. */
export const foldMessageChunk = (before: Fold, json: JsonObject, moment: Moment): Fold => {
  const message = fieldOf(json, 'delta')
  let fold: Fold = { ...before, closesItems: false }
  if (isObject(message)) {
    if (stringOf(message, 'role') === 'tool') fold = appended(fold, toolOutput(message), moment)
    else {
      fold = spoken(fold, message, stringOf(message, 'id'), moment)
      for (const call of callsOf(message)) fold = appended(fold, functionCall(call), moment)
    }
  }
  return finished(fold, json, stringOf(json, 'finish_reason'), moment)
}
