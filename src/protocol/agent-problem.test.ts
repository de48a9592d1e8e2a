import { describe, expect, it } from 'vitest'
import { agentProblem } from './agent-problem.ts'
import { missingScopesOf } from './missing-scopes.ts'
import { emptySnapshot } from './snapshot.ts'
import { toolSignInOf } from './tool-sign-in.ts'

const credential =
  "Credential for user identity('ben@example.com') is not found for the connection 'jira'. Please login first to the connection by visiting https://w.example/explore/connections/jira?o=1."

describe('an error inside an answer', () => {
  it.each<[message: string, code: string | undefined, title: RegExp, who: string]>([
    ['KeyError: x', undefined, /^The agent reported an error$/, 'agent author'],
    [credential, undefined, /^A tool needs your sign-in/, 'you'],
    ['Too many tokens', 'rate_limit_exceeded', /asked too often$/, 'agent author'],
    ['Error code: 429 - busy', undefined, /asked too often$/, 'agent author'],
    ['This model’s maximum context length is 8192 tokens', undefined, /too long for the model/, 'you'],
    ['Task exceeded its limit', 'task_timeout', /^The task took longer/, 'agent author'],
    ['Stream exceeded its limit', 'stream_timeout', /^The stream was open/, 'you'],
    ['gone', 'response_not_found', /does not know this response/, 'agent author'],
    ['User does not have CAN_QUERY on main', 'PERMISSION_DENIED', /may not use something/, 'agent author'],
    ['[CAST_INVALID_INPUT] No. SQLSTATE: 22018', 'BAD_REQUEST', /^The SQL statement failed$/, 'you'],
    ['does not have required scopes: genie, sql', undefined, /^A token lacks a scope: genie, sql$/, 'agent author'],
    ['The request timed out', undefined, /took too long$/, 'agent author'],
  ])('%s', (message, code, title, who) => {
    const problem = agentProblem({ ...emptySnapshot, error: code === undefined ? { message } : { message, code } })
    expect(problem.title).toMatch(title)
    expect(problem).toMatchObject({ kind: 'agent', detail: message, who })
    expect(problem.remedy).toMatch(/^[A-Z].*\.$/s)
    if (code !== undefined) expect(problem.code).toBe(code)
  })

  it('that says nothing is told as one, with the id of the request', () => {
    const databricksOutput = { databricks_request_id: '5d0c' }
    expect(agentProblem({ ...emptySnapshot, databricksOutput })).toMatchObject({
      title: 'The agent failed and does not say why',
      requestId: '5d0c',
    })
  })

  it('that asks for a sign-in carries its address', () => {
    expect(agentProblem({ ...emptySnapshot, error: { message: credential } })).toMatchObject({
      code: 'tool-sign-in',
      link: 'https://w.example/explore/connections/jira?o=1',
    })
    expect(toolSignInOf('Please login first to the connection by visiting javascript:alert(1)')).toBeUndefined()
  })
})

it.each<[text: string, scopes: string | undefined]>([
  ['Provided OAuth token does not have required scopes: model-serving. Ask somebody.', 'model-serving'],
  ['Token is missing required scopes: serving.serving-endpoints, sql', 'serving.serving-endpoints, sql'],
  ['required scopes: iam.current-user:read iam.access-control:read', 'iam.current-user:read iam.access-control:read'],
  ['Missing scopes [a, b and c.d] here', 'a, b and c.d'],
  ['{"message":"required scope: sql"}', 'sql'],
  ['All scopes are fine', undefined],
])('scopes of %s', (text, scopes) => expect(missingScopesOf(text)).toBe(scopes))
