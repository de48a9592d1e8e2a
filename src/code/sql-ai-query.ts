import { arrayOf, fieldOf, isObject, stringOf, type Json, type JsonObject } from '../lib/json.ts'
import { isEndpointName, sqlString } from '../lib/sql-string.ts'
import { fileNameOf, ownHeaders, type CodeRequest, type Snippet } from './code-request.ts'
import { sqlValue } from './sql-literal.ts'

interface Message {
  readonly role: string
  readonly content: string
}

interface Said {
  readonly messages: readonly Message[]
  readonly notes: readonly string[]
}

const textPart = (part: Json): string | undefined =>
  ['input_text', 'output_text', 'text'].includes(stringOf(part, 'type') ?? '') ? stringOf(part, 'text') : undefined

/** The messages as role and text, the one shape that an SQL array can have, and what had to stay out for it. */
const saidIn = (items: readonly Json[]): Said => {
  const messages: Message[] = []
  let others = 0
  let attachments = 0
  for (const item of items) {
    const role = stringOf(item, 'role')
    const content = fieldOf(item, 'content')
    if (role === undefined || content === undefined) others += 1
    else if (typeof content === 'string') messages.push({ role, content })
    else if (Array.isArray(content)) {
      const texts = content.map(textPart)
      attachments += texts.filter((text) => text === undefined).length
      messages.push({ role, content: texts.filter((text) => text !== undefined).join('\n') })
    }
  }
  return {
    messages,
    notes: [
      ...(others === 0
        ? []
        : ['Tool calls and approvals of earlier turns are left out: the entries of an SQL array have one shape.']),
      ...(attachments === 0 ? [] : ['Images and files are left out: here SQL sends text alone.']),
    ],
  }
}

const whyNot = ({ target, origin }: CodeRequest): string | undefined => {
  if (target.kind === 'app') {
    return 'ai_query reaches agents on Model Serving only, and this one is an app. Its own API answers many questions, too: see the Batch tab.'
  }
  if (target.kind === 'local' || origin === null) {
    return 'ai_query reaches agents on Model Serving only, and this one runs on your computer.'
  }
  if (target.kind !== 'serving-endpoint') return 'ai_query reaches endpoints on Model Serving only.'
  return isEndpointName(target.endpoint)
    ? undefined
    : 'The endpoint’s name holds characters that are not written into a statement here.'
}

const expressed = new Set(['model', 'stream', 'input', 'messages', 'instructions', 'custom_inputs'])

/** A foundation model takes one prompt: the last message. */
const promptOf = ({ messages, notes }: Said): { readonly sql: string; readonly notes: readonly string[] } => ({
  sql: sqlString(messages.at(-1)?.content ?? ''),
  notes: [
    ...notes,
    ...(messages.length > 1
      ? ['A foundation model takes one prompt: instructions and earlier turns are left out.']
      : []),
  ],
})

const structOf = (body: JsonObject, name: 'input' | 'messages', said: Said) => {
  const customInputs = fieldOf(body, 'custom_inputs')
  const instructions = stringOf(body, 'instructions')
  const inputs = isObject(customInputs) && Object.keys(customInputs).length > 0 ? sqlValue(customInputs) : undefined
  const fields = [
    `  ${sqlString(name)}, array(\n${said.messages
      .map(({ role, content }) => `    named_struct('role', ${sqlString(role)}, 'content', ${sqlString(content)})`)
      .join(',\n')}\n  )`,
    ...(instructions === undefined ? [] : [`  'instructions', ${sqlString(instructions)}`]),
    ...(inputs?.ok === true ? [`  'custom_inputs', ${inputs.sql}`] : []),
  ]
  return {
    sql: `named_struct(\n${fields.join(',\n')}\n)`,
    notes: [...said.notes, ...(inputs?.ok === false ? [`custom_inputs are left out: ${inputs.why}.`] : [])],
  }
}

/** `ai_query` on a SQL warehouse, for agents on Model Serving. */
export const sqlAiQuery = (request: CodeRequest): Snippet => {
  const why = whyNot(request)
  const { target, body } = request
  if (why !== undefined || target.kind !== 'serving-endpoint') return { kind: 'impossible', why: why ?? '' }
  const name = arrayOf(body, 'messages') === undefined ? 'input' : 'messages'
  const items = arrayOf(body, name)
  if (items === undefined) return { kind: 'impossible', why: 'This request has no list of messages to write down.' }
  const said = saidIn(items)
  if (said.messages.length === 0) return { kind: 'impossible', why: 'This request has no message with a text.' }
  const isModel = target.task?.startsWith('llm/') === true
  const { sql, notes } = isModel ? promptOf(said) : structOf(body, name, said)
  const left = Object.keys(body).filter((field) => !expressed.has(field))
  const asked = `ai_query(\n  ${sqlString(target.endpoint)},\n  ${sql.replaceAll('\n', '\n  ')}\n)`
  return {
    kind: 'code',
    text: [
      '-- Needs a serverless or pro SQL warehouse, and CAN QUERY on the endpoint.',
      '-- For many rows: a column in place of the text, and failOnError => false. A row that',
      '-- fails then says so in its errorMessage, and does not end the statement.',
      `SELECT ${asked} AS answer`,
      '',
    ].join('\n'),
    fileName: fileNameOf(request, 'sql'),
    notes: [
      'SQL answers whole, never streamed, and sends no headers of yours.',
      ...notes,
      ...(left.length === 0 ? [] : [`Not sent: ${left.join(', ')}.`]),
      ...(ownHeaders(request).length === 0 ? [] : ['The headers of this request are not sent.']),
    ],
  }
}
