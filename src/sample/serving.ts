import { arrayOf, fieldOf, isObject, parseJson, stringOf, type Json, type JsonObject } from '../lib/json.ts'
import type { JudgeToken } from './access-token.ts'
import type { Behaviour } from './agent.ts'
import { eventStream, jsonAnswer, restError } from './answers.ts'
import { beat, bodyOf, doneFrame, frameOf, type Beat } from './beat.ts'
import { chatCompletion } from './chat-model.ts'
import { streamedByBrick, wholeByBrick } from './encode-agent-bricks.ts'
import { streamedByAgentServer, wholeByAgentServer, type Answering, type TimedEvent } from './encode-agent-server.ts'
import { streamedByChatAgent, wholeByChatAgent } from './encode-chat-agent.ts'
import { streamedByChatCompletions, wholeByChatCompletions } from './encode-chat-completions.ts'
import { streamedByServing, wholeByServing, type ServedBy } from './encode-serving.ts'
import { endpointByName, type SampleEndpoint } from './endpoints.ts'
import { decodeSegment } from './path-segment.ts'
import { parseAgentRequest, textOf, type AgentRequest } from './request-body.ts'
import { restRefusal } from './workspace-api.ts'

/** Documented payload limit of agents on Model Serving. */
const payloadLimit = 4 * 1024 * 1024

/** An answer in one of the dialects: as it streams, and in one piece. */
interface Encoded {
  readonly streamed: Iterable<TimedEvent>
  readonly whole: () => JsonObject
}

function* beatsOf(events: Iterable<TimedEvent>): Generator<Beat> {
  let frames = 0
  for (const { afterMs, event } of events) {
    // Recorded streams have a stray empty line here and there.
    const stray = ++frames % 7 === 0 ? '\n' : ''
    yield beat(afterMs, `${frameOf(event)}${stray}`)
  }
  yield beat(5, doneFrame)
}

/** As the OpenAI API itself frames its events: each with its name, and no marker at the end. */
function* nativeBeats(events: Iterable<TimedEvent>): Generator<Beat> {
  for (const { afterMs, event } of events) yield beat(afterMs, `event: ${String(event['type'])}\n${frameOf(event)}`)
}

const notFound = (requestId: string): Response =>
  restError(
    404,
    'ENDPOINT_NOT_FOUND',
    'The given endpoint does not exist, please retry after checking the specified model and version deployment exists.',
    requestId,
  )

const notReady = (endpoint: SampleEndpoint, requestId: string): Response => {
  const answer = restError(
    503,
    'TEMPORARILY_UNAVAILABLE',
    `Endpoint ${endpoint.name} is not ready: its update is in progress.`,
    requestId,
  )
  answer.headers.set('retry-after', '30')
  return answer
}

const takesNot = ({ name, task }: SampleEndpoint, kind: string, requestId: string): Response =>
  restError(400, 'BAD_REQUEST', `Task ${task} of ${name} does not take ${kind} requests.`, requestId)

/** The part of a chat request that an agent reads; its messages are what a Responses request calls input. */
const parseChatRequest = (body: Json): AgentRequest | undefined => {
  const messages = arrayOf(body, 'messages')
  if (messages === undefined || messages.some((message) => stringOf(message, 'role') === undefined)) return undefined
  const custom = fieldOf(body, 'custom_inputs')
  const questions = messages
    .filter((message) => stringOf(message, 'role') === 'user')
    .map((message) => textOf(fieldOf(message, 'content')))
  return {
    input: messages,
    customInputs: isObject(custom) ? custom : {},
    stream: fieldOf(body, 'stream') === true,
    model: stringOf(body, 'model'),
    questions,
    question: questions.at(-1) ?? '',
    inputText: JSON.stringify([messages, custom ?? {}]),
    returnTrace: fieldOf(fieldOf(body, 'databricks_options'), 'return_trace') === true,
  }
}

const encodedFor = (
  { task, brick, listContent = false }: SampleEndpoint,
  answering: Answering,
  served: ServedBy,
): Encoded => {
  if (task === 'agent/v2/chat') {
    return { streamed: streamedByChatAgent(answering, served), whole: () => wholeByChatAgent(answering, served) }
  }
  if (task.endsWith('/chat')) {
    const manner = { listContent, isAgent: task.startsWith('agent/') }
    return {
      streamed: streamedByChatCompletions(answering, served, manner),
      whole: () => wholeByChatCompletions(answering, served, manner),
    }
  }
  return brick === undefined
    ? { streamed: streamedByServing(answering, served), whole: () => wholeByServing(answering, served) }
    : { streamed: streamedByBrick(answering, served, brick), whole: () => wholeByBrick(answering, served, brick) }
}

interface ServedCall {
  readonly endpoint: SampleEndpoint
  readonly behaviour: Behaviour
  readonly request: AgentRequest
  readonly requestId: string
  readonly pace: number
}

const agentAnswer = ({ endpoint, behaviour, request, requestId, pace }: ServedCall): Response => {
  const answering = { agent: endpoint.name, request, script: behaviour(request) }
  const served = {
    requestId,
    appVersionId: `models:/${endpoint.entity.name}/${endpoint.entity.version}`,
    traceFrom: request.returnTrace ? Date.now() : undefined,
  }
  const { streamed, whole } = encodedFor(endpoint, answering, served)
  const answer = request.stream ? eventStream(bodyOf(beatsOf(streamed), pace)) : jsonAnswer(200, whole())
  answer.headers.set('served-model-name', endpoint.entity.name.replaceAll('.', '-'))
  return answer
}

/** A foundation model behind the gateway, in the Responses API of its maker. */
const nativeAnswer = ({ endpoint, behaviour, request, pace }: ServedCall): Response => {
  const answering = { agent: endpoint.name, request, script: behaviour(request) }
  return request.stream
    ? eventStream(bodyOf(nativeBeats(streamedByAgentServer(answering)), pace))
    : jsonAnswer(200, { id: 'resp_gateway', status: 'completed', ...wholeByAgentServer(answering) })
}

/** What a foundation model without tools says to a Responses request. */
const plainModel: Behaviour = ({ question }) => ({
  steps: [
    { step: 'say', text: `This is a foundation model of the sample workspace, not an agent. You wrote: ${question}` },
  ],
})

const answerOf = (
  endpoint: SampleEndpoint,
  path: string,
  text: string,
  body: Json,
  pace: number,
  requestId: string,
) => {
  const { task, behaviour } = endpoint
  const takesChat = task.endsWith('/chat')
  const isModel = task.startsWith('llm/')
  const asksChat = path.endsWith('chat/completions') || (path.endsWith('/invocations') && takesChat)
  if (isModel && fieldOf(body, 'databricks_options') !== undefined) {
    return restError(400, 'BAD_REQUEST', 'databricks_options: Extra inputs are not permitted', requestId)
  }
  if (!asksChat && takesChat && !(isModel && path === 'openai/v1/responses')) {
    return takesNot(endpoint, 'responses', requestId)
  }
  if (asksChat && !takesChat) return takesNot(endpoint, 'chat', requestId)
  if (asksChat && behaviour === undefined) return chatCompletion(endpoint.name, body, pace, requestId)
  if (asksChat) {
    const request = parseChatRequest(body)
    return request === undefined || behaviour === undefined
      ? restError(400, 'BAD_REQUEST', 'Missing required field: messages', requestId)
      : agentAnswer({ endpoint, behaviour, request, requestId, pace })
  }
  const parsed = parseAgentRequest(text)
  if (!parsed.ok) return restError(400, 'BAD_REQUEST', parsed.detail, requestId)
  const call = { endpoint, behaviour: behaviour ?? plainModel, request: parsed.request, requestId, pace }
  return isModel ? nativeAnswer(call) : agentAnswer(call)
}

/**
 * Query paths of Model Serving, and those of the gateway in front of it. `path` is what follows `/serving-endpoints/`,
 * or `mlflow/v1/…` and `openai/v1/…`.
 */
export const createServing =
  (judgeToken: JudgeToken, pace: number) =>
  async (request: Request, asked: string, requestId: string): Promise<Response> => {
    // Foundation models answer Responses at a path of Model Serving too.
    const path = asked === 'open-responses' ? 'openai/v1/responses' : asked
    const verdict = judgeToken(request)
    if (verdict.kind === 'invalid') return new Response('Invalid Token', { status: 403 })
    const refusal = restRefusal(verdict.kind, requestId)
    if (refusal !== undefined || verdict.kind !== 'valid') return refusal ?? notFound(requestId)
    if (request.method !== 'POST') return restError(405, 'BAD_REQUEST', 'Method not allowed; use POST.', requestId)
    const text = await request.text()
    if (Buffer.byteLength(text) > payloadLimit) {
      return restError(413, 'MAX_REQUEST_SIZE_EXCEEDED', 'Request size exceeds 4194304 bytes.', requestId)
    }
    const body = parseJson(text)
    if (!body.ok) return restError(400, 'MALFORMED_REQUEST', `Invalid JSON: ${body.detail}`, requestId)
    const named = /^([^/]+)\/invocations$/.exec(path)?.[1]
    const shared = /^((mlflow|openai)\/v1\/)?(responses|chat\/completions)$/.test(path)
    const name = shared ? stringOf(body.value, 'model') : named === undefined ? undefined : decodeSegment(named)
    const endpoint = name === undefined ? undefined : endpointByName(name)
    if (endpoint === undefined) return notFound(requestId)
    if (verdict.person.deniedAgents.includes(endpoint.name)) {
      return restError(403, 'PERMISSION_DENIED', `You do not have CAN_QUERY on ${endpoint.name}.`, requestId)
    }
    if (!endpoint.ready) return notReady(endpoint, requestId)
    return answerOf(endpoint, path, text, body.value, pace, requestId)
  }
