import type { JsonObject } from '../lib/json.ts'
import { answerItems, piecesOf, type AnswerItem } from './answer-items.ts'
import { randomFor, type Answering, type TimedEvent } from './encode-agent-server.ts'
import { servedFields, type ServedBy } from './encode-serving.ts'

/* What Agent Bricks makes: a Knowledge Assistant streams its text, a Supervisor sends whole items alone. */

const message = (id: string, text: string): JsonObject => ({
  type: 'message',
  id,
  role: 'assistant',
  content: [{ type: 'output_text', text, annotations: [] }],
})

const footnote = /\n*\[\^[^\]]+\]:.*$|\[\^[^\]]+\]/gm

/** The final text has footnotes; while it streams they are missing. */
function* knowledgeEvents(answering: Answering): Generator<TimedEvent> {
  const random = randomFor(answering)
  for (const item of answerItems(answering.script, random)) {
    if (item.step.step !== 'say') continue
    for (const delta of piecesOf(item.step.text.replaceAll(footnote, ''), random)) {
      yield {
        afterMs: random.between(20, 70),
        event: { type: 'response.output_text.delta', item_id: item.id, delta },
      }
    }
    yield {
      afterMs: 20,
      event: { type: 'response.output_item.done', item: message(item.id, item.step.text) },
    }
  }
}

const supervised = (item: AnswerItem): JsonObject =>
  item.step.step === 'say' ? message(item.id, item.step.text) : item.value

function* supervisorEvents(answering: Answering): Generator<TimedEvent> {
  for (const item of answerItems(answering.script, randomFor(answering))) {
    yield { afterMs: item.afterMs + 350, event: { type: 'response.output_item.done', item: supervised(item) } }
  }
}

export type Brick = 'knowledge-assistant' | 'supervisor'

const modelOf = { 'knowledge-assistant': 'kbqa_agent', supervisor: 'multi_agent_supervisor' } as const

export function* streamedByBrick(answering: Answering, served: ServedBy, brick: Brick): Generator<TimedEvent> {
  const events = brick === 'supervisor' ? supervisorEvents(answering) : knowledgeEvents(answering)
  let held: TimedEvent | undefined
  for (const { afterMs, event } of events) {
    if (held !== undefined) yield held
    held = { afterMs, event: { ...event, id: served.requestId } }
  }
  if (held === undefined) return
  const items = answerItems(answering.script, randomFor(answering))
  yield { ...held, event: { ...held.event, databricks_output: servedFields(answering, served, items) } }
}

export const wholeByBrick = (answering: Answering, served: ServedBy, brick: Brick): JsonObject => {
  const items = answerItems(answering.script, randomFor(answering))
  return {
    model: modelOf[brick],
    object: 'response',
    output: items.map(supervised),
    id: served.requestId,
    databricks_output: servedFields(answering, served, items),
  }
}
