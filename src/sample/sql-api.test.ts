import { describe, expect, test } from 'vitest'
import { arrayOf, fieldOf, parseJson, stringOf, type Json, type JsonObject } from '../lib/json.ts'
import type { Caller } from './test-answers.ts'
import { testWorkspace } from './test-workspace.ts'

const shared = '1f0c2a4b6d8e0f13'
const stopped = '2a4b6d8e0f131f0c'

const workspace = testWorkspace()
const ada = workspace.signedIn('ada')
const chen = workspace.signedIn('chen')
const narrow = workspace.signedIn('ada', 'model-serving')
/** Its warehouses take their time to start. */
const slow = testWorkspace({ pace: 0.1 }).signedIn('ada')

interface Answer {
  readonly status: number
  readonly body: Json
}

const call = async (
  method: string,
  path: string,
  body?: JsonObject,
  { origin, token }: Caller = ada,
): Promise<Answer> => {
  const answer = await fetch(`${origin}/api/2.0/sql/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const parsed = parseJson(await answer.text())
  return { status: answer.status, body: parsed.ok ? parsed.value : null }
}

const run = (statement: string, more: JsonObject = {}, caller = ada): Promise<Answer> =>
  call('POST', 'statements', { warehouse_id: shared, statement, wait_timeout: '30s', ...more }, caller)

const statusOf = ({ body }: Answer) => fieldOf(body, 'status')
const stateOf = (answer: Answer) => stringOf(statusOf(answer), 'state')
const idOf = ({ body }: Answer) => stringOf(body, 'statement_id') ?? ''
const errorOf = (answer: Answer) => fieldOf(statusOf(answer), 'error')
const rowsOf = ({ body }: Answer) => arrayOf(fieldOf(body, 'result'), 'data_array')
const columnsOf = ({ body }: Answer) => arrayOf(fieldOf(fieldOf(body, 'manifest'), 'schema'), 'columns')

/** The rows, or the failure as an error that names it. */
const rows = async (statement: string, more: JsonObject = {}) => {
  const answer = await run(statement, more)
  if (stateOf(answer) !== 'SUCCEEDED') throw new Error(JSON.stringify(answer.body))
  return rowsOf(answer)
}

describe('ai_query', () => {
  test('runs the statement of the documentation as it is written there', async () => {
    const answer = await run(`SELECT ai_query(
  "databricks-gpt-sample", question
) FROM (VALUES ('what is MLflow?'), ('how does MLflow work?')) AS t(question);`)
    expect(stateOf(answer)).toBe('SUCCEEDED')
    expect(columnsOf(answer)).toMatchObject([
      { name: 'ai_query(databricks-gpt-sample, question)', type_name: 'STRING' },
    ])
    expect(rowsOf(answer)).toEqual([
      [expect.stringContaining('You wrote: what is MLflow?')],
      [expect.stringContaining('You wrote: how does MLflow work?')],
    ])
  })

  test('answers a chat agent’s struct, and leaves out of to_json what is NULL', async () => {
    const answer = await run(
      `SELECT pos, to_json(ai_query('hr-helper', named_struct('messages', array(named_struct('role', 'user', 'content', q))),
         failOnError => false)) AS answer
       FROM (SELECT posexplode(from_json(:questions, 'ARRAY<STRING>')) AS (pos, q)) ORDER BY pos`,
      { parameters: [{ name: 'questions', value: '["How much leave do I have?","When do you open?"]' }] },
    )
    const found = rowsOf(answer)?.map((row) => (Array.isArray(row) ? row : []))
    expect(found?.map(([pos]) => pos)).toEqual(['0', '1'])
    for (const [, cell] of found ?? []) {
      const parsed = parseJson(String(cell))
      expect(parsed.ok && parsed.value).toMatchObject({
        result: { messages: expect.arrayContaining([expect.objectContaining({ role: 'assistant' })]) },
      })
      expect(cell).not.toContain('null')
    }
  })

  test('fails as a whole when a row fails, unless it is told to go on', async () => {
    const failing = "SELECT q, ai_query('triage-endpoint', q) AS a FROM VALUES 'one', 'two' AS t(q)"
    expect(errorOf(await run(failing))).toMatchObject({
      error_code: 'BAD_REQUEST',
      message: expect.stringMatching(/^\[REMOTE_FUNCTION_HTTP_FAILED_ERROR\].* code 503.* is not ready/),
    })
    const going = failing.replace("', q)", "', q, failOnError => false)")
    expect(await rows(going.replace(' AS a', '.errorMessage AS a'))).toEqual([
      ['one', expect.stringContaining('code 503')],
      ['two', expect.stringContaining('code 503')],
    ])
  })

  test('asks once for each row, also where rows are equal, and not at all for NULL', async () => {
    expect(
      await rows("SELECT ai_query('databricks-gpt-sample', q) AS a FROM VALUES 'same', 'same', NULL AS t(q)"),
    ).toEqual([[expect.stringContaining('same')], [expect.stringContaining('same')], [null]])
  })

  test('takes the caller’s own permission', async () => {
    const statement = "SELECT ai_query('pricing-model', 'a pen') AS a"
    expect(stateOf(await run(statement))).toBe('SUCCEEDED')
    expect(errorOf(await run(statement, {}, chen))).toMatchObject({
      message: expect.stringContaining('You do not have CAN_QUERY on pricing-model.'),
    })
  })

  test.each([
    ["ai_query('nobody', 'x')", '[AI_FUNCTION_ENDPOINT_NOT_FOUND]'],
    ["ai_query(q, 'x')", '[NON_FOLDABLE_ARGUMENT]'],
    ["ai_query('hr-helper')", '[WRONG_NUM_ARGS]'],
    ["ai_query('hr-helper', 'x', modelParameters => named_struct('max_tokens', 5))", 'UNSUPPORTED_ENDPOINT_TYPE'],
    ["ai_query('hr-helper', 'x', shout => true)", '[UNRECOGNIZED_PARAMETER_NAME]'],
    ["ai_query('hr-helper', 'x', files => 'y')", '[UNSUPPORTED_FEATURE]'],
    ["ai_query('hr-helper', 'x', returnType => 'STRUKT')", '[UNSUPPORTED_DATATYPE]'],
  ])('refuses %s', async (expression, condition) => {
    expect(errorOf(await run(`SELECT ${expression} FROM VALUES 'hr-helper' AS t(q)`))).toMatchObject({
      message: expect.stringContaining(condition),
    })
  })

  test('reads an answer by the type that is asked for', async () => {
    expect(
      await rows(`SELECT a.choices[1].message.role FROM (SELECT ai_query('databricks-gpt-sample', 'hi',
        modelParameters => named_struct('max_tokens', 5),
        returnType => 'STRUCT<choices:ARRAY<STRUCT<message:STRUCT<role:STRING, content:STRING>>>>') AS a)`),
    ).toEqual([['assistant']])
  })
})

describe('statements', () => {
  test('binds parameters by name and type', async () => {
    const answer = await run('SELECT :text AS text, :number + 1 AS number, :nothing AS nothing', {
      parameters: [
        { name: 'text', value: "'; DROP TABLE agents; --" },
        { name: 'number', value: '41', type: 'BIGINT' },
        { name: 'nothing', type: 'STRING' },
        { name: 'unused', value: 'x' },
      ],
    })
    expect(rowsOf(answer)).toEqual([["'; DROP TABLE agents; --", '42', null]])
    expect(columnsOf(answer)).toMatchObject([{ type_name: 'STRING' }, { type_name: 'LONG' }, { type_name: 'STRING' }])
  })

  test.each([
    ['SELECT :q', 'UNBOUND_SQL_PARAMETER', '42P02'],
    ['SELCT 1', 'PARSE_SYNTAX_ERROR', '42601'],
    ['SELECT 1; SELECT 2', 'PARSE_SYNTAX_ERROR', '42601'],
    ["SELECT 'x", 'PARSE_SYNTAX_ERROR', '42601'],
    ['SELECT 1 FROM nowhere', 'TABLE_OR_VIEW_NOT_FOUND', '42P01'],
    ['SELECT nothing()', 'UNRESOLVED_ROUTINE', '42883'],
    ['SELECT nothing FROM VALUES 1 AS t(a)', 'UNRESOLVED_COLUMN', '42703'],
    ["SELECT CAST('x' AS INT)", 'CAST_INVALID_INPUT', '22018'],
    ['CREATE TABLE t AS SELECT 1', 'UNSUPPORTED_FEATURE', '0A000'],
    ["COPY (SELECT 1) TO '/tmp/x.csv'", 'INSUFFICIENT_PERMISSIONS', '42501'],
    ["SELECT * FROM read_text('/etc/hosts')", 'INSUFFICIENT_PERMISSIONS', '42501'],
    ["SET memory_limit = '100GB'", 'UNSUPPORTED_FEATURE', '0A000'],
  ])('fails inside an answer with status 200: %s', async (statement, condition, state) => {
    const answer = await run(statement)
    expect(answer.status).toBe(200)
    expect(statusOf(answer)).toEqual({
      state: 'FAILED',
      error: { error_code: 'BAD_REQUEST', message: expect.stringMatching(`^\\[${condition}\\] .*SQLSTATE: ${state}$`) },
      sql_state: state,
    })
  })

  test('hands out a large result chunk by chunk', async () => {
    const answer = await run("SELECT id, repeat('x', 10) AS text FROM range(1200)")
    expect(fieldOf(answer.body, 'manifest')).toMatchObject({
      total_row_count: 1200,
      total_chunk_count: 3,
      truncated: false,
      chunks: [
        { chunk_index: 0, row_offset: 0, row_count: 500 },
        { chunk_index: 1, row_offset: 500, row_count: 500 },
        { chunk_index: 2, row_offset: 1000, row_count: 200 },
      ],
    })
    expect(fieldOf(answer.body, 'result')).toMatchObject({ chunk_index: 0, next_chunk_index: 1 })
    const chunk = await call('GET', `statements/${idOf(answer)}/result/chunks/2`)
    expect(arrayOf(chunk.body, 'data_array')).toHaveLength(200)
    expect(arrayOf(chunk.body, 'data_array')?.at(-1)).toEqual(['1199', 'xxxxxxxxxx'])
    expect(chunk.body).not.toHaveProperty('next_chunk_index')
    expect((await call('GET', `statements/${idOf(answer)}/result/chunks/3`)).status).toBe(404)
  })

  test('cuts a result at its limits and says so', async () => {
    const byRows = await run('SELECT id FROM range(100)', { row_limit: 7 })
    expect(fieldOf(byRows.body, 'manifest')).toMatchObject({ truncated: true, total_row_count: 7 })
    const byBytes = await run('SELECT id FROM range(100)', { byte_limit: 60 })
    expect(fieldOf(byBytes.body, 'manifest')).toMatchObject({ truncated: true, total_row_count: 10 })
    const exact = await run('SELECT id FROM range(100)', { row_limit: 100 })
    expect(fieldOf(exact.body, 'manifest')).toMatchObject({ truncated: false, total_row_count: 100 })
  })

  test('refuses more than 25 MiB inline, and gives it behind links', async () => {
    const statement = "SELECT repeat('x', 1000000) AS text FROM range(30)"
    expect(errorOf(await run(statement))).toMatchObject({
      message: expect.stringContaining('disposition=EXTERNAL_LINKS'),
    })
    const answer = await run(statement, { disposition: 'EXTERNAL_LINKS' })
    expect(fieldOf(answer.body, 'manifest')).toMatchObject({ total_row_count: 30, total_chunk_count: 6 })
    const link = arrayOf(fieldOf(answer.body, 'result'), 'external_links')?.[0]
    expect(link).toMatchObject({ chunk_index: 0, row_count: 5, next_chunk_index: 1 })
    const address = stringOf(link, 'external_link') ?? ''
    const file = parseJson(await (await fetch(address)).text())
    expect(file.ok && Array.isArray(file.value) && file.value.length).toBe(5)
    expect((await fetch(address, { headers: { authorization: `Bearer ${ada.token}` } })).status).toBe(400)
    expect((await fetch(`${workspace.origin}/sql-results/nothing`)).status).toBe(403)
  })

  test('writes CSV behind links', async () => {
    const answer = await run(`SELECT 'a "b", c' AS text, NULL AS nothing`, {
      disposition: 'EXTERNAL_LINKS',
      format: 'CSV',
    })
    const link = arrayOf(fieldOf(answer.body, 'result'), 'external_links')?.[0]
    const text = await (await fetch(stringOf(link, 'external_link') ?? '')).text()
    expect(text).toBe('text,nothing\r\n"a ""b"", c",\r\n')
  })

  test('has no chunk where there is no row', async () => {
    const answer = await run('SELECT 1 AS one WHERE false')
    expect(fieldOf(answer.body, 'manifest')).toMatchObject({ total_row_count: 0, total_chunk_count: 0 })
    expect(fieldOf(answer.body, 'result')).toEqual({})
  })

  test('runs on while nobody waits, and stops when it is canceled', async () => {
    const asked = await run('SELECT count(*) FROM range(100000000000) WHERE id % 7 = 3', { wait_timeout: '0s' })
    expect(['PENDING', 'RUNNING']).toContain(stateOf(asked))
    const path = `statements/${idOf(asked)}`
    expect((await call('GET', `${path}/result/chunks/0`)).status).toBe(400)
    expect(await call('POST', `${path}/cancel`)).toEqual({ status: 200, body: {} })
    expect(stateOf(await call('GET', path))).toBe('CANCELED')
    expect(await call('POST', `${path}/cancel`)).toEqual({ status: 200, body: {} })
  })

  test('is canceled when the wait is over, where that was asked for', async () => {
    const answer = await run('SELECT count(*) FROM range(100000000000) WHERE id % 7 = 3', {
      wait_timeout: '5s',
      on_wait_timeout: 'CANCEL',
    })
    expect(statusOf(answer)).toEqual({ state: 'CANCELED' })
  })

  test('leaves a statement that is over as it is when it is canceled', async () => {
    const answer = await run('SELECT 1')
    await call('POST', `statements/${idOf(answer)}/cancel`)
    expect(stateOf(await call('GET', `statements/${idOf(answer)}`))).toBe('SUCCEEDED')
  })

  test('shows a statement to nobody else', async () => {
    const id = idOf(await run('SELECT 1'))
    expect(await call('GET', `statements/${id}`, undefined, chen)).toMatchObject({
      status: 404,
      body: { error_code: 'NOT_FOUND' },
    })
  })

  test.each([
    [{ statement: '' }, 'statement'],
    [{ warehouse_id: '' }, 'warehouse_id'],
    [{ wait_timeout: '3s' }, 'wait_timeout'],
    [{ wait_timeout: '51s' }, 'wait_timeout'],
    [{ on_wait_timeout: 'WAIT' }, 'on_wait_timeout'],
    [{ format: 'CSV' }, 'JSON_ARRAY'],
    [{ format: 'ARROW_STREAM', disposition: 'EXTERNAL_LINKS' }, 'ARROW_STREAM'],
    [{ row_limit: 0 }, 'row_limit'],
    [{ parameters: [{ value: 'x' }] }, 'name'],
  ])('refuses a request with %j', async (fields, word) => {
    expect(await run('SELECT 1', fields)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining(word) },
    })
  })
})

test.each(['statements', 'warehouses'])('refuses %s to a token without the scope sql', async (path) => {
  expect(await call(path === 'statements' ? 'POST' : 'GET', path, undefined, narrow)).toMatchObject({
    status: 403,
    body: { error_code: 'PERMISSION_DENIED', message: expect.stringContaining('required scopes: sql') },
  })
})

describe('warehouses', () => {
  test.each([
    ['unknown', 404, 'RESOURCE_DOES_NOT_EXIST'],
    ['5e0f131f0c2a4b6d', 404, 'RESOURCE_DOES_NOT_EXIST'],
    ['3b6d8e0f131f0c2a', 403, 'PERMISSION_DENIED'],
  ])('refuses a statement on %s', async (warehouse, status, code) => {
    expect(await run('SELECT 1', { warehouse_id: warehouse })).toMatchObject({ status, body: { error_code: code } })
  })

  test('reaches no agent from a classic one', async () => {
    const classic = { warehouse_id: '4d8e0f131f0c2a4b' }
    expect(stateOf(await run('SELECT 1', classic))).toBe('SUCCEEDED')
    expect(errorOf(await run("SELECT ai_query('hr-helper', 'x')", classic))).toMatchObject({
      message: expect.stringContaining('classic warehouse'),
    })
  })

  test('starts a stopped one when a statement comes', async () => {
    expect((await call('GET', `warehouses/${stopped}`)).body).toMatchObject({ state: 'STOPPED' })
    expect(stateOf(await run('SELECT 1', { warehouse_id: stopped }))).toBe('SUCCEEDED')
    expect((await call('GET', `warehouses/${stopped}`)).body).toMatchObject({ state: 'RUNNING' })
  })

  test('lets a statement wait while it starts', async () => {
    const ask = async (path: string, body?: JsonObject): Promise<Answer> =>
      call(body === undefined ? 'GET' : 'POST', path, body, slow)
    const asked = await ask('statements', { warehouse_id: stopped, statement: 'SELECT 1', wait_timeout: '0s' })
    expect(statusOf(asked)).toEqual({ state: 'PENDING' })
    expect((await ask(`warehouses/${stopped}`)).body).toMatchObject({ state: 'STARTING' })
    await expect
      .poll(async () => stateOf(await ask(`statements/${idOf(asked)}`)), { timeout: 15_000 })
      .toBe('SUCCEEDED')
    expect((await ask(`warehouses/${stopped}`)).body).toMatchObject({ state: 'RUNNING' })
  })
})
