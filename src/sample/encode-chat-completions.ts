import type { Json, JsonObject } from '../lib/json.ts'
import { answerItems, piecesOf, usageOf, type AnswerItem } from './answer-items.ts'
import { randomFor, type Answering, type TimedEvent } from './encode-agent-server.ts'
import { servedFields, type ServedBy } from './encode-serving.ts'

/** How a server differs in what it may choose. */
export interface ChatManner {
  /** `content` as a list of parts, with the reasoning in it, as models on Databricks that reason send it. */
  readonly listContent: boolean
  /** Agents send what they give out beside the text, and the request's record in a chunk of its own. */
  readonly isAgent: boolean
}

const created = 1_763_650_000

const usageOfChat = (answering: Answering, items: readonly AnswerItem[]): JsonObject => {
  const usage = usageOf(items, answering.request.inputText)
  return {
    prompt_tokens: usage['input_tokens'] ?? 0,
    completion_tokens: usage['output_tokens'] ?? 0,
    total_tokens: usage['total_tokens'] ?? 0,
  }
}

const thought = (text: string): Json => [{ type: 'reasoning', summary: [{ type: 'summary_text', text }] }]
const spoken = (text: string, { listContent }: ChatManner): Json => (listContent ? [{ type: 'text', text }] : text)

const callIdOf = (item: AnswerItem): string => String(item.value['call_id'])

/** Deltas in order, each with the pause before it. A call comes in pieces, its id and name in the first alone. */
function* deltas(answering: Answering, manner: ChatManner): Generator<readonly [afterMs: number, delta: JsonObject]> {
  const random = randomFor(answering)
  let calls = 0
  yield [150, { role: 'assistant', content: '' }]
  for (const item of answerItems(answering.script, random)) {
    const { step } = item
    if (step.step === 'think') {
      for (const paragraph of step.paragraphs) {
        for (const piece of piecesOf(paragraph, random)) yield [random.between(15, 60), { content: thought(piece) }]
      }
    } else if (step.step === 'say') {
      for (const piece of piecesOf(step.text, random)) {
        yield [random.between(15, 60), { content: spoken(piece, manner) }]
      }
    } else if (step.step === 'refuse') {
      yield [80, { refusal: step.text }]
    } else if (step.step === 'call' && item.value['type'] === 'function_call') {
      const index = calls++
      const text = JSON.stringify(step.arguments)
      const head = { index, id: callIdOf(item), type: 'function', function: { name: step.tool, arguments: '' } }
      yield [item.afterMs + 60, { tool_calls: [head] }]
      for (let from = 0; from < text.length; from += 9) {
        yield [25, { tool_calls: [{ index, function: { arguments: text.slice(from, from + 9) } }] }]
      }
    }
  }
}

export function* streamedByChatCompletions(
  answering: Answering,
  served: ServedBy,
  manner: ChatManner,
): Generator<TimedEvent> {
  const usage = usageOfChat(answering, answerItems(answering.script, randomFor(answering)))
  const head = { id: `chatcmpl-${served.requestId}`, object: 'chat.completion.chunk', created, model: answering.agent }
  for (const [afterMs, delta] of deltas(answering, manner)) {
    yield { afterMs, event: { ...head, choices: [{ index: 0, delta, finish_reason: null }], usage } }
  }
  yield { afterMs: 5, event: { ...head, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage } }
  if (!manner.isAgent) {
    yield { afterMs: 2, event: { ...head, choices: [], usage } }
    return
  }
  const items = answerItems(answering.script, randomFor(answering))
  const custom = answering.script.customOutputs
  yield {
    afterMs: 2,
    event: {
      ...(custom === undefined ? {} : { custom_outputs: custom }),
      databricks_output: servedFields(answering, served, items),
    },
  }
}

/** The same answer in one piece: one message with everything that was said, thought and called. */
export const wholeByChatCompletions = (answering: Answering, served: ServedBy, manner: ChatManner): JsonObject => {
  const items = answerItems(answering.script, randomFor(answering))
  const { steps, customOutputs } = answering.script
  const text = steps.map((step) => (step.step === 'say' ? step.text : '')).join('')
  const thoughts = steps.flatMap((step) => (step.step === 'think' ? step.paragraphs : [])).join('')
  const refusal = steps.find((step) => step.step === 'refuse')?.text
  const toolCalls = items.flatMap((item) =>
    item.step.step === 'call' && item.value['type'] === 'function_call'
      ? {
          id: callIdOf(item),
          type: 'function',
          function: { name: item.step.tool, arguments: JSON.stringify(item.step.arguments) },
        }
      : [],
  )
  const listed = [
    ...(thoughts === '' ? [] : [{ type: 'reasoning', summary: [{ type: 'summary_text', text: thoughts }] }]),
    { type: 'text', text },
  ]
  const message: JsonObject = {
    role: 'assistant',
    content: manner.listContent ? listed : text,
    ...(refusal === undefined ? {} : { refusal }),
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
  }
  return {
    id: `chatcmpl-${served.requestId}`,
    object: 'chat.completion',
    created,
    model: answering.agent,
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage: usageOfChat(answering, items),
    ...(manner.isAgent
      ? {
          ...(customOutputs === undefined ? {} : { custom_outputs: customOutputs }),
          databricks_output: servedFields(answering, served, items),
        }
      : {}),
  }
}
