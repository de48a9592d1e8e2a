import { arrayOf, fieldOf, isObject, parseJson, stringOf, type Json } from '../../lib/json.ts'

/** What a request body asks, in the terms of the message box. */
export interface Asked {
  readonly text: string
  /** JSON text of an object, or empty. */
  readonly customInputs: string
  readonly instructions: string
  /** Whether a stream was asked for; undefined where the body does not say. */
  readonly stream?: boolean
  readonly model?: string
  /** Messages ahead of the last one, which the message box does not hold. */
  readonly earlier: number
  /** Names of fields that the message box has no place for. */
  readonly others: readonly string[]
}

export const nothingAsked: Asked = { text: '', customInputs: '', instructions: '', earlier: 0, others: [] }

const partText = (part: Json): string => (typeof part === 'string' ? part : (stringOf(part, 'text') ?? ''))

const contentText = (message: Json): string => {
  const content = fieldOf(message, 'content')
  return typeof content === 'string' ? content : (arrayOf(message, 'content') ?? []).map(partText).join('')
}

const isSystem = (message: Json): boolean => ['system', 'developer'].includes(stringOf(message, 'role') ?? '')

/** The last message of the person; what the agent is told ahead of it is its own business. */
const lastOf = (messages: readonly Json[]): { text: string; earlier: number } => {
  const position = messages.findLastIndex((message) => stringOf(message, 'role') === 'user')
  const last = messages[position]
  if (last === undefined) return { text: '', earlier: messages.length }
  return {
    text: contentText(last),
    earlier: messages.filter((message, at) => at < position && !isSystem(message)).length,
  }
}

const known = new Set([
  'input',
  'messages',
  'custom_inputs',
  'instructions',
  'stream',
  'model',
  'context',
  'databricks_options',
])

/** Reads a body of the Responses API, of chat completions or of a ChatAgent. Anything else asks nothing that is known. */
export const askedIn = (body: string): Asked => {
  const parsed = parseJson(body)
  if (!parsed.ok || !isObject(parsed.value)) return nothingAsked
  const json = parsed.value
  const input = stringOf(json, 'input')
  const messages = arrayOf(json, 'input') ?? arrayOf(json, 'messages') ?? []
  const { text, earlier } = input === undefined ? lastOf(messages) : { text: input, earlier: 0 }
  const system = messages.filter(isSystem).map(contentText).join('\n\n')
  const customInputs = fieldOf(json, 'custom_inputs')
  const stream = fieldOf(json, 'stream')
  const model = stringOf(json, 'model')
  return {
    text,
    earlier,
    customInputs: isObject(customInputs) ? JSON.stringify(customInputs) : '',
    instructions: stringOf(json, 'instructions') ?? system,
    ...(typeof stream === 'boolean' ? { stream } : {}),
    ...(model === undefined ? {} : { model }),
    others: Object.keys(json).filter((name) => !known.has(name)),
  }
}
