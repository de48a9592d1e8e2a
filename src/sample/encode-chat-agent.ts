import type { JsonObject } from '../lib/json.ts'
import { answerItems, piecesOf, usageOf, type AnswerItem } from './answer-items.ts'
import { randomFor, type Answering, type TimedEvent } from './encode-agent-server.ts'
import { servedFields, type ServedBy } from './encode-serving.ts'

/** One output item as the message that a ChatAgent tells it by. */
const messageOf = ({ id, step, value }: AnswerItem): JsonObject | undefined => {
  switch (step.step) {
    case 'say':
    case 'refuse':
      return { id, role: 'assistant', content: step.text }
    case 'call': {
      const callId = String(value['call_id'])
      if (value['type'] === 'function_call_output') {
        return { id: `${id}-tool`, role: 'tool', name: step.tool, tool_call_id: callId, content: step.output }
      }
      const called = { name: step.tool, arguments: JSON.stringify(step.arguments) }
      return { id, role: 'assistant', content: '', tool_calls: [{ id: callId, type: 'function', function: called }] }
    }
    default:
      return undefined
  }
}

const messagesOf = (items: readonly AnswerItem[]): readonly (readonly [AnswerItem, JsonObject])[] =>
  items.flatMap((item) => {
    const message = messageOf(item)
    return message === undefined ? [] : [[item, message] as const]
  })

/** MLflow counts as Chat Completions does. */
const chatUsage = (answering: Answering, items: readonly AnswerItem[]): JsonObject => {
  const usage = usageOf(items, answering.request.inputText)
  return {
    prompt_tokens: usage['input_tokens'] ?? 0,
    completion_tokens: usage['output_tokens'] ?? 0,
    total_tokens: usage['total_tokens'] ?? 0,
  }
}

const lastFields = (answering: Answering, served: ServedBy, items: readonly AnswerItem[]): JsonObject => ({
  finish_reason: 'stop',
  ...(answering.script.customOutputs === undefined ? {} : { custom_outputs: answering.script.customOutputs }),
  usage: chatUsage(answering, items),
  databricks_output: servedFields(answering, served, items),
})

/** ChatAgentChunks: text grows by the id of its message, calls and tool messages come whole. */
export function* streamedByChatAgent(answering: Answering, served: ServedBy): Generator<TimedEvent> {
  const random = randomFor(answering)
  const items = answerItems(answering.script, random)
  let held: TimedEvent | undefined
  for (const [item, message] of messagesOf(items)) {
    const grows = item.step.step === 'say' || item.step.step === 'refuse'
    const contents = grows ? piecesOf(String(message['content']), random) : [String(message['content'])]
    for (const [index, content] of contents.entries()) {
      if (held !== undefined) yield held
      const afterMs = index === 0 ? item.afterMs + 120 : random.between(15, 60)
      held = { afterMs, event: { id: served.requestId, delta: { ...message, content } } }
    }
  }
  if (held !== undefined) yield { ...held, event: { ...held.event, ...lastFields(answering, served, items) } }
}

/** The same answer in one piece: several messages. */
export const wholeByChatAgent = (answering: Answering, served: ServedBy): JsonObject => {
  const items = answerItems(answering.script, randomFor(answering))
  return {
    id: served.requestId,
    messages: messagesOf(items).map(([, message]) => message),
    ...lastFields(answering, served, items),
  }
}
