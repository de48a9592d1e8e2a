import type { JudgeToken } from './access-token.ts'
import type { Behaviour } from './agent.ts'
import { eventStream, jsonAnswer, restError } from './answers.ts'
import { beat, bodyOf, doneFrame, frameOf, type Beat } from './beat.ts'
import { chatCompletion } from './chat-model.ts'
import type { Answering } from './encode-agent-server.ts'
import { streamedByServing, wholeByServing, type ServedBy } from './encode-serving.ts'
import { endpointByName, type SampleEndpoint } from './endpoints.ts'
import { decodeSegment } from './path-segment.ts'
import { parseAgentRequest } from './request-body.ts'
import { restRefusal } from './workspace-api.ts'
import { parseJson, stringOf } from '../lib/json.ts'

/** Documented payload limit of agents on Model Serving. */
const payloadLimit = 4 * 1024 * 1024

function* beatsOf(answering: Answering, served: ServedBy): Generator<Beat> {
  let frames = 0
  for (const { afterMs, event } of streamedByServing(answering, served)) {
    // Recorded streams have a stray empty line here and there.
    const stray = ++frames % 7 === 0 ? '\n' : ''
    yield beat(afterMs, `${frameOf(event)}${stray}`)
  }
  yield beat(5, doneFrame)
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

const agentAnswer = (
  endpoint: SampleEndpoint,
  behaviour: Behaviour,
  text: string,
  pace: number,
  requestId: string,
): Response => {
  const parsed = parseAgentRequest(text)
  if (!parsed.ok) return restError(400, 'BAD_REQUEST', parsed.detail, requestId)
  const answering = { agent: endpoint.name, request: parsed.request, script: behaviour(parsed.request) }
  const served = {
    requestId,
    appVersionId: `models:/${endpoint.entity.name}/${endpoint.entity.version}`,
    traceFrom: parsed.request.returnTrace ? Date.now() : undefined,
  }
  const answer = parsed.request.stream
    ? eventStream(bodyOf(beatsOf(answering, served), pace))
    : jsonAnswer(200, wholeByServing(answering, served))
  answer.headers.set('served-model-name', endpoint.entity.name.replaceAll('.', '-'))
  return answer
}

/** Query paths of Model Serving. `path` is what follows `/serving-endpoints/`. */
export const createServing =
  (judgeToken: JudgeToken, pace: number) =>
  async (request: Request, path: string, requestId: string): Promise<Response> => {
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
    const shared = path === 'responses' || path === 'chat/completions'
    const name = shared ? stringOf(body.value, 'model') : named === undefined ? undefined : decodeSegment(named)
    const endpoint = name === undefined ? undefined : endpointByName(name)
    if (endpoint === undefined) return notFound(requestId)
    if (verdict.person.deniedAgents.includes(endpoint.name)) {
      return restError(403, 'PERMISSION_DENIED', `You do not have CAN_QUERY on ${endpoint.name}.`, requestId)
    }
    if (!endpoint.ready) return notReady(endpoint, requestId)
    if (endpoint.task === 'llm/v1/chat') {
      return path === 'responses'
        ? restError(
            400,
            'BAD_REQUEST',
            `Task ${endpoint.task} of ${endpoint.name} does not take responses requests.`,
            requestId,
          )
        : chatCompletion(endpoint.name, body.value, pace, requestId)
    }
    if (endpoint.behaviour === undefined || path === 'chat/completions') {
      return restError(
        400,
        'BAD_REQUEST',
        `Task ${endpoint.task} of ${endpoint.name} does not take chat requests.`,
        requestId,
      )
    }
    return agentAnswer(endpoint, endpoint.behaviour, text, pace, requestId)
  }
