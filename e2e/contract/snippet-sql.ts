import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict'
import { naughtyTexts } from '../../src/code/naughty-texts.ts'
import { sqlAiQuery } from '../../src/code/sql-ai-query.ts'
import { sqlValue } from '../../src/code/sql-literal.ts'
import { arrayOf, fieldOf, parseJson, stringOf, type Json } from '../../src/lib/json.ts'
import type { Caller } from '../../src/sample/test-answers.ts'
import type { Report } from './report.ts'
import { readAnswer, type Case, type CaseGroup } from './snippet-cases.ts'

/* The statements that the playground writes, run on a warehouse of the sample workspace. */

type Cells = { readonly cells: readonly Json[] } | { readonly failure: string }

const callSql = async (caller: Caller, path: string, body?: Json): Promise<Json> => {
  const answer = await fetch(`${caller.origin}/api/2.0/sql/${path}`, {
    headers: { Authorization: `Bearer ${caller.token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
  const parsed = parseJson(await answer.text())
  if (!parsed.ok) throw new Error(`${path}: status ${answer.status}`)
  return parsed.value
}

/** A running warehouse that is not a classic one, from which alone agents are reached. */
const findWarehouse = async (caller: Caller): Promise<string> => {
  const warehouses = arrayOf(await callSql(caller, 'warehouses'), 'warehouses') ?? []
  const fitting = warehouses.find(
    (each) => stringOf(each, 'state') === 'RUNNING' && fieldOf(each, 'enable_serverless_compute') === true,
  )
  return stringOf(fitting, 'id') ?? ''
}

const runStatement = async (caller: Caller, warehouse: string, statement: string): Promise<Cells> => {
  const asked = { warehouse_id: warehouse, statement, wait_timeout: '30s', on_wait_timeout: 'CANCEL' }
  const answer = await callSql(caller, 'statements', asked)
  const status = fieldOf(answer, 'status')
  if (stringOf(status, 'state') !== 'SUCCEEDED') return { failure: JSON.stringify(status ?? answer) }
  const row = arrayOf(fieldOf(answer, 'result'), 'data_array')?.[0]
  return { cells: Array.isArray(row) ? row : [] }
}

const cellsOf = (result: Cells): readonly Json[] => {
  if ('failure' in result) throw new Error(result.failure)
  return result.cells
}

/** `ai_query` gives an agent's items, and of a model the text alone; neither has room for `custom_outputs`. */
const compare = ({ request: { target }, status, told }: Case, result: Cells): void => {
  if (status >= 400) {
    ok('failure' in result && result.failure.includes(`code ${status}`), `it should fail with status ${status}`)
    return
  }
  const cell = String(cellsOf(result)[0])
  const isModel = target.kind === 'serving-endpoint' && target.task?.startsWith('llm/') === true
  if (isModel) return strictEqual(cell.trim(), told.text)
  const { told: said } = readAnswer(cell, 'application/json', 200)
  deepStrictEqual({ items: said.items, text: said.text }, { items: told.items, text: told.text })
}

const isServed = ({ request: { target } }: Case): boolean => target.kind === 'serving-endpoint'
const isWhole = ({ request: { body } }: Case): boolean => body['stream'] === false

export const checkSql = async (groups: readonly CaseGroup[], caller: Caller, report: Report): Promise<void> => {
  const warehouse = await findWarehouse(caller)
  const run = (statement: string): Promise<Cells> => runStatement(caller, warehouse, statement)

  await report.check(
    'SQL: a hundred naughty texts, and values of every kind, mean the same in a statement',
    async () => {
      const given = { text: naughtyTexts, number: [5, -0.25], yes: true, no: false, nested: { 'a "name"': ["'`\\"] } }
      const value = sqlValue(given)
      if (!value.ok) throw new Error(value.why)
      const read = parseJson(String(cellsOf(await run(`SELECT to_json(${value.sql})`))[0]))
      deepStrictEqual(read.ok && read.value, given)
    },
  )

  for (const { name, cases } of groups) {
    const served = cases.filter((each) => isServed(each) && isWhole(each))
    if (served.length === 0) continue
    await report.check(`SQL: ${name}`, async () => {
      for (const each of served) {
        const snippet = sqlAiQuery(each.request)
        if (snippet.kind !== 'code') throw new Error(snippet.why)
        const result = await run(snippet.text)
        // What the statement itself says that it leaves out cannot be in its answer.
        const isLess = each.status < 400 && snippet.notes.some((note) => note.includes('left out'))
        if (isLess) ok('cells' in result, JSON.stringify(result))
        else compare(each, result)
      }
    })
  }
}
