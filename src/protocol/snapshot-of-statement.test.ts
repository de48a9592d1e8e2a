import { expect, test } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import type { Json } from '../lib/json.ts'
import { snapshotOfStatement } from './snapshot-of-statement.ts'

const at = 0 as Ms
const answer = (status: Json): Json => ({ statement_id: '01f0-1', status })

test.each([
  ['SUCCEEDED', { terminal: 'completed', dialect: 'free-json' }],
  ['CANCELED', { terminal: 'incomplete', incompleteReason: 'CANCELED' }],
  ['CLOSED', { terminal: 'incomplete', incompleteReason: 'CLOSED' }],
  ['RUNNING', { status: 'RUNNING' }],
])('%s', (state, expected) => {
  expect(snapshotOfStatement(answer({ state }), at)).toMatchObject({ items: [{ kind: 'other' }], ...expected })
})

test('a failure has its code and words, or at least says that it is one', () => {
  const error = { error_code: 'BAD_REQUEST', message: '[X] No.' }
  expect(snapshotOfStatement(answer({ state: 'FAILED', error }), at)).toMatchObject({
    terminal: 'failed',
    error: { code: 'BAD_REQUEST', message: '[X] No.' },
  })
  expect(snapshotOfStatement(answer({ state: 'FAILED' }), at)?.error?.message).toMatch(/without saying why/)
})

test.each([
  null,
  'SUCCEEDED',
  { statement_id: '01f0-1' },
  { statement_id: 7, status: { state: 'FAILED' } },
  { status: { state: 'FAILED' } },
  { statement_id: '01f0-1', status: 'FAILED' },
  answer({ state: 'DREAMING' }),
])('is no statement: %j', (json) => {
  expect(snapshotOfStatement(json, at)).toBeUndefined()
})
