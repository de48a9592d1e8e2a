import type { JsonObject } from '../lib/json.ts'
import { answerItems, piecesOf, usageOf, type AnswerItem } from './answer-items.ts'
import { randomFor, type Answering, type TimedEvent } from './encode-agent-server.ts'
import type { SeededRandom } from './seeded-random.ts'

/** One call of the model: what it put out, and what the tools that it called answered. */
interface Round {
  readonly model: AnswerItem[]
  readonly outputs: AnswerItem[]
}

const isOutput = (item: AnswerItem): boolean => item.value['type'] === 'function_call_output'
const isCall = (item: AnswerItem): boolean => item.value['type'] === 'function_call'

/** Calls that follow one another belong to one round: the model asks for all of them at once. */
const roundsOf = (items: readonly AnswerItem[]): readonly Round[] => {
  const rounds: Round[] = []
  let current: Round = { model: [], outputs: [] }
  for (const item of items) {
    if (!isOutput(item) && !isCall(item) && current.outputs.length > 0) {
      rounds.push(current)
      current = { model: [], outputs: [] }
    }
    ;(isOutput(item) ? current.outputs : current.model).push(item)
  }
  return current.model.length === 0 ? rounds : [...rounds, current]
}

const fakeId = '__fake_id__'

function* roundEvents(round: Round, answering: Answering, random: SeededRandom): Generator<TimedEvent> {
  let sequence = 0
  // The template rewrites every item id to that of the item added last, so late events name the wrong item.
  let lastAdded = fakeId
  const emit = (type: string, fields: JsonObject, afterMs = 0): TimedEvent => ({
    afterMs,
    event: { type, ...fields, sequence_number: sequence++ },
  })
  const response = { id: fakeId, object: 'response', created_at: 0, model: answering.agent, output: [], status: null }
  yield emit('response.created', { response }, 250)
  const closing: (() => Iterable<TimedEvent>)[] = []
  for (const [index, item] of round.model.entries()) {
    lastAdded = item.id
    const at = { output_index: index }
    if (item.step.step === 'say') {
      const { text } = item.step
      const shell = { ...item.value, content: [], status: 'in_progress' }
      const part = { type: 'output_text', text: '', annotations: [] }
      yield emit('response.output_item.added', { ...at, item: shell }, item.afterMs + 80)
      yield emit('response.content_part.added', { ...at, item_id: lastAdded, content_index: 0, part }, 2)
      for (const delta of piecesOf(text, random)) {
        const fields = { ...at, item_id: lastAdded, content_index: 0, delta, logprobs: null }
        yield emit('response.output_text.delta', fields, random.between(15, 60))
      }
      closing.push(function* () {
        const place = { ...at, item_id: lastAdded, content_index: 0 }
        yield emit('response.output_text.delta', { ...place, delta: '', logprobs: null }, 5)
        yield emit('response.content_part.done', { ...place, part: { ...part, text } }, 1)
      })
    } else if (isCall(item)) {
      const shell = { ...item.value, arguments: '', status: null }
      yield emit('response.output_item.added', { ...at, item: shell }, item.afterMs + 120)
      const text = String(item.value['arguments'])
      for (let from = 0; from < text.length; from += 9) {
        const fields = { ...at, item_id: lastAdded, delta: text.slice(from, from + 9) }
        yield emit('response.function_call_arguments.delta', fields, 30)
      }
    } else {
      yield emit('response.output_item.added', { ...at, item: { ...item.value, summary: [] } }, item.afterMs + 80)
    }
  }
  for (const close of closing) yield* close()
  const done = (item: AnswerItem, index: number) =>
    emit('response.output_item.done', { item: { ...item.value, id: lastAdded }, output_index: index }, 3)
  const numbered = [...round.model.entries()]
  // Calls are done before the messages that came before them.
  for (const [index, item] of numbered) if (isCall(item)) yield done(item, index)
  for (const [index, item] of numbered) if (!isCall(item)) yield done(item, index)
  const usage = usageOf(round.model, answering.request.inputText)
  yield emit('response.completed', { response: { ...response, usage } }, 10)
}

/**
 * The dialect of the OpenAI-Agents templates: one `response.created … response.completed` pair per call of the
 * model, numbers that start again, one made-up response id, rewritten item ids, and tool outputs between rounds.
 */
export function* streamedByOpenAiAgents(answering: Answering): Generator<TimedEvent> {
  const random = randomFor(answering)
  const rounds = roundsOf(answerItems(answering.script, random))
  for (const round of rounds) {
    yield* roundEvents(round, answering, random)
    for (const output of round.outputs) {
      yield { afterMs: output.afterMs, event: { type: 'response.output_item.done', item: output.value } }
    }
  }
}

/** The same answer in one piece: every item that has an id has the same one. It alone can tell custom outputs. */
export const wholeByOpenAiAgents = (answering: Answering): JsonObject => {
  const rounds = roundsOf(answerItems(answering.script, randomFor(answering)))
  const items = rounds.flatMap((round) => [...round.model, ...round.outputs])
  const custom = answering.script.customOutputs
  return {
    object: 'response',
    output: items.map((item) => (isOutput(item) ? item.value : { ...item.value, id: fakeId })),
    ...(custom === undefined ? {} : { custom_outputs: custom }),
  }
}
