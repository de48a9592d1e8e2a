import { fieldOf, isObject, type JsonObject, stringOf } from '../lib/json.ts'
import { defined } from './defined.ts'
import { currentRound, type Fold, type Moment, nextKey, type Step, withItem } from './fold.ts'
import { growText } from './item-changes.ts'
import { itemOf } from './item-of-json.ts'
import type { Item } from './item.ts'
import { jsonText } from './json-text.ts'

/**
 * AppKit's event API: Responses events with events of its own between them. Those tell what the model thinks, which
 * thread the conversation is kept in, and which tool call waits for a person's word.
 */
export const isAppKitEvent = (type: string): boolean => type.startsWith('appkit.')

/** Thoughts come in pieces, and nothing says where one ends: what follows directly goes on with it. */
const thinking: Step = (fold, event, moment) => {
  const content = stringOf(event, 'content') ?? ''
  if (content === '') return fold
  const { snapshot } = fold
  const last = snapshot.items.at(-1)
  const goesOn = last?.kind === 'reasoning' && last.state === 'open'
  const place = { key: nextKey(snapshot), round: currentRound(snapshot), state: 'open', startedAt: moment.at } as const
  const item = goesOn ? last : itemOf({ type: 'reasoning', summary: [] }, place)
  const position = snapshot.items.length - (goesOn ? 1 : 0)
  const change = growText(item, { part: 'summary' }, content)
  if (change === undefined) return fold
  const { part, from, to } = change
  return { ...fold, snapshot: withItem(snapshot, position, change.item), touch: { item: item.key, part, from, to } }
}

const metadata: Step = (fold, event) => {
  const data = fieldOf(event, 'data')
  if (!isObject(data)) return fold
  const told = defined({ threadId: stringOf(data, 'threadId'), streamId: stringOf(data, 'streamId') })
  return { ...fold, snapshot: { ...fold.snapshot, ...told } }
}

/** The call waits, for a minute by default, until somebody answers; then the stream goes on. */
const approvalPending: Step = (fold, event, moment) => {
  const { snapshot } = fold
  const args = fieldOf(event, 'args')
  const streamId = stringOf(event, 'stream_id')
  const item: Item = {
    kind: 'approval-request',
    name: stringOf(event, 'tool_name') ?? '',
    serverLabel: '',
    arguments: typeof args === 'string' ? args : args === undefined ? '' : jsonText(args),
    key: nextKey(snapshot),
    round: currentRound(snapshot),
    state: 'done',
    startedAt: moment.at,
    endedAt: moment.at,
    ...defined({ id: stringOf(event, 'approval_id'), streamId }),
  }
  return {
    ...fold,
    snapshot: { ...withItem(snapshot, snapshot.items.length, item), ...defined({ streamId }) },
    touch: { item: item.key, part: -1, from: 0, to: item.arguments.length },
  }
}

const steps = new Map<string, Step>([
  ['appkit.thinking', thinking],
  ['appkit.metadata', metadata],
  ['appkit.approval_pending', approvalPending],
])

/** Nothing says where a thought ends, so whatever else AppKit sends ends it. */
export const withThoughtEnded = (fold: Fold, moment: Moment): Fold => {
  const { items } = fold.snapshot
  const last = items.at(-1)
  if (last?.kind !== 'reasoning' || last.state !== 'open') return fold
  const ended: Item = { ...last, state: 'done', endedAt: moment.at }
  return { ...fold, snapshot: { ...fold.snapshot, items: [...items.slice(0, -1), ended] } }
}

/** What has no step is shown by the inspector alone: AppKit may add events. */
export const foldAppKit = (fold: Fold, type: string, event: JsonObject, moment: Moment): Fold => {
  const step = steps.get(type)
  if (step === thinking) return thinking(fold, event, moment)
  const ended = withThoughtEnded(fold, moment)
  return step === undefined ? ended : step(ended, event, moment)
}
