import type { Behaviour, Dialect } from './agent.ts'
import { detailError, eventStream, jsonAnswer } from './answers.ts'
import { beat, bodyOf, doneFrame, frameOf, type Beat } from './beat.ts'
import { randomFor, streamedByAgentServer, wholeByAgentServer, type Answering } from './encode-agent-server.ts'
import { parseAgentRequest } from './request-body.ts'
import { failureOf } from './script.ts'

/** An app's own server, behind the proxy that has already checked who is calling. `path` begins with a slash. */
export type AppServer = (request: Request, path: string) => Promise<Response>

const encoders = {
  'agent-server': { streamed: streamedByAgentServer, whole: wholeByAgentServer },
} as const

const traceIdOf = (answering: Answering): string => `tr-${randomFor(answering).hex(32)}`

/** Events, then the failure if there is one, then the trace id if it was asked for, then the end marker. */
function* beatsOf(answering: Answering, dialect: keyof typeof encoders, traceId: string | undefined): Generator<Beat> {
  for (const { afterMs, event } of encoders[dialect].streamed(answering)) yield beat(afterMs, frameOf(event))
  const failure = failureOf(answering.script)
  if (failure !== undefined) yield beat(200, frameOf({ error: failure }))
  else if (traceId !== undefined) yield beat(10, frameOf({ trace_id: traceId }))
  // It is sent after a failure too: on its own it does not mean success.
  yield beat(5, doneFrame)
}

const openApi = (name: string) => ({
  openapi: '3.1.0',
  info: { title: 'Agent Server', version: '0.1.0', description: name },
  paths: Object.fromEntries(
    [
      ['/responses', 'post'],
      ['/invocations', 'post'],
      ['/agent/info', 'get'],
      ['/health', 'get'],
    ].map(([path, method]) => [
      path,
      { [String(method)]: { responses: { 200: { description: 'Successful Response' } } } },
    ]),
  ),
})

const pages = (name: string): Readonly<Record<string, unknown>> => ({
  '/agent/info': { name, use_case: 'agent', mlflow_version: '3.9.0', agent_api: 'responses' },
  '/health': { status: 'healthy' },
  '/openapi.json': openApi(name),
})

const callPaths = ['/responses', '/invocations']

/** The routes of MLflow's AgentServer: two to call the agent, a few that say what it is, no CORS, no OPTIONS. */
export const createAgentServer =
  (name: string, dialect: keyof typeof encoders & Dialect, behaviour: Behaviour, pace: number): AppServer =>
  async (request, path) => {
    const page = pages(name)[path]
    if (page !== undefined) {
      return request.method === 'GET' ? jsonAnswer(200, page) : detailError(405, 'Method Not Allowed')
    }
    if (!callPaths.includes(path)) return detailError(404, 'Not Found')
    if (request.method !== 'POST') return detailError(405, 'Method Not Allowed')
    const parsed = parseAgentRequest(await request.text())
    if (!parsed.ok) return detailError(400, parsed.detail)
    const answering = { agent: name, request: parsed.request, script: behaviour(parsed.request) }
    const traceId = request.headers.get('x-mlflow-return-trace-id') === 'true' ? traceIdOf(answering) : undefined
    if (parsed.request.stream) return eventStream(bodyOf(beatsOf(answering, dialect, traceId), pace))
    const failure = failureOf(answering.script)
    if (failure !== undefined) return detailError(500, failure)
    const metadata = traceId === undefined ? {} : { metadata: { trace_id: traceId } }
    return jsonAnswer(200, { ...encoders[dialect].whole(answering), ...metadata })
  }
