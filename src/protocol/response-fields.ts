import { fieldOf, isObject, type Json, type JsonObject, numberOf, stringOf } from '../lib/json.ts'
import { defined } from './defined.ts'
import { errorOfJson } from './error-body.ts'
import type { AgentError, Snapshot, Usage } from './snapshot.ts'

const sum = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined && other === undefined ? undefined : (one ?? 0) + (other ?? 0)

/** Token counts of the Responses API, or of the Chat Completions API, which calls them otherwise. */
export const usageOf = (json: Json | undefined): Usage | undefined =>
  isObject(json)
    ? defined({
        inputTokens: numberOf(json, 'input_tokens') ?? numberOf(json, 'prompt_tokens'),
        outputTokens: numberOf(json, 'output_tokens') ?? numberOf(json, 'completion_tokens'),
        totalTokens: numberOf(json, 'total_tokens'),
        cachedTokens:
          numberOf(fieldOf(json, 'input_tokens_details'), 'cached_tokens') ??
          numberOf(fieldOf(json, 'prompt_tokens_details'), 'cached_tokens'),
        reasoningTokens:
          numberOf(fieldOf(json, 'output_tokens_details'), 'reasoning_tokens') ??
          numberOf(fieldOf(json, 'completion_tokens_details'), 'reasoning_tokens'),
      })
    : undefined

/** Usage is told per round: an answer's is the sum. */
const added = (one: Usage | undefined, other: Usage | undefined): Usage | undefined =>
  one === undefined || other === undefined
    ? (one ?? other)
    : defined({
        inputTokens: sum(one.inputTokens, other.inputTokens),
        outputTokens: sum(one.outputTokens, other.outputTokens),
        totalTokens: sum(one.totalTokens, other.totalTokens),
        cachedTokens: sum(one.cachedTokens, other.cachedTokens),
        reasoningTokens: sum(one.reasoningTokens, other.reasoningTokens),
      })

/** The error in `error`, which is a string (AgentServer), an object (OpenAI) or the event itself (flat). */
export const agentErrorOf = (json: JsonObject): AgentError | undefined => {
  const error = errorOfJson(json)
  return error === undefined ? undefined : defined({ message: error.message, code: error.code })
}

/** What stands for the message of a failure that has none. */
export const unexplained = 'The agent reported a failure without saying why'

/** Sets what the agent said went wrong. The first word counts: what follows mostly repeats it with less in it. */
export const withError = (
  snapshot: Snapshot,
  terminal: 'failed' | 'error',
  error: AgentError | undefined,
): Snapshot => ({
  ...snapshot,
  terminal,
  error: snapshot.error ?? error ?? { message: unexplained },
})

/**
 * What any event or body may carry beside its own meaning: `custom_outputs` (ResponsesAgent) and
 * `databricks_output` (Model Serving), which holds the trace, or an error.
 */
export const withExtras = (snapshot: Snapshot, json: JsonObject): Snapshot => {
  const customOutputs = fieldOf(json, 'custom_outputs') ?? undefined
  const databricksOutput = fieldOf(json, 'databricks_output')
  if (customOutputs === undefined && !isObject(databricksOutput)) return snapshot
  const next = { ...snapshot, ...defined({ customOutputs }) }
  if (!isObject(databricksOutput)) return next
  const traceId = stringOf(fieldOf(fieldOf(databricksOutput, 'trace'), 'info'), 'trace_id') ?? snapshot.traceId
  const told = {
    ...next,
    ...defined({ traceId }),
    databricksOutput: { ...snapshot.databricksOutput, ...databricksOutput },
  }
  return fieldOf(databricksOutput, 'error') ? withError(told, 'error', agentErrorOf(databricksOutput)) : told
}

/** The fields of a `response` object, in an event or as the body of a whole answer. Usage is not among them. */
export const withResponse = (snapshot: Snapshot, response: JsonObject): Snapshot => {
  const metadata = fieldOf(response, 'metadata')
  const own = isObject(metadata) && Object.keys(metadata).length > 0 ? metadata : undefined
  return {
    ...withExtras(snapshot, response),
    ...defined({
      responseId: stringOf(response, 'id'),
      model: stringOf(response, 'model'),
      status: stringOf(response, 'status'),
      incompleteReason: stringOf(fieldOf(response, 'incomplete_details'), 'reason'),
      metadata: own,
      traceId: stringOf(own, 'trace_id') ?? stringOf(response, 'trace_id'),
    }),
  }
}

export const withUsage = (snapshot: Snapshot, json: Json | undefined): Snapshot => {
  const usage = added(snapshot.usage, usageOf(json))
  return usage === undefined ? snapshot : { ...snapshot, usage }
}
