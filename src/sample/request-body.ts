import { arrayOf, fieldOf, isObject, parseJson, stringOf, type Json, type JsonObject } from '../lib/json.ts'
import { itemViolations, missing, notDictionary, notList, violationsText, type Violation } from './input-rules.ts'

/** A ResponsesAgentRequest as far as the sample agents read it. */
export interface AgentRequest {
  readonly input: readonly Json[]
  readonly customInputs: JsonObject
  readonly stream: boolean
  readonly model: string | undefined
  /** Texts of the user's messages, oldest first. */
  readonly questions: readonly string[]
  /** The last of `questions`, or an empty string. */
  readonly question: string
  /** All of `input` as text: seeds an answer, and measures it. */
  readonly inputText: string
  readonly returnTrace: boolean
}

export type ParsedRequest =
  | { readonly ok: true; readonly request: AgentRequest }
  /** `detail` is worded as MLflow's AgentServer words it. It falls over a body that is JSON but no object. */
  | { readonly ok: false; readonly detail: string; readonly isCrash?: true }

/** The text of a message's `content`, which is a string or a list of parts. */
export const textOf = (content: Json | undefined): string => {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => stringOf(part, 'text') ?? '').join('\n')
}

const questionsIn = (input: readonly Json[]): readonly string[] =>
  input.filter((item) => stringOf(item, 'role') === 'user').map((item) => textOf(fieldOf(item, 'content')))

const invalid = (...violations: readonly Violation[]): ParsedRequest => ({
  ok: false,
  detail: violationsText(violations),
})

/** Reads a request body. `input` must be a list of items: a bare string is refused, as MLflow refuses it. */
export const parseAgentRequest = (text: string): ParsedRequest => {
  const parsed = parseJson(text)
  if (!parsed.ok) return { ok: false, detail: `Invalid JSON in request body: ${parsed.detail}` }
  const body = parsed.value
  if (!isObject(body)) return { ok: false, detail: 'Internal Server Error', isCrash: true }
  const input = arrayOf(body, 'input')
  if (input === undefined) {
    const given = fieldOf(body, 'input')
    // The server takes `stream` out before it validates.
    const { stream: _stream, ...rest } = body
    return invalid(given === undefined ? missing('input', rest) : notList('input', given))
  }
  const customInputs = fieldOf(body, 'custom_inputs') ?? {}
  const violations = [
    ...input.flatMap(itemViolations),
    ...(isObject(customInputs) ? [] : [notDictionary('custom_inputs', customInputs)]),
  ]
  if (violations.length > 0 || !isObject(customInputs)) return invalid(...violations)
  const questions = questionsIn(input)
  return {
    ok: true,
    request: {
      input,
      customInputs,
      stream: fieldOf(body, 'stream') === true,
      model: stringOf(body, 'model'),
      questions,
      question: questions.at(-1) ?? '',
      inputText: JSON.stringify([input, customInputs]),
      returnTrace: fieldOf(fieldOf(body, 'databricks_options'), 'return_trace') === true,
    },
  }
}
