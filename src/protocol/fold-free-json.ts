import type { JsonObject } from '../lib/json.ts'
import { currentRound, type Fold, type Moment, nextKey, withItem } from './fold.ts'
import type { Place } from './item-of-json.ts'
import type { Item } from './item.ts'

/**
 * Agents without an agent type: AgentServer hands any JSON in and any JSON out. Nothing in it has a meaning that is
 * known here, so each object is an item that holds all of it, under a type that is ours.
 */
export const freeItem = (json: JsonObject, place: Place): Item => ({
  kind: 'other',
  type: 'json',
  json,
  key: place.key,
  round: place.round,
  state: place.state,
  startedAt: place.startedAt,
  ...(place.endedAt === undefined ? {} : { endedAt: place.endedAt }),
})

/** One object of a stream that its author made up. */
export const foldFreeJson = (fold: Fold, json: JsonObject, moment: Moment): Fold => {
  const { snapshot } = fold
  const item = freeItem(json, {
    key: nextKey(snapshot),
    round: currentRound(snapshot),
    state: 'done',
    startedAt: moment.at,
    endedAt: moment.at,
  })
  return {
    ...fold,
    closesItems: false,
    snapshot: withItem(snapshot, snapshot.items.length, item),
    touch: { item: item.key, part: -1, from: 0, to: 0 },
  }
}
