import type { Json, JsonObject } from '../lib/json.ts'
import { defined } from './defined.ts'
import type { Item } from './item.ts'
import { jsonText } from './json-text.ts'
import type { InputFile, PastTurn, ResponsesRequest } from './request-body.ts'
import type { Snapshot } from './snapshot.ts'

type ChatRequest = Pick<
  ResponsesRequest,
  'history' | 'input' | 'files' | 'customInputs' | 'instructions' | 'stream' | 'model'
>
type ChatAgentRequest = Omit<ChatRequest, 'model'> & Pick<ResponsesRequest, 'conversationId'>

const wordsOf = (item: Item): string =>
  item.kind === 'message' && item.role === 'assistant'
    ? item.parts.map((part) => (part.kind === 'other' ? '' : part.text)).join('')
    : ''

const answerOf = (snapshot: Snapshot | undefined): JsonObject[] => [
  { role: 'assistant', content: (snapshot?.items ?? []).map(wordsOf).join('') },
]

/** Ids of the calls whose output is there: a model refuses a history in which one of the two stands alone. */
const pairedIds = (items: readonly Item[]): ReadonlySet<string> => {
  const called = new Set(items.flatMap((item) => (item.kind === 'tool-call' ? (item.callId ?? []) : [])))
  return new Set(
    items.flatMap((item) =>
      item.kind === 'tool-output' && item.callId !== undefined && called.has(item.callId) ? item.callId : [],
    ),
  )
}

/** A ChatAgent's answer as the messages it was: what was said, the calls, and what the tools gave back. */
const messagesOf = (snapshot: Snapshot | undefined): JsonObject[] => {
  const items = snapshot?.items ?? []
  const paired = pairedIds(items)
  const names = new Map(items.flatMap((item) => (item.kind === 'tool-call' ? [[item.callId, item.name] as const] : [])))
  return items.flatMap((item): JsonObject[] => {
    if (item.kind === 'message') return [{ role: 'assistant', content: wordsOf(item) }]
    if (item.kind !== 'tool-call' && item.kind !== 'tool-output') return []
    const { callId } = item
    if (callId === undefined || !paired.has(callId)) return []
    if (item.kind === 'tool-call') {
      const called = { name: item.name, arguments: item.arguments }
      return [{ role: 'assistant', content: '', tool_calls: [{ id: callId, type: 'function', function: called }] }]
    }
    const content = typeof item.output === 'string' ? item.output : jsonText(item.output)
    return [{ role: 'tool', content, tool_call_id: callId, ...defined({ name: names.get(callId) }) }]
  })
}

/** Chat completions take images as parts of the content, and no other files. */
const withImages = (text: string, files: readonly InputFile[] = []): Json => {
  const images = files.filter(({ mediaType }) => mediaType.startsWith('image/'))
  if (images.length === 0) return text
  const parts = images.map(({ dataUrl }) => ({ type: 'image_url', image_url: { url: dataUrl } }))
  return text === '' ? parts : [{ type: 'text', text }, ...parts]
}

/** A ChatAgent's content is text. */
const textAlone = (text: string): Json => text

const saysSomething = (message: JsonObject): boolean => {
  const { content = '' } = message
  return 'tool_calls' in message || typeof content !== 'string' || content.trim() !== ''
}

const conversationOf = (
  { history, input, files, instructions }: Pick<ChatRequest, 'history' | 'input' | 'files' | 'instructions'>,
  answer: (snapshot: PastTurn['snapshot']) => JsonObject[],
  content: (text: string, files: readonly InputFile[] | undefined) => Json,
): JsonObject[] =>
  [
    { role: 'system', content: instructions ?? '' },
    ...history.flatMap((turn) => [
      { role: 'user', content: content(turn.input, turn.files) },
      ...answer(turn.snapshot),
    ]),
    { role: 'user', content: content(input, files) },
  ].filter(saysSomething)

/**
 * The body of a Chat Completions request, as MLflow's ChatModel and the foundation model endpoints take it: messages
 * of role and text, instructions as the first of them. Past tool calls stay out: a model that is given them without
 * the tools they belong to refuses, and the tools are the server's.
 */
export const chatRequestBody = (request: ChatRequest): JsonObject => ({
  ...defined({ model: request.model }),
  messages: conversationOf(request, answerOf, withImages),
  stream: request.stream,
  ...defined({ custom_inputs: request.customInputs }),
})

/**
 * The body of a ChatAgent request: the same, with past tool calls and their outputs, which are messages of its own
 * kind and belong to tools that it has itself; and the conversation by name.
 */
export const chatAgentRequestBody = (request: ChatAgentRequest): JsonObject => ({
  messages: conversationOf(request, messagesOf, textAlone),
  stream: request.stream,
  ...defined({
    context: request.conversationId === undefined ? undefined : { conversation_id: request.conversationId },
    custom_inputs: request.customInputs,
  }),
})
