import type { AppDialect, Behaviour } from './agent.ts'
import { detailError, eventStream, jsonAnswer } from './answers.ts'
import { beat, bodyOf, doneFrame, frameOf, type Beat } from './beat.ts'
import { streamedByAgentServer, wholeByAgentServer, type Answering } from './encode-agent-server.ts'
import { streamedByOpenAiAgents, wholeByOpenAiAgents } from './encode-openai-agents.ts'
import { parseAgentRequest, type AgentRequest } from './request-body.ts'
import { failureOf } from './script.ts'
import { createSeededRandom } from './seeded-random.ts'

/** An app's own server, behind the proxy that has already checked who is calling. `path` begins with a slash. */
export type AppServer = (request: Request, path: string) => Promise<Response>

/** Answers one call of the agent. */
export type AnswerCall = (request: AgentRequest, wantsTraceId: boolean) => Response

const encoders = {
  'agent-server': { streamed: streamedByAgentServer, whole: wholeByAgentServer },
  'openai-agents': { streamed: streamedByOpenAiAgents, whole: wholeByOpenAiAgents },
} as const

/** Events, then the failure if there is one, then the trace id if it was asked for, then the end marker. */
function* beatsOf(answering: Answering, dialect: AppDialect, traceId: string | undefined): Generator<Beat> {
  for (const { afterMs, event } of encoders[dialect].streamed(answering)) yield beat(afterMs, frameOf(event))
  const failure = failureOf(answering.script)
  if (failure !== undefined) yield beat(200, frameOf({ error: failure }))
  else if (traceId !== undefined) yield beat(10, frameOf({ trace_id: traceId }))
  // It is sent after a failure too: on its own it does not mean success.
  yield beat(5, doneFrame)
}

/** Answers by playing a script in one of the dialects. */
export const scriptedAnswers =
  (name: string, dialect: AppDialect, behaviour: Behaviour, pace: number): AnswerCall =>
  (request, wantsTraceId) => {
    const answering = { agent: name, request, script: behaviour(request) }
    const traceId = wantsTraceId ? `tr-${createSeededRandom(`trace ${request.inputText}`).hex(32)}` : undefined
    if (request.stream) return eventStream(bodyOf(beatsOf(answering, dialect, traceId), pace))
    const failure = failureOf(answering.script)
    if (failure !== undefined) return detailError(500, failure)
    const metadata = traceId === undefined ? {} : { metadata: { trace_id: traceId } }
    return jsonAnswer(200, { ...encoders[dialect].whole(answering), ...metadata })
  }

const openApi = (name: string) => ({
  openapi: '3.1.0',
  info: { title: 'Agent Server', version: '0.1.0', description: name },
  paths: {
    '/responses': { post: { responses: { 200: { description: 'Successful Response' } } } },
    '/invocations': { post: { responses: { 200: { description: 'Successful Response' } } } },
    '/agent/info': { get: { responses: { 200: { description: 'Successful Response' } } } },
    '/health': { get: { responses: { 200: { description: 'Successful Response' } } } },
  },
})

const pages = (name: string): ReadonlyMap<string, unknown> =>
  new Map<string, unknown>([
    ['/agent/info', { name, use_case: 'agent', mlflow_version: '3.9.0', agent_api: 'responses' }],
    ['/health', { status: 'healthy' }],
    ['/openapi.json', openApi(name)],
  ])

const notAllowed = (allowed: string): Response => jsonAnswer(405, { detail: 'Method Not Allowed' }, { allow: allowed })

const callPaths = ['/responses', '/invocations']

/** The routes of MLflow's AgentServer: two to call the agent, a few that say what it is, no CORS, no OPTIONS. */
export const createAgentServer =
  (name: string, answer: AnswerCall): AppServer =>
  async (request, path) => {
    const page = pages(name).get(path)
    if (page !== undefined) {
      return request.method === 'GET' ? jsonAnswer(200, page) : notAllowed('GET')
    }
    if (!callPaths.includes(path)) return detailError(404, 'Not Found')
    if (request.method !== 'POST') return notAllowed('POST')
    const parsed = parseAgentRequest(await request.text())
    if (!parsed.ok) {
      return parsed.isCrash === true
        ? new Response(parsed.detail, { status: 500, headers: { 'content-type': 'text/plain; charset=utf-8' } })
        : detailError(400, parsed.detail)
    }
    return answer(parsed.request, request.headers.get('x-mlflow-return-trace-id')?.toLowerCase() === 'true')
  }
