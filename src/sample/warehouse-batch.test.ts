import { expect, test } from 'vitest'
import { rowAnswerOf } from '../batch/row-answer.ts'
import { createStatementRun, type StatementDoors } from '../batch/run-statement.ts'
import { batchStatement, questionsParameter, shapeFor } from '../batch/statement.ts'
import { naughtyTexts } from '../code/naughty-texts.ts'
import { answerTextOf } from '../conversation/answer-state.ts'
import { sampleWorkspace } from '../workspace/known-workspace.ts'
import { restProblem } from '../workspace/rest-problem.ts'
import { parseJson } from '../lib/json.ts'
import { failure, success } from '../lib/problem.ts'
import { endpoints } from './endpoints.ts'
import { testWorkspace } from './test-workspace.ts'

/* What the batch writes, on a warehouse that executes it: over HTTP, by the real SQL engine of the sample workspace. */

const ada = testWorkspace().signedIn('ada')

const warehouses = {
  shared: { id: '1f0c2a4b6d8e0f13', name: 'Shared warehouse' },
  finance: { id: '3b6d8e0f131f0c2a', name: 'Finance only' },
  classic: { id: '4d8e0f131f0c2a4b', name: 'Old classic' },
  deleted: { id: '5e0f131f0c2a4b6d', name: 'Last year' },
}

const doors: StatementDoors = {
  pause: () => new Promise((resolve) => setTimeout(resolve, 20)),
  call: async (path, asked, body) => {
    const { origin, token } = ada
    const response = await fetch(`${origin}${path}`, {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    })
    const { status, headers } = response
    const text = await response.text()
    const parsed = parseJson(text)
    if (response.ok && parsed.ok) return success(parsed.value)
    return failure(restProblem({ status, headers, body: text }, sampleWorkspace(origin), asked))
  },
}

const ask = async (
  questions: readonly string[],
  endpoint: string,
  warehouse = warehouses.shared,
  shape = shapeFor(endpoints.find(({ name }) => name === endpoint)?.task, undefined),
) => {
  const run = createStatementRun(doors, warehouse)
  const begun = await run.begin({
    statement: batchStatement(endpoint, shape),
    parameters: [questionsParameter(questions)],
  })
  return begun.ok ? run.follow(begun.value, new AbortController().signal, () => undefined) : begun
}

const answersOf = async (...order: Parameters<typeof ask>) => {
  const end = await ask(...order)
  if (!end.ok) throw new Error(JSON.stringify(end.problem))
  if (end.value.kind !== 'rows') throw new Error(end.value.told)
  return end.value.rows.map(([place, cell]) => ({ place, ...rowAnswerOf(cell ?? null) }))
}

test('a hundred texts that break careless quoting come back as they were asked, in their order', async () => {
  const texts = naughtyTexts.filter((text) => text.trim() !== '')
  const answers = await answersOf(texts, 'databricks-gpt-sample')
  expect(answers.map(({ place }) => place)).toEqual(texts.map((_, index) => String(index)))
  for (const [index, { snapshot }] of answers.entries()) expect(answerTextOf(snapshot)).toContain(texts[index])
})

test('a thousand questions are one statement, and their result comes in chunks', async () => {
  const answers = await answersOf(
    Array.from({ length: 1000 }, (_, index) => `Question ${index}`),
    'databricks-gpt-sample',
  )
  expect(answers).toHaveLength(1000)
  expect(answers.every(({ snapshot }, index) => answerTextOf(snapshot).includes(`Question ${index}`))).toBe(true)
})

test.each(endpoints.map(({ name, ready }) => ({ name, ready })))(
  '$name answers in the form of its task',
  async (endpoint) => {
    const [answer] = await answersOf(['What can you do?'], endpoint.name)
    if (endpoint.ready) {
      expect(answer?.outcome.kind).toBe('completed')
      expect(answer?.snapshot.items.length).toBeGreaterThan(0)
    } else expect(answer?.outcome).toMatchObject({ kind: 'failed', problem: { code: 'row-failed' } })
  },
)

test.each([
  ['a classic warehouse', 'databricks-gpt-sample', warehouses.classic, 'warehouse-without-ai-query'],
  ['one that is not mine', 'databricks-gpt-sample', warehouses.finance, 'permission-denied'],
  ['one that is deleted', 'databricks-gpt-sample', warehouses.deleted, 'warehouse-gone'],
  ['an endpoint that is not there', 'never-was', warehouses.shared, 'endpoint-gone'],
])('%s: in words', async (_name, endpoint, warehouse, code) => {
  const end = await ask(['Hello'], endpoint, warehouse)
  expect(end).toMatchObject({ ok: false, problem: { code } })
})
