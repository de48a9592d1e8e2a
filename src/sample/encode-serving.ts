import type { JsonObject } from '../lib/json.ts'
import { annotationsOf, answerItems, piecesOf, type AnswerItem } from './answer-items.ts'
import { randomFor, type Answering, type TimedEvent } from './encode-agent-server.ts'
import type { SeededRandom } from './seeded-random.ts'
import { traceOf } from './trace.ts'

/** What Model Serving adds to an answer of its own accord. */
export interface ServedBy {
  /** The request's id; the top-level `id` of every event. */
  readonly requestId: string
  readonly appVersionId: string
  /** When the agent began, milliseconds since 1970, if a trace was asked for. */
  readonly traceFrom: number | undefined
}

/** An item as agents on Model Serving put it out: sparse, and a call shares the id of the message before it. */
const servedItem = (item: AnswerItem, lastMessageId: string): JsonObject => {
  const { value } = item
  switch (value['type']) {
    case 'message':
      return {
        id: item.id,
        type: 'message',
        role: 'assistant',
        content: item.step.step === 'say' ? [{ type: 'output_text', text: item.step.text }] : (value['content'] ?? []),
      }
    case 'function_call': {
      const { status: _status, ...call } = value
      return { ...call, id: lastMessageId }
    }
    default:
      return value
  }
}

const withMessageIds = (items: readonly AnswerItem[]): readonly (readonly [AnswerItem, JsonObject])[] => {
  let lastMessageId: string | undefined
  return items.map((item) => {
    if (item.value['type'] === 'message') lastMessageId = item.id
    return [item, servedItem(item, lastMessageId ?? item.id)] as const
  })
}

/** The request's record, with the trace where it was asked for. */
export const servedFields = (answering: Answering, served: ServedBy, items: readonly AnswerItem[]): JsonObject => ({
  databricks_request_id: served.requestId,
  app_version_id: served.appVersionId,
  ...(served.traceFrom === undefined
    ? {}
    : {
        trace: traceOf({
          requestId: served.requestId,
          agent: answering.agent,
          input: answering.request.input,
          items,
          startedAt: served.traceFrom,
        }),
      }),
})

function* messageEvents(item: AnswerItem, random: SeededRandom): Generator<TimedEvent> {
  const step = item.step
  if (step.step !== 'say') return
  let afterMs = item.afterMs + 150
  for (const delta of [...piecesOf(step.text, random), '']) {
    yield { afterMs, event: { type: 'response.output_text.delta', item_id: item.id, delta } }
    afterMs = random.between(15, 60)
  }
  for (const { start_index: _start, end_index: _end, ...annotation } of annotationsOf(step)) {
    yield {
      afterMs: 20,
      event: { type: 'response.output_text.annotation.added', item_id: item.id, annotation, annotation_index: 0 },
    }
  }
}

function* plainEvents(answering: Answering): Generator<TimedEvent> {
  const random = randomFor(answering)
  for (const [item, value] of withMessageIds(answerItems(answering.script, random))) {
    yield* messageEvents(item, random)
    yield {
      afterMs: item.step.step === 'say' ? 5 : item.afterMs + 80,
      event: { type: 'response.output_item.done', item: value },
    }
  }
}

/** Neither `created` nor `completed`, no indices: text deltas, finished items, and Databricks' own fields. */
export function* streamedByServing(answering: Answering, served: ServedBy): Generator<TimedEvent> {
  let held: TimedEvent | undefined
  for (const next of plainEvents(answering)) {
    if (held !== undefined) yield held
    held = { afterMs: next.afterMs, event: { ...next.event, id: served.requestId } }
  }
  if (held === undefined) return
  const custom = answering.script.customOutputs
  yield {
    afterMs: held.afterMs,
    event: {
      ...held.event,
      ...(custom === undefined ? {} : { custom_outputs: custom }),
      databricks_output: servedFields(answering, served, answerItems(answering.script, randomFor(answering))),
    },
  }
}

/** The same answer in one piece. */
export const wholeByServing = (answering: Answering, served: ServedBy): JsonObject => {
  const items = answerItems(answering.script, randomFor(answering))
  const custom = answering.script.customOutputs
  return {
    object: 'response',
    output: withMessageIds(items).map(([, value]) => value),
    ...(custom === undefined ? {} : { custom_outputs: custom }),
    id: served.requestId,
    databricks_output: servedFields(answering, served, items),
  }
}
