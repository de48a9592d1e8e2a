import { describe, expect, it, test } from 'vitest'
import type { AgentTarget } from './agent.ts'
import { suggestManner, type AnswerClue } from './suggest-manner.ts'

const app: AgentTarget = { kind: 'app', name: 'a', url: 'https://a-1.aws.databricksapps.com' }
const endpoint: AgentTarget = { kind: 'serving-endpoint', endpoint: 'e', task: 'agent/v1/responses' }
const asked = (clue: Partial<AnswerClue>): AnswerClue => ({
  dialect: 'responses',
  path: '/responses',
  detail: '',
  ...clue,
})

describe('an answer in another form', () => {
  test('speaks for that form, where it was asked', () => {
    expect(suggestManner({ target: app }, asked({ shown: 'chat-completions' }))).toEqual({
      dialect: 'chat-completions',
      path: '/responses',
      why: 'It was asked in Responses, and answered in the form of Chat completions.',
    })
    expect(suggestManner({ target: app }, asked({ shown: 'free-json', path: '/invocations' }))?.dialect).toBe(
      'free-json',
    )
    expect(suggestManner({ target: app }, asked({ dialect: 'free-json', shown: 'responses' }))?.dialect).toBe(
      'responses',
    )
  })

  it.each([
    [asked({ shown: 'responses' })],
    [asked({})],
    [asked({ dialect: 'appkit-events', path: '/api/agents/chat', shown: 'responses' })],
  ])('is none where the two agree: %j', (clue) => {
    expect(suggestManner({ target: app }, clue)).toBeUndefined()
  })
})

describe('a path that is not there', () => {
  it.each([
    [app, '/responses', '/invocations'],
    [app, '/invocations', '/responses'],
    [{ kind: 'local', url: 'http://localhost:8000' } as const, '/responses', '/invocations'],
    [endpoint, '/ai-gateway/mlflow/v1/responses', '/serving-endpoints/responses'],
  ])('%j: instead of %s %s', (target, path, other) => {
    expect(suggestManner({ target }, asked({ path, status: 404 }))?.path).toBe(other)
    expect(suggestManner({ target }, asked({ path, status: 405 }))?.path).toBe(other)
  })

  test('of AppKit leads to its whole answers', () => {
    const clue = asked({ dialect: 'appkit-events', path: '/api/agents/chat', status: 404 })
    expect(suggestManner({ target: app }, clue)).toMatchObject({ dialect: 'responses', path: '/responses' })
    expect(suggestManner({ target: app }, { ...clue, detail: 'Thread t-1 not found' })).toBeUndefined()
  })

  test('leads to what was found out, where something was', () => {
    const discovery = { dialect: 'free-json', path: '/invocations', evidence: [], conclusive: true } as const
    expect(suggestManner({ target: app, discovery }, asked({ status: 404 }))).toMatchObject({
      dialect: 'free-json',
      path: '/invocations',
    })
    const again = asked({ dialect: 'free-json', path: '/invocations', status: 404 })
    expect(suggestManner({ target: app, discovery }, again)?.path).toBe('/responses')
  })

  test('says nothing where the usual one was called', () => {
    expect(
      suggestManner({ target: endpoint }, asked({ path: '/serving-endpoints/responses', status: 404 })),
    ).toBeUndefined()
    expect(suggestManner({ target: app }, asked({ path: '/my/own', status: 404 }))).toBeUndefined()
  })
})

describe('a refusal', () => {
  it.each([
    ['responses', 'Task agent/v2/chat of hr does not take responses requests.', 'chat-agent'],
    ['responses', 'Task llm/v1/chat of m does not take responses requests.', 'chat-completions'],
    ['responses', 'Missing required field: messages', 'chat-completions'],
    ['responses', 'Invalid data for ChatAgentRequest: 1 validation error', 'chat-agent'],
    ['responses', "Agent 'x' exposes 1 approval-gated tool(s) (y)", 'appkit-events'],
    ['chat-agent', 'Task agent/v1/responses of e does not take chat requests.', 'responses'],
    ['free-json', 'Invalid parameters for ResponsesAgent: Invalid data for ResponsesAgentRequest', 'responses'],
    ['free-json', 'input\n  Input should be a valid list', 'responses'],
  ] as const)('of %s: “%s” speaks for %s', (dialect, detail, wanted) => {
    for (const status of [400, 422]) {
      expect(suggestManner({ target: app }, asked({ dialect, detail, status }))?.dialect).toBe(wanted)
    }
  })

  it.each([
    [400, 'custom_inputs.id\n  Input should be a valid integer'],
    [400, 'Invalid parameters for ResponsesAgent: input.0.role'],
    [401, 'Missing required field: messages'],
    [500, 'does not take responses requests'],
  ])('%i “%s” speaks for nothing', (status, detail) => {
    expect(suggestManner({ target: app }, asked({ status, detail }))).toBeUndefined()
  })
})
