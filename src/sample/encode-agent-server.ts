import type { Json, JsonObject } from '../lib/json.ts'
import { annotationsOf, answerItems, piecesOf, usageOf, type AnswerItem } from './answer-items.ts'
import type { AgentRequest } from './request-body.ts'
import { failureOf, type Script } from './script.ts'
import { createSeededRandom, type SeededRandom } from './seeded-random.ts'

/** An event and the pause before it, at pace 1. */
export interface TimedEvent {
  readonly afterMs: number
  readonly event: JsonObject
}

/** What an encoder makes an answer from. */
export interface Answering {
  readonly agent: string
  readonly request: AgentRequest
  readonly script: Script
}

export const randomFor = (answering: Answering): SeededRandom =>
  createSeededRandom(`${answering.agent}\n${answering.request.inputText}`)

type Emit = (type: string, fields: JsonObject, afterMs?: number) => TimedEvent

const tokenMs = (random: SeededRandom) => random.between(15, 60)

/* One generator per kind of item; the order of events follows the Responses API streaming reference. */

function* messageEvents(item: AnswerItem, place: JsonObject, emit: Emit, random: SeededRandom): Iterable<TimedEvent> {
  const step = item.step
  if (step.step !== 'say' && step.step !== 'refuse') return
  const at = { ...place, content_index: 0 }
  const refusal = step.step === 'refuse'
  const empty = refusal ? { type: 'refusal', refusal: '' } : { type: 'output_text', text: '', annotations: [] }
  yield emit('response.content_part.added', { ...at, part: empty }, 5)
  for (const piece of piecesOf(step.text, random)) {
    const type = refusal ? 'response.refusal.delta' : 'response.output_text.delta'
    yield emit(type, { ...at, delta: piece }, tokenMs(random))
  }
  for (const [index, annotation] of (step.step === 'say' ? annotationsOf(step) : []).entries()) {
    yield emit('response.output_text.annotation.added', { ...at, annotation_index: index, annotation }, 30)
  }
  yield refusal
    ? emit('response.refusal.done', { ...at, refusal: step.text }, 5)
    : emit('response.output_text.done', { ...at, text: step.text }, 5)
  const part = partOf(item.value)
  yield emit('response.content_part.done', { ...at, part }, 1)
}

const partOf = (value: JsonObject): Json => {
  const content = value['content']
  return Array.isArray(content) ? (content[0] ?? null) : null
}

function* reasoningEvents(item: AnswerItem, place: JsonObject, emit: Emit, random: SeededRandom): Iterable<TimedEvent> {
  if (item.step.step !== 'think') return
  for (const [index, text] of item.step.paragraphs.entries()) {
    const at = { ...place, summary_index: index }
    yield emit('response.reasoning_summary_part.added', { ...at, part: { type: 'summary_text', text: '' } }, 60)
    for (const piece of piecesOf(text, random)) {
      yield emit('response.reasoning_summary_text.delta', { ...at, delta: piece }, tokenMs(random))
    }
    yield emit('response.reasoning_summary_text.done', { ...at, text }, 5)
    yield emit('response.reasoning_summary_part.done', { ...at, part: { type: 'summary_text', text } }, 1)
  }
}

function* callEvents(item: AnswerItem, place: JsonObject, emit: Emit, random: SeededRandom): Iterable<TimedEvent> {
  const text = item.value['arguments']
  if (typeof text !== 'string') return
  for (let from = 0; from < text.length;) {
    const length = random.between(4, 14)
    yield emit('response.function_call_arguments.delta', { ...place, delta: text.slice(from, from + length) }, 25)
    from += length
  }
  yield emit('response.function_call_arguments.done', { ...place, arguments: text }, 5)
}

/** The item as it is announced: its shell without what the deltas will bring. */
const shellOf = (item: AnswerItem): JsonObject => {
  switch (item.value['type']) {
    case 'message':
      return { ...item.value, status: 'in_progress', content: [] }
    case 'reasoning':
      return { ...item.value, summary: [] }
    case 'function_call':
      return { ...item.value, status: 'in_progress', arguments: '' }
    default:
      return item.value
  }
}

function* itemEvents(item: AnswerItem, index: number, emit: Emit, random: SeededRandom): Iterable<TimedEvent> {
  const place = { item_id: item.id, output_index: index }
  yield emit('response.output_item.added', { output_index: index, item: shellOf(item) }, item.afterMs + 120)
  switch (item.value['type']) {
    case 'message':
      yield* messageEvents(item, place, emit, random)
      break
    case 'reasoning':
      yield* reasoningEvents(item, place, emit, random)
      break
    case 'function_call':
      yield* callEvents(item, place, emit, random)
      break
    default:
      break
  }
  yield emit('response.output_item.done', { output_index: index, item: item.value }, 5)
}

const finalFields = (answering: Answering, items: readonly AnswerItem[]): JsonObject => ({
  output: items.map((item) => item.value),
  usage: usageOf(items, answering.request.inputText),
  ...(answering.script.customOutputs === undefined ? {} : { custom_outputs: answering.script.customOutputs }),
})

/**
 * The full set of Responses events, one round, as an agent written with care sends them through
 * MLflow's AgentServer. A failure of the script ends the events; the server then says why.
 */
export function* streamedByAgentServer(answering: Answering): Generator<TimedEvent> {
  const random = randomFor(answering)
  const responseId = `resp_${random.hex(24)}`
  const items = answerItems(answering.script, random)
  let sequence = 0
  const emit: Emit = (type, fields, afterMs = 0) => ({
    afterMs,
    event: { type, sequence_number: sequence++, ...fields },
  })
  const head = { id: responseId, object: 'response', status: 'in_progress', model: answering.agent, output: [] }
  yield emit('response.created', { response: head }, 150)
  yield emit('response.in_progress', { response: head }, 5)
  for (const [index, item] of items.entries()) yield* itemEvents(item, index, emit, random)
  if (failureOf(answering.script) !== undefined) return
  const response = { ...head, status: 'completed', ...finalFields(answering, items) }
  yield emit('response.completed', { response }, 20)
}

/** The same answer in one piece. MLflow drops nulls, and gives no id and no status of its own. */
export const wholeByAgentServer = (answering: Answering): JsonObject => {
  const random = randomFor(answering)
  random.hex(24)
  return { object: 'response', ...finalFields(answering, answerItems(answering.script, random)) }
}
