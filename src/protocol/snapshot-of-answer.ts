import type { Ms } from '../lib/brand.ts'
import { arrayOf, fieldOf, isObject, type Json, type JsonObject, numberOf, stringOf } from '../lib/json.ts'
import { errorOfJson } from './error-body.ts'
import { defined } from './defined.ts'
import { outputItemsOf, withFinish } from './fold-chat.ts'
import { freeItem } from './fold-free-json.ts'
import { itemOf } from './item-of-json.ts'
import { agentErrorOf, withError, withExtras, withResponse, withUsage } from './response-fields.ts'
import { emptySnapshot, type Snapshot } from './snapshot.ts'
import { snapshotOfStatement } from './snapshot-of-statement.ts'

const itemsOf = (list: readonly Json[], at: Ms): Snapshot['items'] =>
  list
    .filter(isObject)
    .map((json, index) =>
      itemOf(json, { key: `item-${index}`, round: 0, state: 'done', startedAt: at, endedAt: at, outputIndex: index }),
    )

/** `status` is often absent, and then the answer is complete: the body is the whole of it. */
const terminalOf = (status: string | undefined): Snapshot['terminal'] => {
  switch (status) {
    case undefined:
    case 'completed':
      return 'completed'
    case 'failed':
      return 'failed'
    case 'incomplete':
    case 'cancelled':
      return 'incomplete'
    default:
      return undefined
  }
}

/** A response without `output`: what LongRunningAgentServer tells about a run while it goes on, or had nothing to say. */
const isUnfinished = (json: Json): boolean =>
  (stringOf(json, 'id') ?? '').startsWith('resp') &&
  ['in_progress', 'queued', 'completed'].includes(stringOf(json, 'status') ?? '')

/** The agent goes on in the background: under this id the rest is asked for. */
const resumptionIn = ({ responseId }: Snapshot): Pick<Snapshot, 'resumption'> =>
  responseId === undefined ? {} : { resumption: { id: responseId } }

/** A poll tells only how many attempts there were, not where each began. */
const takeoversIn = (json: Json): Pick<Snapshot, 'takeovers'> => {
  const attempts = numberOf(json, 'attempt_number') ?? 1
  if (attempts < 2) return {}
  return {
    takeovers: Array.from({ length: Math.min(attempts, 50) - 1 }, (_, index) => ({ attempt: index + 2, items: 0 })),
  }
}

/** The messages of a ChatAgent's answer, or the one of a chat completion. */
const chatMessagesOf = (json: Json): JsonObject[] | undefined => {
  const messages = arrayOf(json, 'messages')
  if (messages !== undefined) return messages.filter(isObject)
  const message = fieldOf(arrayOf(json, 'choices')?.[0], 'message')
  return isObject(message) ? [message] : undefined
}

/**
 * A whole (not streamed) answer as the same kind of snapshot that a stream folds to. JSON that is no answer in a known
 * form, as agents without an agent type give, is one item that holds it all.
 */
export const snapshotOfAnswer = (json: Json, at: Ms): Snapshot => {
  const output = arrayOf(json, 'output') ?? (isUnfinished(json) ? [] : undefined)
  if (isObject(json) && output !== undefined) {
    const { terminal: _, ...snapshot } = withUsage(withResponse(emptySnapshot, json), fieldOf(json, 'usage'))
    const terminal = terminalOf(snapshot.status)
    const told: Snapshot = {
      ...snapshot,
      ...defined({ threadId: stringOf(json, 'thread_id') }),
      dialect: 'responses',
      items: itemsOf(output, at),
      rounds: 1,
      ...(terminal === undefined ? resumptionIn(snapshot) : { terminal }),
      ...takeoversIn(json),
    }
    return fieldOf(json, 'error') || terminal === 'failed' ? withError(told, 'failed', agentErrorOf(json)) : told
  }
  const messages = chatMessagesOf(json)
  if (isObject(json) && messages !== undefined) {
    const reason = stringOf(json, 'finish_reason') ?? stringOf(arrayOf(json, 'choices')?.[0], 'finish_reason') ?? 'stop'
    const dialect = arrayOf(json, 'choices') === undefined ? 'chat-agent' : 'chat-completions'
    const told = withUsage(withResponse(emptySnapshot, json), fieldOf(json, 'usage'))
    return withFinish({ ...told, dialect, items: itemsOf(messages.flatMap(outputItemsOf), at), rounds: 1 }, reason)
  }
  if (isObject(json) && (fieldOf(json, 'error') || fieldOf(json, 'error_code') || fieldOf(json, 'detail'))) {
    const error = errorOfJson(json)
    if (error !== undefined) return withError(withExtras(emptySnapshot, json), 'error', agentErrorOf(json))
  }
  const statement = snapshotOfStatement(json, at)
  if (statement !== undefined) return statement
  const whole = isObject(json) ? json : { value: json }
  const place = { key: 'item-0', round: 0, state: 'done', startedAt: at, endedAt: at } as const
  return { ...emptySnapshot, dialect: 'free-json', items: [freeItem(whole, place)], rounds: 1, terminal: 'completed' }
}
