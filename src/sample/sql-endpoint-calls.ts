import { arrayOf, fieldOf, isObject, parseJson, stringOf, type Json, type JsonObject } from '../lib/json.ts'
import { wait } from './beat.ts'
import { textOf } from './request-body.ts'
import type { AiQuery } from './sql-ai-query.ts'
import type { AskEndpoints } from './sql-engine.ts'
import type { AiCall } from './sql-job.ts'

/** How many endpoints are called at once for one statement. */
const atOnce = 8

/** What a call takes at pace 1, because whole answers of the sample agents come at once. */
const callMs = 250

export interface CallerOptions {
  readonly origin: string
  /** The caller's own credential: an endpoint that is closed to a person is closed to the person's statements. */
  readonly authorization: string
  readonly pace: number
}

type Called = { readonly ok: true; readonly result: Json } | { readonly ok: false; readonly message: string }

const parsed = (text: string): Json => {
  const read = parseJson(text)
  return read.ok ? read.value : null
}

/** A text becomes the one message of a request; a struct is the request itself. */
const bodyOf = ({ endpoint, responseFormat }: AiQuery, request: Json, modelParameters: Json): JsonObject => {
  const name = endpoint.task.endsWith('/chat') ? 'messages' : 'input'
  const content = typeof request === 'string' ? request : JSON.stringify(request)
  return {
    ...(isObject(request) ? request : { [name]: [{ role: 'user', content }] }),
    ...(isObject(modelParameters) ? modelParameters : {}),
    ...(responseFormat === undefined ? {} : { response_format: responseFormat }),
  }
}

const failure = (status: number, text: string): Called => ({
  ok: false,
  message: `[REMOTE_FUNCTION_HTTP_FAILED_ERROR] The remote HTTP request failed with code ${status}, and error message '${text}'. SQLSTATE: 57012`,
})

const resultOf = (query: AiQuery, body: Json): Json =>
  query.takes === 'text' ? textOf(fieldOf(fieldOf(arrayOf(body, 'choices')?.[0], 'message'), 'content')) : body

const call = async (
  query: AiQuery,
  { request, modelParameters }: AiCall,
  { origin, authorization, pace }: CallerOptions,
  signal: AbortSignal,
): Promise<Called> => {
  if (request === null) return { ok: true, result: null }
  await wait(callMs * pace, signal)
  const answer = await fetch(`${origin}/serving-endpoints/${query.endpoint.name}/invocations`, {
    method: 'POST',
    signal,
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(bodyOf(query, parsed(request), parsed(modelParameters ?? 'null'))),
  })
  const text = await answer.text()
  const body = parseJson(text)
  if (!answer.ok) return failure(answer.status, (body.ok ? stringOf(body.value, 'message') : undefined) ?? text)
  if (body.ok) return { ok: true, result: resultOf(query, body.value) }
  return {
    ok: false,
    message: `[REMOTE_FUNCTION_HTTP_RESULT_PARSE_ERROR] Failed to evaluate ai_query: the answer is no JSON. SQLSTATE: 22032`,
  }
}

const envelope = (called: Called): string =>
  JSON.stringify(called.ok ? { result: called.result } : { result: null, errorMessage: called.message })

/**
 * Makes the calls of a batch of rows over the workspace's own HTTP API, so many at once. The first row that fails ends
 * the statement unless its `ai_query` says `failOnError => false`.
 */
export const createEndpointCalls =
  (queries: readonly AiQuery[], options: CallerOptions): AskEndpoints =>
  async (calls, signal) => {
    const answers: (string | null)[] = calls.map(() => null)
    const rest = calls.entries()
    let failed: string | undefined
    const work = async (): Promise<void> => {
      for (const [index, asked] of rest) {
        const query = queries[asked.query]
        if (query === undefined || failed !== undefined || signal.aborted) return
        const called = await call(query, asked, options, signal).catch((thrown: unknown) => failure(0, String(thrown)))
        if (!called.ok && query.failOnError) failed ??= called.message
        answers[index] = envelope(called)
      }
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, calls.length) }, work))
    return failed === undefined ? { ok: true, answers } : { ok: false, message: failed }
  }
