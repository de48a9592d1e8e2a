import type { Json, JsonObject } from '../lib/json.ts'
import type { AnswerItem } from './answer-items.ts'
import { createSeededRandom } from './seeded-random.ts'

/** What a trace is made of. */
export interface Traced {
  readonly requestId: string
  readonly agent: string
  readonly input: Json
  readonly items: readonly AnswerItem[]
  /** Wall clock when the agent began, milliseconds since 1970. */
  readonly startedAt: number
}

interface Span {
  readonly name: string
  readonly kind: 'AGENT' | 'CHAT_MODEL' | 'TOOL'
  /** Milliseconds since the agent began. */
  readonly from: number
  readonly to: number
  readonly inputs: Json
  readonly outputs: Json
}

const modelMs = 900

/** One span for each call of the model and of a tool, one after the other. */
const spansOf = ({ items, input }: Traced): readonly Span[] => {
  const spans: Span[] = []
  let now = 40
  for (const { step, value } of items) {
    const output = value['type'] === 'function_call_output'
    if (step.step === 'call' && !output) continue
    const length = step.step === 'call' ? step.takesMs : modelMs
    const shared = { from: now, to: now + length }
    spans.push(
      step.step === 'call'
        ? { name: step.tool, kind: 'TOOL', inputs: step.arguments, outputs: step.output, ...shared }
        : { name: 'model', kind: 'CHAT_MODEL', inputs: input, outputs: value, ...shared },
    )
    now += length + 15
  }
  return spans
}

/**
 * A trace in MLflow's third form, as Model Serving puts it into `databricks_output.trace`. Times are whole
 * nanoseconds, larger than a JSON number can hold exactly; attributes are strings that hold JSON.
 */
export const traceOf = (traced: Traced): JsonObject => {
  const random = createSeededRandom(traced.requestId)
  const traceId = `tr-${random.hex(32)}`
  const otelId = random.hex(32)
  const children = spansOf(traced)
  const duration = (children.at(-1)?.to ?? 0) + 25
  const outputs = traced.items.map((item) => item.value)
  const rootId = random.hex(16)
  const nanoseconds = (ms: number) => (traced.startedAt + ms) * 1_000_000
  const write = (span: Span, id: string, parent: string | null): JsonObject => ({
    trace_id: otelId,
    span_id: id,
    parent_span_id: parent,
    name: span.name,
    start_time_unix_nano: nanoseconds(span.from),
    end_time_unix_nano: nanoseconds(span.to),
    status: { code: 'STATUS_CODE_OK', message: '' },
    events: [],
    attributes: {
      'mlflow.traceRequestId': JSON.stringify(traceId),
      'mlflow.spanType': JSON.stringify(span.kind),
      'mlflow.spanInputs': JSON.stringify(span.inputs),
      'mlflow.spanOutputs': JSON.stringify(span.outputs),
    },
  })
  const root: Span = { name: 'predict', kind: 'AGENT', from: 0, to: duration, inputs: traced.input, outputs }
  return {
    info: {
      trace_id: traceId,
      client_request_id: traced.requestId,
      trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '3344' } },
      request_time: new Date(traced.startedAt).toISOString(),
      execution_duration_ms: duration,
      state: 'OK',
      request_preview: JSON.stringify(traced.input).slice(0, 200),
      response_preview: JSON.stringify(outputs.at(-1) ?? null).slice(0, 200),
      trace_metadata: { 'mlflow.trace_schema.version': '3', 'mlflow.traceName': traced.agent },
      tags: {},
    },
    data: { spans: [write(root, rootId, null), ...children.map((span) => write(span, random.hex(16), rootId))] },
  }
}
