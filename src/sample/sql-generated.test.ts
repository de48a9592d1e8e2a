import { describe, expect, test } from 'vitest'
import type { CodeRequest } from '../code/code-request.ts'
import { naughtyTexts } from '../code/naughty-texts.ts'
import { sqlAiQuery } from '../code/sql-ai-query.ts'
import { sqlValue } from '../code/sql-literal.ts'
import { arrayOf, fieldOf, parseJson, stringOf, type Json, type JsonObject } from '../lib/json.ts'
import { sqlString } from '../lib/sql-string.ts'
import { endpoints, type SampleEndpoint } from './endpoints.ts'
import { user } from './test-answers.ts'
import { testWorkspace } from './test-workspace.ts'

/* The statements that the playground writes for people, run as they are. */

const ada = testWorkspace().signedIn('ada')

const rowsOf = async (statement: string, more: JsonObject = {}): Promise<readonly Json[]> => {
  const answer = await fetch(`${ada.origin}/api/2.0/sql/statements`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ warehouse_id: '1f0c2a4b6d8e0f13', statement, wait_timeout: '50s', ...more }),
  })
  const text = await answer.text()
  const body = parseJson(text)
  const rows = body.ok ? arrayOf(fieldOf(body.value, 'result'), 'data_array') : undefined
  if (rows === undefined) throw new Error(text)
  return rows
}

const requestTo = ({ name, task }: SampleEndpoint, messages: readonly Json[], more: JsonObject = {}): CodeRequest => ({
  target: { kind: 'serving-endpoint', endpoint: name, task },
  origin: ada.origin,
  agentName: name,
  url: `${ada.origin}/serving-endpoints/${name}/invocations`,
  headers: [],
  body: { [task.endsWith('/chat') ? 'messages' : 'input']: messages, stream: true, ...more },
})

const statementFor = (request: CodeRequest): string => {
  const snippet = sqlAiQuery(request)
  if (snippet.kind !== 'code') throw new Error(snippet.why)
  return snippet.text
}

describe.each(endpoints.filter(({ ready }) => ready).map((endpoint) => [endpoint.name, endpoint] as const))(
  '%s',
  (_name, endpoint) => {
    test('answers the statement that is written for it', async () => {
      const request = requestTo(
        endpoint,
        [user('Hello'), { role: 'assistant', content: 'Hi' }, user('What is 2 + 3?')],
        {
          custom_inputs: { id: 5, nested: { text: "it's", list: [1, 2] } },
        },
      )
      const [row] = await rowsOf(statementFor(request))
      const [cell] = Array.isArray(row) ? row : []
      const parsed = parseJson(String(cell))
      if (endpoint.task.startsWith('llm/')) expect(cell).toMatch(/\S/)
      else expect(parsed.ok && stringOf(parsed.value, 'id')).toMatch(/./)
    })
  },
)

const model = 'databricks-gpt-sample'

describe(`${naughtyTexts.length} naughty texts`, () => {
  test('are the same when they come back as literals', async () => {
    const [row] = await rowsOf(
      `SELECT ${naughtyTexts.map((text, index) => `${sqlString(text)} AS c${index}`).join(', ')}`,
    )
    expect(row).toEqual(naughtyTexts)
  })

  test('are the same inside structs and arrays', async () => {
    const value = naughtyTexts.map((text) => ({ role: 'user', content: text }))
    const written = sqlValue(value)
    if (!written.ok) throw new Error(written.why)
    const [row] = await rowsOf(`SELECT ${written.sql} AS messages`)
    const parsed = parseJson(String(Array.isArray(row) ? row[0] : ''))
    expect(parsed.ok && parsed.value).toEqual(value)
  })

  test('are the same when an endpoint was asked with them, as literals and as one parameter', async () => {
    const asked = (sql: string, more: JsonObject = {}) => rowsOf(`SELECT ai_query('${model}', q) AS a ${sql}`, more)
    const answers = naughtyTexts.map((text) => [expect.stringMatching(/You wrote: /), text])
    const told = (rows: readonly Json[]) =>
      rows.map((row) => {
        const [answer, text] = Array.isArray(row) ? [String(row[0]), String(row[0])] : ['', '']
        return [answer, text.slice(text.indexOf('You wrote: ') + 'You wrote: '.length)]
      })
    const list = `FROM (VALUES ${naughtyTexts.map((text, index) => `(${index}, ${sqlString(text)})`).join(', ')}) AS t(i, q) ORDER BY i`
    expect(told(await asked(list))).toEqual(answers)
    const parameters = [{ name: 'questions', value: JSON.stringify(naughtyTexts) }]
    const bound = `FROM (SELECT posexplode(from_json(:questions, 'ARRAY<STRING>')) AS (i, q)) ORDER BY i`
    expect(told(await asked(bound, { parameters }))).toEqual(answers)
  })

  test('reach a model by the statement that is written for it', async () => {
    const endpoint = endpoints.find(({ name }) => name === model)
    if (endpoint === undefined) throw new Error('no model')
    for (const text of naughtyTexts.filter((_, index) => index % 30 === 14)) {
      const [row] = await rowsOf(statementFor(requestTo(endpoint, [user(text)])))
      expect(row).toEqual([expect.stringContaining(`You wrote: ${text}`)])
    }
  })
})
