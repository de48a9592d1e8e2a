import { expect, it, test } from 'vitest'
import { baseOf, parseCallPath } from './call-path.ts'

const app = 'https://a-1.aws.databricksapps.com'
const sample = 'http://localhost:8021/apps/support-agent'

it.each([
  ['/invocations', app, '/invocations'],
  ['invocations', app, '/invocations'],
  [' /api/agents/chat ', app, '/api/agents/chat'],
  [`${app}/responses`, app, '/responses'],
  ['/responses', sample, '/responses'],
  [`${sample}/invocations`, sample, '/invocations'],
  [
    '/ai-gateway/mlflow/v1/chat/completions',
    'https://dbc.cloud.databricks.com',
    '/ai-gateway/mlflow/v1/chat/completions',
  ],
])('“%s” on %s is %s', (typed, base, path) => {
  expect(parseCallPath(typed, base)).toEqual({ ok: true, value: path })
})

it.each([
  ['https://evil.example/responses'],
  ['//evil.example/responses'],
  ['http://a-1.aws.databricksapps.com/responses'],
  ['https://a-1.aws.databricksapps.com:444/responses'],
  ['https://a-1.aws.databricksapps.com@evil.example/x'],
  ['https://me:secret@a-1.aws.databricksapps.com/x'],
  ['javascript:alert(1)'],
])('“%s” does not leave the host', (typed) => {
  expect(parseCallPath(typed, app)).toMatchObject({ ok: false, problem: { code: 'call-path-foreign' } })
})

it.each([
  [''],
  ['/'],
  ['/a b'],
  ['\\\\evil.example'],
  ['/x?token=1'],
  ['/x#y'],
  ['/../other'],
  ['/%2e%2e/other'],
  ['/a/./b'],
])('“%s” is no path', (typed) => {
  for (const base of [app, sample])
    expect(parseCallPath(typed, base)).toMatchObject({ ok: false, problem: { code: 'call-path-malformed' } })
})

test('a path of one app does not become the path of another', () => {
  expect(parseCallPath('http://localhost:8021/apps/other/responses', sample).ok).toBe(false)
  expect(parseCallPath('http://localhost:8021/apps/support-agent-2/responses', sample).ok).toBe(false)
  expect(parseCallPath('/responses', '').ok).toBe(false)
})

test('what a path goes on from', () => {
  expect(baseOf({ kind: 'app', name: 'a', url: `${app}/` }, null)).toBe(app)
  expect(baseOf({ kind: 'local', url: 'http://localhost:8000/v1/x' }, null)).toBe('http://localhost:8000')
  expect(baseOf({ kind: 'serving-endpoint', endpoint: 'e' }, 'https://w')).toBe('https://w')
})
