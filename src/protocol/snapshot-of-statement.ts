import type { Ms } from '../lib/brand.ts'
import { fieldOf, isObject, type Json, type JsonObject, stringOf } from '../lib/json.ts'
import { freeItem } from './fold-free-json.ts'
import { agentErrorOf, withError } from './response-fields.ts'
import { emptySnapshot, type Snapshot } from './snapshot.ts'

const statusOf = (json: Json): JsonObject | undefined => {
  const status = fieldOf(json, 'status')
  return isObject(status) && stringOf(json, 'statement_id') !== undefined ? status : undefined
}

/** Whether this is an answer of the Statement Execution API, whatever became of the statement. */
export const isStatementAnswer = (json: Json): boolean => statusOf(json) !== undefined

/**
 * An answer of the Statement Execution API, by which a SQL warehouse asks agents. It has HTTP status 200 whatever became
 * of the statement: its `status.state` says whether there are rows, whether it failed, or whether it goes on. Undefined
 * where the JSON is no such answer, which begins with `statement_id`.
 */
export const snapshotOfStatement = (json: Json, at: Ms): Snapshot | undefined => {
  const status = statusOf(json)
  if (!isObject(json) || status === undefined) return undefined
  const place = { key: 'item-0', round: 0, state: 'done', startedAt: at, endedAt: at } as const
  const told: Snapshot = { ...emptySnapshot, items: [freeItem(json, place)], rounds: 1 }
  const state = stringOf(status, 'state')
  switch (state) {
    case 'SUCCEEDED':
      return { ...told, dialect: 'free-json', terminal: 'completed' }
    case 'FAILED':
      return withError({ ...told, dialect: 'free-json' }, 'failed', agentErrorOf(status))
    case 'CANCELED':
    case 'CLOSED':
      return { ...told, terminal: 'incomplete', incompleteReason: state }
    case 'PENDING':
    case 'RUNNING':
      // No terminal: it goes on, and is asked for again under its id.
      return { ...told, status: state }
    default:
      return undefined
  }
}
