import { expect, test } from 'vitest'
import type { Json } from '../lib/json.ts'
import { failure, success, type Problem, type Result } from '../lib/problem.ts'
import { createStatementRun } from './run-statement.ts'

const warehouse = { id: 'w1', name: 'Nights' }
const order = { statement: 'SELECT 1', parameters: [] }

const network: Problem = { kind: 'network', code: 'x', title: 'No way', detail: '', remedy: '', who: 'you' }
const notFound: Problem = { ...network, kind: 'http', code: 'not-found', status: 404 }

const statement = (state: string, more: object = {}): Result<Json> =>
  success({ statement_id: 's1', status: { state }, ...more } as Json)

const succeeded = (rows: readonly (readonly string[])[], more: object = {}, manifest: object = {}) =>
  statement('SUCCEEDED', { manifest: { truncated: false, ...manifest }, result: { data_array: rows, ...more } })

/** A workspace that answers by a list, one answer for each call, and writes down what it was asked. */
const scripted = (...answers: readonly Result<Json>[]) => {
  const calls: string[] = []
  const pauses: number[] = []
  const stop = new AbortController()
  let stopAt = Infinity
  const run = createStatementRun(
    {
      call: async (path, _asked, body) => {
        calls.push(`${body === undefined ? 'GET' : 'POST'} ${path.replace('/api/2.0/sql/statements', '')}`)
        return answers[calls.length - 1] ?? failure({ ...network, title: 'Nothing is left in the script' })
      },
      pause: async (milliseconds) => {
        pauses.push(milliseconds)
        if (pauses.length >= stopAt) stop.abort()
      },
    },
    warehouse,
  )
  const states: string[] = []
  const toEnd = async () => {
    const begun = await run.begin(order)
    return begun.ok ? run.follow(begun.value, stop.signal, (state) => states.push(state)) : begun
  }
  return { calls, pauses, states, toEnd, stopAtPause: (count: number) => (stopAt = count) }
}

test('asks every second, then less often, and takes the result chunk by chunk', async () => {
  const { toEnd, calls, pauses, states } = scripted(
    statement('PENDING'),
    ...Array.from({ length: 6 }, () => statement('RUNNING')),
    succeeded([['0', 'a']], { next_chunk_index: 1 }),
    success({ chunk_index: 1, data_array: [['1', 'b']], next_chunk_index: 2 }),
    success({ chunk_index: 2, data_array: [['2', null]] }),
  )
  expect(await toEnd()).toEqual(
    success({
      kind: 'rows',
      truncated: false,
      rows: [
        ['0', 'a'],
        ['1', 'b'],
        ['2', null],
      ],
    }),
  )
  expect(pauses).toEqual([1000, 1500, 2250, 3375, 5000, 5000, 5000])
  expect(calls.slice(-2)).toEqual(['GET /s1/result/chunks/1', 'GET /s1/result/chunks/2'])
  expect(states).toEqual(['PENDING', ...Array.from({ length: 6 }, () => 'RUNNING'), 'SUCCEEDED'])
})

test('a chunk that points back to itself is not followed for ever', async () => {
  const { toEnd } = scripted(succeeded([], { next_chunk_index: 1 }), success({ data_array: [], next_chunk_index: 1 }))
  expect(await toEnd()).toMatchObject({ ok: true, value: { rows: [] } })
})

test('says that a result is truncated', async () => {
  const { toEnd } = scripted(succeeded([['0', 'a']], {}, { truncated: true }))
  expect(await toEnd()).toMatchObject({ ok: true, value: { truncated: true } })
})

test('a statement that failed inside a good answer is a problem', async () => {
  const { toEnd } = scripted(
    statement('RUNNING'),
    success({
      statement_id: 's1',
      status: { state: 'FAILED', error: { error_code: 'DEADLINE_EXCEEDED', message: 'Slow' } },
    }),
  )
  expect(await toEnd()).toMatchObject({ ok: false, problem: { code: 'statement-too-slow' } })
})

test('a look that reaches nobody is taken again; the statement itself is never sent twice', async () => {
  const patient = scripted(statement('RUNNING'), failure(network), failure(network), succeeded([]))
  expect((await patient.toEnd()).ok).toBe(true)
  expect(patient.calls).toEqual(['POST ', 'GET /s1', 'GET /s1', 'GET /s1'])

  const once = scripted(failure(network), succeeded([]))
  expect(await once.toEnd()).toEqual(failure(network))
  expect(once.calls).toEqual(['POST '])

  const gone = scripted(statement('RUNNING'), ...Array.from({ length: 9 }, () => failure(network)))
  expect(await gone.toEnd()).toEqual(failure(network))
  expect(gone.calls).toHaveLength(5)
})

test.each([
  ['closed', statement('CLOSED')],
  ['forgotten', failure(notFound)],
])('a result that is %s has expired', async (_name, answer) => {
  const { toEnd } = scripted(statement('RUNNING'), answer)
  expect(await toEnd()).toMatchObject({ ok: false, problem: { code: 'statement-expired' } })
})

test('cancelling asks the warehouse, and tells what it said', async () => {
  const { toEnd, calls, stopAtPause } = scripted(
    statement('RUNNING'),
    success(null),
    statement('RUNNING'),
    statement('CANCELED'),
  )
  stopAtPause(1)
  expect(await toEnd()).toEqual(success({ kind: 'cancelled', told: 'Nights says that it is cancelled.' }))
  expect(calls).toEqual(['POST ', 'POST /s1/cancel', 'GET /s1', 'GET /s1'])
})

test('what was over before it could be cancelled is kept', async () => {
  const { toEnd, stopAtPause } = scripted(statement('RUNNING'), success({}), succeeded([['0', 'a']]))
  stopAtPause(1)
  expect(await toEnd()).toMatchObject({ ok: true, value: { kind: 'rows', rows: [['0', 'a']] } })
})

test('a warehouse that cannot be told, or does not follow, is said so', async () => {
  const refused = scripted(statement('RUNNING'), failure({ ...network, title: 'No permission' }))
  refused.stopAtPause(1)
  expect(await refused.toEnd()).toEqual(
    success({ kind: 'cancelled', told: 'The warehouse could not be told: No permission.' }),
  )
  const slow = scripted(statement('RUNNING'), success({}), ...Array.from({ length: 10 }, () => statement('RUNNING')))
  slow.stopAtPause(1)
  expect(await slow.toEnd()).toMatchObject({ value: { told: expect.stringContaining('has not done so yet') } })
})

test.each([
  ['no statement', { hello: 1 }],
  ['a state that is unknown', { statement_id: 's1', status: { state: 'DREAMING' } }],
  ['nothing', null],
])('an answer that is %s is a problem, not a crash', async (_name, body: Json) => {
  const { toEnd } = scripted(success(body))
  expect(await toEnd()).toMatchObject({ ok: false, problem: { code: 'statement-answer-unreadable' } })
})
