import { arrayOf, fieldOf, isObject, parseJson, stringOf, type Json, type JsonObject } from '../lib/json.ts'

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
  /** `detail` is worded as MLflow's AgentServer words it. */
  | { readonly ok: false; readonly detail: string }

/** The text of a message's `content`, which is a string or a list of parts. */
export const textOf = (content: Json | undefined): string => {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => stringOf(part, 'text') ?? '').join('\n')
}

const questionsIn = (input: readonly Json[]): readonly string[] =>
  input.filter((item) => stringOf(item, 'role') === 'user').map((item) => textOf(fieldOf(item, 'content')))

const invalid = (field: string, rule: string, kind: string, value: Json | undefined): ParsedRequest => ({
  ok: false,
  detail:
    'Invalid parameters for ResponsesAgent: Invalid data for ResponsesAgentRequest: 1 validation error for ResponsesAgentRequest\n' +
    `${field}\n  ${rule} [type=${kind}, input_value=${JSON.stringify(value) ?? 'None'}]`,
})

const checkItem = (item: Json, index: number): ParsedRequest | undefined => {
  if (!isObject(item)) return invalid(`input.${index}`, 'Input should be a valid dictionary', 'dict_type', item)
  const type = stringOf(item, 'type') ?? 'message'
  if (type === 'message' && stringOf(item, 'role') === undefined) {
    return invalid(`input.${index}.role`, 'Field required', 'missing', item)
  }
  if (type === 'function_call_output' && stringOf(item, 'output') === undefined) {
    return invalid(`input.${index}.output`, 'Input should be a valid string', 'string_type', fieldOf(item, 'output'))
  }
  return undefined
}

/** Reads a request body. `input` must be a list of items: a bare string is refused, as MLflow refuses it. */
export const parseAgentRequest = (text: string): ParsedRequest => {
  const parsed = parseJson(text)
  if (!parsed.ok) return { ok: false, detail: `Invalid JSON in request body: ${parsed.detail}` }
  const body = parsed.value
  if (!isObject(body)) return invalid('', 'Input should be a valid dictionary', 'dict_type', body)
  const input = arrayOf(body, 'input')
  if (input === undefined) {
    const given = fieldOf(body, 'input')
    return given === undefined
      ? invalid('input', 'Field required', 'missing', body)
      : invalid('input', 'Input should be a valid list', 'list_type', given)
  }
  for (const [index, item] of input.entries()) {
    const problem = checkItem(item, index)
    if (problem !== undefined) return problem
  }
  const customInputs = fieldOf(body, 'custom_inputs') ?? {}
  if (!isObject(customInputs)) {
    return invalid('custom_inputs', 'Input should be a valid dictionary', 'dict_type', customInputs)
  }
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
