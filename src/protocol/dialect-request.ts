import { isObject, parseJson, type JsonObject } from '../lib/json.ts'
import { chatAgentRequestBody, chatRequestBody } from './chat-request-body.ts'
import { defined } from './defined.ts'
import type { Dialect } from './dialect.ts'
import { requestBody, type ResponsesRequest } from './request-body.ts'

/**
 * AppKit's event API takes the one new message; the thread with the earlier ones lies on its server, and is named by
 * what the last answer called it. `custom_inputs` go beside the message: `agent` chooses among several.
 */
const appkitRequestBody = ({ history, input, customInputs }: ResponsesRequest): JsonObject => ({
  ...customInputs,
  message: input,
  ...defined({ threadId: history.findLast(({ snapshot }) => snapshot?.threadId !== undefined)?.snapshot?.threadId }),
})

const objectIn = (text: string): JsonObject | undefined => {
  const parsed = text.trim().startsWith('{') ? parseJson(text) : undefined
  return parsed?.ok === true && isObject(parsed.value) ? parsed.value : undefined
}

/**
 * An agent without an agent type takes the JSON that its author chose: the message where it is an object, on top of
 * `custom_inputs`. Other text goes into a field called `message`, because what was typed must not vanish.
 */
const freeRequestBody = ({ input, customInputs, stream }: ResponsesRequest): JsonObject => ({
  stream,
  ...customInputs,
  ...(objectIn(input) ?? (input.trim() === '' ? {} : { message: input })),
})

const writers: Readonly<Record<Dialect, (request: ResponsesRequest) => JsonObject>> = {
  responses: requestBody,
  'chat-completions': chatRequestBody,
  'chat-agent': chatAgentRequestBody,
  'appkit-events': appkitRequestBody,
  'free-json': freeRequestBody,
}

/** The body of a request in this dialect. `fields` go beside its own: what a platform in between wants to be told. */
export const bodyInDialect = (dialect: Dialect, request: ResponsesRequest, fields: JsonObject = {}): JsonObject => ({
  ...writers[dialect](request),
  ...fields,
})
