import { expect, test } from 'vitest'
import type { Problem } from '../lib/problem.ts'
import { callProblem, statementProblem } from './statement-problem.ts'

const codeOf = (code: string, message: string) =>
  statementProblem({ code, message, sqlState: undefined }, 'Nights').code

test.each([
  ['BAD_REQUEST', 'Inline byte limit exceeded. Statements executed with disposition=INLINE …', 'result-too-large'],
  [
    'BAD_REQUEST',
    'ai_query is not available on a classic warehouse; use a serverless or pro one.',
    'warehouse-without-ai-query',
  ],
  [
    'BAD_REQUEST',
    '[AI_FUNCTION_HTTP_REQUEST_ERROR] PERMISSION_DENIED: no CAN_QUERY on the endpoint',
    'endpoint-forbidden',
  ],
  ['BAD_REQUEST', '403 Your token does not have required scopes: model-serving', 'scope-missing'],
  ['NOT_FOUND', '[RESOURCE_DOES_NOT_EXIST] Endpoint x does not exist', 'endpoint-gone'],
  ['BAD_REQUEST', '[AI_FUNCTION_MODEL_SCHEMA_PARSE_ERROR] Failed to parse the schema', 'request-shape-refused'],
  [
    'BAD_REQUEST',
    '[REMOTE_FUNCTION_HTTP_FAILED_ERROR] The remote HTTP request failed with code 500',
    'endpoint-failed',
  ],
  ['BAD_REQUEST', '[PARSE_SYNTAX_ERROR] Syntax error at or near posexplode', 'statement-not-understood'],
  ['RESOURCE_EXHAUSTED', 'Too many queries', 'warehouse-exhausted'],
  ['DEADLINE_EXCEEDED', 'Took too long', 'statement-too-slow'],
  ['TEMPORARILY_UNAVAILABLE', 'Come back', 'warehouse-unavailable'],
  ['ABORTED', 'Something else', 'statement-failed'],
])('%s “%s” is %s', (code, message, expected) => {
  expect(codeOf(code, message)).toBe(expected)
})

test('the warehouse’s own words stand in it, with the SQL state once', () => {
  expect(statementProblem({ code: 'ABORTED', message: 'No.', sqlState: '22018' }, 'Nights').detail).toBe(
    'Nights said ABORTED: No. SQLSTATE 22018.',
  )
  expect(
    statementProblem({ code: 'ABORTED', message: 'No. SQLSTATE: 22018', sqlState: '22018' }, 'Nights').detail,
  ).toBe('Nights said ABORTED: No. SQLSTATE: 22018')
})

test('what is not found when a statement is begun is the warehouse', () => {
  const problem: Problem = { kind: 'http', code: 'not-found', title: '', detail: 'own words', remedy: '', who: 'you' }
  expect(callProblem(problem, 'Nights')).toMatchObject({ code: 'warehouse-gone', detail: 'own words' })
  expect(callProblem({ ...problem, code: 'rate-limited' }, 'Nights').code).toBe('rate-limited')
})
