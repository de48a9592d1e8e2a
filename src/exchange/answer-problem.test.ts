import { describe, expect, it } from 'vitest'
import type { EpochMs, Ms } from '../lib/brand.ts'
import type { Problem } from '../lib/problem.ts'
import { errorAnswers } from '../sample/error-answers.ts'
import { testWorkspace } from '../sample/test-workspace.ts'
import { answerProblem, type Callee } from './answer-problem.ts'
import { LiveRecording } from './live-recording.ts'
import type { ExchangeId } from './recording.ts'
import { send } from './send.ts'
import { utf8 } from './utf8.ts'

/**
 * Every error body, asked for over HTTP from the sample workspace, read by the one loop that reads bodies, and put into
 * words. Without a row here a new one has no words that anybody looked at, and the last test says so.
 */
const rows: readonly [name: string, callee: Callee, code: string, title: string, who: Problem['who'], says: string][] =
  [
    ['error-detail', 'app', 'request-refused', 'The app refused the request as not valid', 'you', 'Expecting value'],
    ['error-detail-list', 'app', 'request-refused', 'The app refused', 'you', 'query.starting_after: Input should be'],
    [
      'error-detail-pydantic',
      'app',
      'request-refused',
      'The app refused',
      'you',
      'input\n  Input should be a valid list',
    ],
    ['error-raised', 'app', 'agent-error', 'An error inside the agent', 'agent author', "KeyError: 'customer'"],
    ['error-raised-dns', 'app', 'agent-error', 'An error inside the agent', 'agent author', 'inventory.internal'],
    ['error-express', 'app', 'request-refused', 'The app refused', 'you', 'Invalid request format\ninput: Required'],
    ['error-express-message', 'app', 'agent-error', 'An error inside', 'agent author', 'The model stopped answering'],
    ['error-appkit-busy', 'app', 'rate-limited', 'Too many requests', 'you', 'Too many concurrent runs'],
    [
      'error-appkit-aborted',
      'app',
      'request-aborted',
      'The agent gave the request up',
      'agent author',
      'Request aborted',
    ],
    [
      'error-appkit-thread',
      'app',
      'thread-forgotten',
      'The app has forgotten this conversation',
      'agent author',
      'Thread 5b0f2c8e',
    ],
    [
      'error-not-offered',
      'app',
      'not-offered',
      'The agent does not offer this',
      'agent author',
      'database configuration',
    ],
    ['error-tool-credential', 'app', 'tool-sign-in', 'A tool needs your sign-in', 'you', "the connection 'jira'"],
    [
      'error-method',
      'app',
      'path-not-served',
      'The app does not serve this path',
      'agent author',
      'Method Not Allowed',
    ],
    [
      'error-app-token',
      'app',
      'credentials-refused',
      'The app did not accept the sign-in',
      'you',
      '401 Unauthorized, and no word',
    ],
    [
      'error-app-invalid-token',
      'app',
      'credentials-refused',
      'The app did not accept the sign-in',
      'you',
      'Invalid Token',
    ],
    ['error-app-member', 'app', 'not-in-workspace', 'Your account is not a member', 'workspace admin', 'not assigned'],
    ['error-app-stopped', 'app', 'app-stopped', 'The app is stopped', 'agent author', 'DNS resolution failed'],
    ['error-app-crashed', 'app', 'app-not-answering', 'The app does not answer behind', 'agent author', 'Bad Gateway'],
    ['error-app-starting', 'app', 'not-available', 'The app is not available right now', 'agent author', 'is starting'],
    ['error-app-timeout', 'app', 'time-limit', 'The platform’s time limit', 'agent author', 'upstream request timeout'],
    ['error-html-pre', 'app', 'app-not-answering', 'The app does not answer', 'agent author', 'upstream connect error'],
    ['error-html-title', 'app', 'not-available', 'The app is not available', 'agent author', 'Service Temporarily'],
    [
      'error-empty',
      'app',
      'agent-error',
      'An error inside the agent',
      'agent author',
      '500 Internal Server Error, and no word',
    ],
    [
      'error-permission',
      'serving-endpoint',
      'permission-missing',
      'You may not use the serving endpoint',
      'workspace admin',
      'CAN_QUERY_MISSING',
    ],
    [
      'error-scopes',
      'serving-endpoint',
      'scopes-missing',
      'The token lacks a scope: model-serving, serving.serving-endpoints',
      'workspace admin',
      'required scopes',
    ],
    [
      'error-ip',
      'serving-endpoint',
      'address-not-allowed',
      'The workspace takes no calls from this network',
      'workspace admin',
      '203.0.113.7',
    ],
    [
      'error-credential',
      'serving-endpoint',
      'credentials-refused',
      'The serving endpoint did not accept',
      'you',
      'unsupported type',
    ],
    [
      'error-access-token',
      'serving-endpoint',
      'credentials-refused',
      'The serving endpoint did not',
      'you',
      'Invalid access token',
    ],
    [
      'error-endpoint-missing',
      'serving-endpoint',
      'endpoint-not-found',
      'The serving endpoint does not exist',
      'agent author',
      'does not exist',
    ],
    [
      'error-resource-missing',
      'serving-endpoint',
      'endpoint-not-found',
      'The serving endpoint does not',
      'agent author',
      'triage',
    ],
    [
      'error-feature',
      'serving-endpoint',
      'feature-disabled',
      'This workspace has the feature turned off',
      'workspace admin',
      'AI gateway',
    ],
    [
      'error-conflict',
      'serving-endpoint',
      'update-in-progress',
      'The serving endpoint is being changed',
      'agent author',
      'being updated',
    ],
    ['error-too-large', 'serving-endpoint', 'request-too-large', 'The request is too large', 'you', '4194304'],
    ['error-limit', 'serving-endpoint', 'rate-limited', 'Too many requests', 'you', '60 requests per minute'],
    ['error-limit-workspace', 'serving-endpoint', 'rate-limited', 'Too many requests', 'you', 'queries per second'],
    ['error-limit-date', 'serving-endpoint', 'rate-limited', 'Too many requests', 'you', 'Rate limit exceeded'],
    [
      'error-internal',
      'serving-endpoint',
      'agent-error',
      'An error inside the agent',
      'agent author',
      "KeyError: 'customer'",
    ],
    [
      'error-scale-from-zero',
      'serving-endpoint',
      'endpoint-starting',
      'The serving endpoint is not available',
      'agent author',
      'from zero',
    ],
    [
      'error-deadline',
      'serving-endpoint',
      'time-limit',
      'The platform’s time limit',
      'agent author',
      'execution limit',
    ],
    ['error-api-1-2', 'serving-endpoint', 'request-refused', 'The serving endpoint refused', 'you', 'Unknown cluster'],
    [
      'error-scim',
      'serving-endpoint',
      'permission-missing',
      'You may not use',
      'workspace admin',
      'may not read this user',
    ],
    [
      'error-coded-text',
      'serving-endpoint',
      'permission-missing',
      'You may not use',
      'workspace admin',
      'User does not have CAN_QUERY',
    ],
    ['error-oauth', 'serving-endpoint', 'credentials-refused', 'The serving endpoint did not accept', 'you', 'expired'],
    [
      'error-openai',
      'serving-endpoint',
      'request-refused',
      'The serving endpoint refused',
      'you',
      'No such model: gpt-9',
    ],
    [
      'error-external-model',
      'serving-endpoint',
      'model-refused',
      'The model behind the agent',
      'agent author',
      'exceeded your current quota',
    ],
    [
      'error-nested-text',
      'serving-endpoint',
      'model-refused',
      'The model behind the agent',
      'you',
      'maximum context length',
    ],
  ]

const ben = testWorkspace().signedIn('ben')

const startedAt = 1_790_000_000_000 as EpochMs

const problemOf = async (fault: string, callee: Callee) => {
  const url = new URL(`${ben.origin}/apps/fault-lab/responses`)
  const request = {
    method: 'POST',
    url: url.href,
    headers: [],
    body: JSON.stringify({ input: [], custom_inputs: { fault } }),
  }
  const recording = new LiveRecording('exchange-1' as ExchangeId, startedAt, request)
  const headers = { authorization: `Bearer ${ben.token}`, 'content-type': 'application/json' }
  await send(
    recording,
    url,
    { method: 'POST', headers, body: request.body, signal: new AbortController().signal },
    {
      fetch: (target, init) => fetch(target, { ...init, redirect: 'manual' }),
      elapsed: () => 250 as Ms,
      onProgress: () => undefined,
      isLeaving: () => false,
    },
  )
  recording.commit(recording.takePending())
  const { head, chunks } = recording
  if (head === undefined) throw new Error('No answer came.')
  return { head, problem: answerProblem(head, utf8.decode(chunks.bytes(0, 65_536)).text, callee, startedAt) }
}

describe('an error answer', () => {
  it.each(rows)('%s, of an %s: %s', async (name, callee, code, title, who, says) => {
    const { head, problem } = await problemOf(name, callee)
    expect(problem).toMatchObject({ kind: 'http', code, who, status: head.status })
    expect(problem?.title.startsWith(title)).toBe(true)
    expect(problem?.detail).toContain(says)
    expect(problem?.remedy).toMatch(/^[A-Z].*\.$/s)
    expect(problem?.requestId).toMatch(/^[\da-f-]{36}$/)
  })

  it('has a row here, whatever it is', () => {
    expect(rows.map(([name]) => name).sort()).toEqual(errorAnswers.map(({ name }) => name).sort())
  })

  it.each<[name: string, wait: number | undefined]>([
    ['error-limit', 4000],
    ['error-limit-date', 30_000],
    ['error-appkit-busy', 5000],
    ['error-scale-from-zero', 30_000],
    ['error-limit-workspace', undefined],
  ])('%s asks to wait %s ms from when it came', async (name, wait) => {
    const { problem } = await problemOf(name, 'app')
    expect(problem?.retryAt).toBe(wait === undefined ? undefined : startedAt + 250 + wait)
  })

  it('brings the address where a tool wants a sign-in, and the id of the request from the body', async () => {
    expect((await problemOf('error-tool-credential', 'app')).problem?.link).toMatch(
      /^https:\/\/workspace\.example\.com\//,
    )
    expect((await problemOf('error-limit', 'app')).problem?.requestId).toMatch(/^7d1f0c52-/)
  })

  it('of a web page under 200 is no answer', async () => {
    const { problem } = await problemOf('html-login-200', 'app')
    expect(problem).toMatchObject({ code: 'page-instead-of-answer', detail: 'Sign in to Databricks', who: 'you' })
  })
})
