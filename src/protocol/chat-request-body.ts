import type { JsonObject } from '../lib/json.ts'
import { defined } from './defined.ts'
import type { ResponsesRequest } from './request-body.ts'
import type { Snapshot } from './snapshot.ts'

type ChatRequest = Pick<ResponsesRequest, 'history' | 'input' | 'customInputs' | 'instructions' | 'stream'>

const answerOf = (snapshot: Snapshot | undefined): string =>
  (snapshot?.items ?? [])
    .flatMap((item) => (item.kind === 'message' && item.role === 'assistant' ? item.parts : []))
    .map((part) => (part.kind === 'other' ? '' : part.text))
    .join('')

/**
 * The body of a chat request, as MLflow's ChatAgent and ChatModel and the foundation model endpoints take it: messages
 * of role and text, instructions as the first of them. Past tool calls stay out: their ids mean something only to the
 * server that made them, and a chat endpoint refuses a tool message whose call it does not find.
 */
export const chatRequestBody = ({ history, input, customInputs, instructions, stream }: ChatRequest): JsonObject => {
  const messages = [
    { role: 'system', content: instructions ?? '' },
    ...history.flatMap((turn) => [
      { role: 'user', content: turn.input },
      { role: 'assistant', content: answerOf(turn.snapshot) },
    ]),
    { role: 'user', content: input },
  ]
  return {
    messages: messages.filter(({ content }) => content.trim() !== ''),
    stream,
    ...defined({ custom_inputs: customInputs }),
  }
}
