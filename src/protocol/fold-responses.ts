import { fieldOf, isObject, type JsonObject } from '../lib/json.ts'
import { type Fold, type Moment, noted, type Step, withNextRound } from './fold.ts'
import { isOutputItemType } from './item-of-json.ts'
import { callProgressed, callSteps } from './response-calls.ts'
import { agentErrorOf, withError, withResponse, withUsage } from './response-fields.ts'
import { declared, finished, notedInvalid, withFinalOutput } from './response-items.ts'
import { textSteps } from './response-texts.ts'
import { resumed } from './resumption.ts'

/**
 * The Responses dialects: MLflow AgentServer, its long-running variant, agent-langchain-ts, ResponsesAgent on Model
 * Serving, and the OpenAI API itself. One event in, the next snapshot out. An agent may break any rule; what it says
 * is kept, and the deviation is noted.
 */

const itemAdded: Step = (fold, event, moment) => {
  const json = fieldOf(event, 'item')
  if (!isObject(json)) return notedInvalid(fold, moment, 'response.output_item.added carries no item')
  return declared(fold, json, event, moment)
}

const itemDone: Step = (fold, event, moment) => {
  const json = fieldOf(event, 'item')
  if (!isObject(json)) return notedInvalid(fold, moment, 'response.output_item.done carries no item')
  return finished(fold, json, event, moment)
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
    const { touch, ...last } = withFinalOutput(fold, response, moment)
    const snapshot = withUsage(withResponse(last.snapshot, response), fieldOf(response, 'usage'))
    return { ...last, ...(touch === undefined ? {} : { touch }), snapshot: { ...snapshot, terminal } }
  }

const failed: Step = (fold, event, moment) => {
  const response = responseOf(event)
  const last = withFinalOutput(fold, response, moment)
  const snapshot = withUsage(withResponse(last.snapshot, response), fieldOf(response, 'usage'))
  return { ...last, snapshot: withError(snapshot, 'failed', agentErrorOf(response)) }
}

const errorEvent: Step = (fold, event) => ({
  ...fold,
  snapshot: withError(fold.snapshot, 'error', agentErrorOf(event)),
})

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
  ['response.resumed', resumed],
  ...textSteps,
  ...callSteps,
])

/** Known, and shown by the inspector alone: sound, signs of life. */
const isSilent = (type: string): boolean => /^(response\.audio\.|warning$|keepalive$|ping$)/.test(type)

export const foldResponses = (fold: Fold, type: string, event: JsonObject, moment: Moment): Fold => {
  const step = steps.get(type)
  if (step !== undefined) return step(fold, event, moment)
  // Older supervisors send output items bare, and misspell the namespace.
  if (isOutputItemType(type)) {
    const detail = `A ${type} came bare, not inside response.output_item.done`
    return finished({ ...fold, snapshot: noted(fold.snapshot, moment, 'bare-item', detail) }, event, event, moment)
  }
  const progressed = callProgressed(fold, type, event, moment)
  if (progressed !== undefined || isSilent(type)) return progressed ?? fold
  const singular = steps.get(type.replace(/^responses\./, 'response.'))
  const told = noted(fold.snapshot, moment, 'unknown-event', `"${type.slice(0, 200)}" is no event of the Responses API`)
  return singular === undefined ? { ...fold, snapshot: told } : singular({ ...fold, snapshot: told }, event, moment)
}
