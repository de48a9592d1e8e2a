import { sqlString } from '../lib/sql-string.ts'
import type { JsonObject } from '../lib/json.ts'
import type { Dialect } from '../protocol/dialect.ts'

/** What `ai_query` hands to the endpoint: the body of its task as a struct, or the bare question. */
export const requestShapes = ['input', 'messages', 'question'] as const
export type RequestShape = (typeof requestShapes)[number]

const messageStruct = `array(named_struct('role', 'user', 'content', question))`

const requests: Readonly<Record<RequestShape, string>> = {
  input: `named_struct('input', ${messageStruct})`,
  messages: `named_struct('messages', ${messageStruct})`,
  question: 'question',
}

/** What the endpoint's task takes; where that is not told, what it was found to speak. */
export const shapeFor = (task: string | undefined, dialect: Dialect | undefined): RequestShape => {
  // Foundation and external models take the prompt alone.
  if (task?.startsWith('llm/') === true) return 'question'
  if (task?.endsWith('/chat') === true) return 'messages'
  if (task?.endsWith('/responses') === true) return 'input'
  return dialect === 'chat-agent' || dialect === 'chat-completions' ? 'messages' : 'input'
}

/**
 * One row for each question, with its place in the list. The texts are no part of it: they come as one bound
 * parameter, a JSON list, because a parameter cannot be an array. The endpoint's name has to be a literal. With
 * `failOnError => false` a question that fails is a row like any other, and to_json makes one shape of all results.
 */
export const batchStatement = (endpoint: string, shape: RequestShape): string => `SELECT
  pos,
  to_json(ai_query(
    ${sqlString(endpoint)},
    ${requests[shape]},
    failOnError => false
  )) AS answer
FROM posexplode(from_json(:questions, 'ARRAY<STRING>')) AS asked(pos, question)
ORDER BY pos
`

export const questionsParameter = (questions: readonly string[]): JsonObject => ({
  name: 'questions',
  value: JSON.stringify(questions),
  type: 'STRING',
})

/** Of one parameter in bytes: the whole request has to stay below 16 MiB, and its text is escaped twice. */
const mostBytes = 6 * 1024 * 1024

const bytesOf = (text: string): number => new TextEncoder().encode(JSON.stringify(text)).length

/** The questions divided into statements of at most so many, none of which is too large to be sent. */
export const divideQuestions = <Item extends { readonly text: string }>(
  items: readonly Item[],
  most: number,
): readonly (readonly Item[])[] => {
  const parts: Item[][] = []
  let bytes = 0
  for (const item of items) {
    const own = bytesOf(item.text)
    const part = parts.at(-1)
    if (part === undefined || part.length >= most || bytes + own > mostBytes) {
      parts.push([item])
      bytes = own
    } else {
      part.push(item)
      bytes += own
    }
  }
  return parts
}
