import { describe, expect, it } from 'vitest'
import { excerptOf, readTokenAnswer } from './token-endpoint.ts'
import { clockSkewProblem, signInProblem, type SignInFailure } from './sign-in-problem.ts'
import { createWorkspace } from './known-workspace.ts'

const workspace = createWorkspace('https://dbc-1.cloud.databricks.com', { clientId: 'databricks-cli' })
const json = 'application/json; charset=utf-8'

const codeOf = (failure: SignInFailure) => signInProblem(failure, workspace).code

describe('readTokenAnswer', () => {
  it('reads a token', () => {
    const read = readTokenAnswer(200, json, '{"access_token":"a","expires_in":8}', false)
    expect(read).toEqual({ ok: true, answer: { accessToken: 'a', lifetime: 8000 } })
  })
  it.each([
    [400, json, '{"error":"invalid_grant","error_description":"gone"}', false, 'invalid-grant'],
    [400, json, '{"errorCode":"invalid_grant","errorSummary":"gone"}', false, 'invalid-grant'],
    [401, json, '{"error":"invalid_client"}', false, 'unknown-client'],
    [400, json, '{"error":"invalid_scope"}', false, 'scope-missing'],
    [
      400,
      json,
      '{"error":"invalid_request","error_description":"redirect_uri \'x\' not registered"}',
      false,
      'redirect-not-registered',
    ],
    [500, json, '{"error":"invalid_grant"}', false, 'sign-in-unavailable'],
    [503, 'text/plain', 'busy', false, 'sign-in-unavailable'],
    [200, 'text/html', '<h1>Sign in</h1>', false, 'token-answer-not-json'],
    [502, 'text/html', '<h1>Bad gateway</h1>', false, 'token-answer-not-json'],
    [200, json, '{}', false, 'sign-in-refused'],
    [200, json, '{"access_token":', false, 'token-answer-not-json'],
    [
      403,
      json,
      '{"error_code":"403","message":"Source IP address: 1.2.3.4 is blocked by Databricks IP ACL"}',
      false,
      'ip-access-list',
    ],
    [403, 'text/plain', 'Invalid Token', false, 'token-refused'],
    [502, json, '{"error":{"code":"upstream-dns","message":"No such host."}}', true, 'upstream-dns'],
    [
      502,
      json,
      '{"error":{"code":"upstream-redirected","message":"m","location":"https://x/login.html?error=private-link-validation-error"}}',
      true,
      'private-link',
    ],
    [403, json, '{"error":{"code":"target-not-allowed","message":"m"}}', true, 'target-not-allowed'],
  ])('%i %s %s', (status, mediaType, text, refused, code) => {
    const read = readTokenAnswer(status, mediaType, text, refused)
    expect(read.ok ? 'token' : codeOf(read.failure)).toBe(code)
  })
})

it('quotes pages as text', () => {
  expect(excerptOf('<html><script>alert(1)</script><style>a{}</style><h1>Not  here</h1>\n</html>')).toBe('Not here')
})

describe('words', () => {
  const failures: readonly SignInFailure[] = [
    { kind: 'oauth', error: 'access_denied', description: '' },
    { kind: 'oauth', error: 'access_denied', description: 'User is not assigned to this application' },
    { kind: 'oauth', error: 'server_error', description: '' },
    { kind: 'oauth', error: 'login_required', description: '' },
    { kind: 'oauth', error: 'never_heard_of', description: 'x' },
    { kind: 'network', detail: 'Failed to fetch' },
    { kind: 'timeout', seconds: 15 },
    { kind: 'state-unknown' },
    { kind: 'state-missing' },
    { kind: 'verifier-missing' },
    { kind: 'issuer-mismatch', issuer: 'https://evil.example/oidc' },
    { kind: 'no-client' },
    { kind: 'no-secure-context' },
    { kind: 'unexpected', detail: 'x' },
  ]
  it('are complete for every failure, and all codes differ', () => {
    const problems = failures.map((failure) => signInProblem(failure, workspace))
    for (const problem of problems) {
      expect(problem.code).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
      expect(problem.title).toMatch(/[^.]$/)
      expect(problem.detail).not.toBe('')
      expect(problem.remedy).toMatch(/\.$/)
    }
    expect(new Set(problems.map(({ code }) => code)).size).toBe(failures.length)
  })
})

it('names a clock that is far off, and no other', () => {
  const server = 'Sun, 22 Nov 2026 12:00:00 GMT'
  const at = Date.parse(server)
  expect(clockSkewProblem(server, at + 3_600_000)?.title).toBe('This computer’s clock is 60 minutes ahead')
  expect(clockSkewProblem(server, at - 86_400_000)?.title).toBe('This computer’s clock is 1440 minutes behind')
  expect(clockSkewProblem(server, at + 60_000)).toBeUndefined()
  expect(clockSkewProblem(null, at)).toBeUndefined()
  expect(clockSkewProblem('no date', at)).toBeUndefined()
})
