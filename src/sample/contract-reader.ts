import { arrayOf, fieldOf, isObject, parseJson, stringOf, type JsonObject } from '../lib/json.ts'
import type { AppServer } from './agent-server.ts'
import { detailError, eventStream, jsonAnswer } from './answers.ts'
import { beat, bodyOf, doneFrame, frameOf, type Beat } from './beat.ts'

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[a-z]{4,}/g) ?? []

/** The sentence of the document that shares the most words with the question. */
const evidenceFor = (document: string, question: string): string | undefined => {
  const asked = new Set(wordsOf(question))
  const score = (sentence: string) => wordsOf(sentence).filter((word) => asked.has(word)).length
  const sentences = document.match(/[^.!?\n]+[.!?]?/g)?.map((sentence) => sentence.trim()) ?? []
  const [best] = sentences.toSorted((one, other) => score(other) - score(one))
  return best !== undefined && score(best) > 0 ? best : undefined
}

const resultFor = (document: string, question: string): JsonObject => {
  const evidence = evidenceFor(document, question)
  return {
    question_text: question,
    answer: evidence === undefined ? 'No' : 'Yes',
    chain_of_thought: evidence === undefined ? 'No sentence of the document speaks of it.' : `It says: “${evidence}”`,
  }
}

/** As pydantic words it, which the agent's own code raises and AgentServer passes on. */
const violations = (body: JsonObject): string | undefined => {
  const missing = [
    ...(stringOf(body, 'document_text') === undefined ? ['document_text'] : []),
    ...(arrayOf(body, 'questions') === undefined ? ['questions'] : []),
  ]
  if (missing.length === 0) return undefined
  const plural = missing.length === 1 ? 'error' : 'errors'
  return [
    `${missing.length} validation ${plural} for AgentInput`,
    ...missing.map((name) => `${name}\n  Field required [type=missing]`),
  ].join('\n')
}

const pages: Readonly<Record<string, (name: string) => JsonObject>> = {
  '/agent/info': (name) => ({ name, use_case: 'agent', mlflow_version: '3.9.0' }),
  '/health': () => ({ status: 'healthy' }),
  '/openapi.json': (name) => ({
    openapi: '3.1.0',
    info: { title: 'Agent Server', version: '0.1.0', description: name },
    paths: { '/invocations': {}, '/agent/info': {}, '/health': {} },
  }),
}

function* beats(document: string, questions: readonly string[]): Generator<Beat> {
  for (const question of questions) yield beat(400, frameOf(resultFor(document, question)))
  yield beat(5, doneFrame)
}

/**
 * An agent without an agent type on MLflow's AgentServer: it reads a document and answers questions about it, JSON in
 * and JSON out. There is no /responses, and nothing is checked but by the agent's own code.
 */
export const createContractReader =
  (name: string, pace: number): AppServer =>
  async (request, path) => {
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined
    if (page !== undefined) {
      return request.method === 'GET' ? jsonAnswer(200, page(name)) : detailError(405, 'Method Not Allowed')
    }
    if (path !== '/invocations') return detailError(404, 'Not Found')
    if (request.method !== 'POST') return detailError(405, 'Method Not Allowed')
    const parsed = parseJson(await request.text())
    if (!parsed.ok) return detailError(400, `Invalid JSON in request body: ${parsed.detail}`)
    const body = parsed.value
    if (!isObject(body)) return new Response('Internal Server Error', { status: 500 })
    const refusal = violations(body)
    if (refusal !== undefined) return detailError(500, refusal)
    const document = stringOf(body, 'document_text') ?? ''
    const questions = (arrayOf(body, 'questions') ?? []).map((entry) =>
      typeof entry === 'string' ? entry : (stringOf(entry, 'text') ?? ''),
    )
    return fieldOf(body, 'stream') === true
      ? eventStream(bodyOf(beats(document, questions), pace))
      : jsonAnswer(200, { results: questions.map((question) => resultFor(document, question)) })
  }
