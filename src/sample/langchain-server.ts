import { arrayOf, fieldOf, isObject, parseJson, stringOf, type Json, type JsonObject } from '../lib/json.ts'
import type { Behaviour } from './agent.ts'
import type { AppServer } from './agent-server.ts'
import { answerItems, piecesOf, type AnswerItem } from './answer-items.ts'
import { eventStream, jsonAnswer } from './answers.ts'
import { beat, bodyOf, doneFrame, frameOf, type Beat } from './beat.ts'
import { textOf } from './request-body.ts'
import { failureOf, type Script } from './script.ts'
import { createSeededRandom } from './seeded-random.ts'

/** The template takes 10 MB, and Express says so in HTML where it is more. */
const bodyLimit = 10 * 1024 * 1024

const page = (status: number, text: string): Response =>
  new Response(
    `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>${text}</pre>\n</body>\n</html>\n`,
    { status, headers: { 'content-type': 'text/html; charset=utf-8' } },
  )

/** All text of a run has one id, before and after its tools, and its final form has no content. */
function* events(script: Script, seed: string): Generator<readonly [afterMs: number, event: JsonObject]> {
  const random = createSeededRandom(seed)
  const messageId = `msg_${random.hex(24)}`
  const shell = { type: 'message', id: messageId, role: 'assistant' }
  let sequence = 0
  let index = 0
  let opened = false
  const emit = (type: string, fields: JsonObject): JsonObject => ({ type, ...fields, sequence_number: sequence++ })
  for (const item of answerItems(script, random)) {
    if (item.step.step === 'say') {
      if (!opened) {
        index += 1
        const added = { ...shell, status: 'in_progress', content: [] }
        yield [120, emit('response.output_item.added', { output_index: 0, item: added })]
      }
      opened = true
      const place = { item_id: messageId, output_index: 0, content_index: 0 }
      for (const delta of piecesOf(item.step.text, random)) {
        yield [random.between(15, 60), emit('response.output_text.delta', { ...place, delta })]
      }
      continue
    }
    const value = idOfOutput(item, random.hex(24))
    yield [item.afterMs + 40, emit('response.output_item.added', { output_index: index, item: value })]
    yield [5, emit('response.output_item.done', { output_index: index, item: value })]
    index += 1
  }
  if (failureOf(script) !== undefined) {
    yield [60, { type: 'error', error: failureOf(script) ?? '' }]
    yield [1, { type: 'response.failed' }]
    return
  }
  const done = { ...shell, status: 'completed', content: [] }
  yield [10, emit('response.output_item.done', { output_index: 0, item: done })]
  yield [5, emit('response.completed', { response: {} })]
}

const idOfOutput = ({ value }: AnswerItem, hex: string): JsonObject =>
  value['type'] === 'function_call_output' ? { ...value, id: `fco_${hex}` } : value

function* beats(script: Script, seed: string): Generator<Beat> {
  for (const [afterMs, event] of events(script, seed)) yield beat(afterMs, frameOf(event))
  yield beat(2, doneFrame)
}

const finalMessage = (script: Script, seed: string): JsonObject => {
  const random = createSeededRandom(seed)
  const text = script.steps.map((step) => (step.step === 'say' ? step.text : '')).join('')
  return {
    type: 'message',
    id: `msg_${random.hex(24)}`,
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text, annotations: [] }],
  }
}

const invalid = (path: readonly string[], message: string): Response =>
  jsonAnswer(400, { error: 'Invalid request format', details: [{ code: 'invalid_type', path, message }] })

const messagesIn = (input: Json | undefined): readonly Json[] | undefined =>
  typeof input === 'string' ? [{ role: 'user', content: input }] : Array.isArray(input) ? input : undefined

const answer = (behaviour: Behaviour, body: JsonObject, pace: number): Response => {
  const input = messagesIn(fieldOf(body, 'input'))
  if (input === undefined) return invalid(['input'], 'Invalid input')
  const users = input.filter((item) => stringOf(item, 'role') === 'user')
  if (users.length === 0) return jsonAnswer(400, { error: 'No user message found in input' })
  const questions = users.map((item) => textOf(fieldOf(item, 'content')))
  const stream = fieldOf(body, 'stream') !== false
  const seed = JSON.stringify(input)
  const script = behaviour({
    input,
    customInputs: {},
    stream,
    model: undefined,
    questions,
    question: questions.at(-1) ?? '',
    inputText: seed,
    returnTrace: false,
  })
  if (stream) {
    const streamed = eventStream(bodyOf(beats(script, seed), pace))
    streamed.headers.set('content-type', 'text/event-stream')
    streamed.headers.set('cache-control', 'no-cache')
    return streamed
  }
  const failure = failureOf(script)
  return failure === undefined
    ? jsonAnswer(200, { output: [finalMessage(script, seed)] })
    : jsonAnswer(500, { error: 'Internal server error', message: failure })
}

/** The server of the agent-langchain-ts template: Express, streams unless told not to, knows no other route. */
export const createLangchainServer =
  (name: string, behaviour: Behaviour, pace: number): AppServer =>
  async (request, path) => {
    const isGet = request.method === 'GET' || request.method === 'HEAD'
    if (isGet && path === '/health') {
      return jsonAnswer(200, { status: 'healthy', timestamp: '2025-11-20T15:40:02.000Z', service: name })
    }
    if (isGet && path === '/') {
      const endpoints = { health: 'GET /health', invocations: 'POST /invocations', responses: 'POST /responses' }
      return jsonAnswer(200, { service: name, version: '1.0.0', endpoints })
    }
    if (request.method !== 'POST' || (path !== '/responses' && path !== '/invocations')) {
      return page(404, `Cannot ${request.method} ${path}`)
    }
    const text = await request.text()
    if (Buffer.byteLength(text) > bodyLimit) return page(413, 'PayloadTooLargeError: request entity too large')
    const body = parseJson(text)
    if (!body.ok) return page(400, `SyntaxError: ${body.detail}`)
    if (!isObject(body.value)) return invalid([], 'Expected object')
    const custom = arrayOf(body.value, 'input')?.find((item) => !isObject(item))
    return custom === undefined ? answer(behaviour, body.value, pace) : invalid(['input'], 'Invalid input')
  }
