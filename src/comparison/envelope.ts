import type { Json, JsonObject } from '../lib/json.ts'
import type { Field } from './entries.ts'
import { ignoresHeader, type IgnoreRules } from './ignore-rules.ts'
import type { ToldAnswer } from './told-answer.ts'

const record = (fields: Readonly<Record<string, Json | undefined>>): JsonObject | undefined => {
  const told = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  return told.length === 0 ? undefined : Object.fromEntries(told)
}

const headersOf = ({ http }: ToldAnswer, rules: IgnoreRules): JsonObject | undefined => {
  if (http === undefined) return undefined
  const ignores = ignoresHeader(rules)
  return Object.fromEntries(
    http.headers.flatMap(([name, value]) => (ignores(name) ? [] : [[name.toLowerCase(), value]])),
  )
}

const errorOf = ({ snapshot, failureShape, http }: ToldAnswer): JsonObject | undefined => {
  const isRefused = http !== undefined && (http.status < 200 || http.status > 299)
  if (snapshot.error === undefined && failureShape === undefined && !isRefused) return undefined
  return record({
    http_status: http?.status,
    code: snapshot.error?.code,
    message: snapshot.error?.message,
    shape: failureShape,
  })
}

const usageOf = ({ snapshot: { usage } }: ToldAnswer): JsonObject | undefined =>
  usage === undefined
    ? undefined
    : record({
        input_tokens: usage.inputTokens,
        output_tokens: usage.outputTokens,
        total_tokens: usage.totalTokens,
        cached_tokens: usage.cachedTokens,
        reasoning_tokens: usage.reasoningTokens,
      })

/** What an answer tells beside its items. `undefined`: it tells nothing of the kind. */
export const envelopeOf = (
  answer: ToldAnswer,
  rules: IgnoreRules,
): readonly (Omit<Field, 'form' | 'json'> & {
  readonly json: Json | undefined
})[] => {
  const { snapshot, figures } = answer
  const without = (rule: IgnoreRules[number], json: Json | undefined) => (rules.includes(rule) ? undefined : json)
  return [
    { subject: 'custom_outputs', name: 'custom_outputs', json: snapshot.customOutputs },
    { subject: 'usage', name: 'usage', json: usageOf(answer) },
    {
      subject: 'status',
      name: 'outcome',
      json: record({ outcome: answer.state, reason: answer.incompleteReason }),
    },
    { subject: 'status', name: 'status', json: without('untold', snapshot.status) },
    { subject: 'error', name: 'error', json: errorOf(answer) },
    { subject: 'model', name: 'model', json: snapshot.model },
    { subject: 'metadata', name: 'metadata', json: snapshot.metadata },
    { subject: 'headers', name: 'headers', json: headersOf(answer, rules) },
    {
      subject: 'ids',
      name: 'ids',
      json: without('ids', record({ response_id: snapshot.responseId, trace_id: snapshot.traceId })),
    },
    {
      subject: 'order numbers',
      name: 'rounds and events',
      json: without('order-numbers', record({ rounds: snapshot.rounds, events: figures.events })),
    },
    {
      subject: 'times',
      name: 'times',
      json: without(
        'times',
        record({ first_byte_ms: figures.firstByte, first_text_ms: figures.firstText, total_ms: figures.total }),
      ),
    },
  ]
}
