import { describe, expect, it, test } from 'vitest'
import type { Agent, AgentTarget, Discovery } from './agent.ts'
import { callOf } from './call-of.ts'
import { mannerOf, speaksOf } from './manner.ts'

const origin = 'https://dbc-1.cloud.databricks.com'
const app: AgentTarget = { kind: 'app', name: 'a', url: 'https://a-1.aws.databricksapps.com' }
const endpoint = (task?: string): AgentTarget => ({
  kind: 'serving-endpoint',
  endpoint: 'sales',
  ...(task === undefined ? {} : { task }),
})

it.each([
  [app, `${app.url}/responses`, undefined, 'responses'],
  [{ ...app, url: `${app.url}/` }, `${app.url}/responses`, undefined, 'responses'],
  [{ kind: 'local', url: 'http://localhost:8000' } as const, 'http://localhost:8000/responses', undefined, 'responses'],
  [
    { kind: 'local', url: 'http://localhost:8000/invocations' } as const,
    'http://localhost:8000/invocations',
    undefined,
    'responses',
  ],
  [endpoint('agent/v1/responses'), `${origin}/serving-endpoints/responses`, 'sales', 'responses'],
  [endpoint('agent/v2/responses'), `${origin}/serving-endpoints/responses`, 'sales', 'responses'],
  [endpoint(), `${origin}/serving-endpoints/responses`, 'sales', 'responses'],
  [endpoint('agent/v1/supervisor'), `${origin}/serving-endpoints/responses`, 'sales', 'responses'],
  [endpoint('agent/v2/chat'), `${origin}/serving-endpoints/sales/invocations`, undefined, 'chat-agent'],
  [endpoint('agent/v1/chat'), `${origin}/serving-endpoints/sales/invocations`, undefined, 'chat-completions'],
  [endpoint('llm/v1/chat'), `${origin}/serving-endpoints/sales/invocations`, undefined, 'chat-completions'],
])('%j is called as its kind and task say', (target, url, model, dialect) => {
  expect(callOf({ target }, origin)).toEqual({
    url,
    dialect,
    headers: {},
    fields: {},
    takesInstructions: true,
    ...(model === undefined ? {} : { model }),
  })
})

it.each([
  ['agent/v1/responses', 'Responses'],
  ['agent/v2/chat', 'Chat agent'],
  ['agent/v1/chat', 'Chat completions'],
  ['llm/v1/chat', 'Chat completions'],
  [undefined, 'Responses'],
])('%s is spoken as %s', (task, words) => expect(speaksOf(task)).toBe(words))

const appkit: Discovery = {
  dialect: 'appkit-events',
  path: '/api/agents/chat',
  whole: { dialect: 'responses', path: '/responses' },
  evidence: [],
  conclusive: true,
}

describe('an AppKit app', () => {
  test('streams on its event API, with the addresses of its companions', () => {
    expect(callOf({ target: app, discovery: appkit }, origin)).toMatchObject({
      url: `${app.url}/api/agents/chat`,
      dialect: 'appkit-events',
      takesInstructions: false,
      cancelUrl: `${app.url}/api/agents/cancel`,
      approveUrl: `${app.url}/api/agents/approve`,
    })
  })

  test('answers whole at /responses', () => {
    const call = callOf({ target: app, discovery: appkit }, origin, 'whole')
    expect(call).toMatchObject({ url: `${app.url}/responses`, dialect: 'responses' })
    expect(call).not.toHaveProperty('cancelUrl')
  })
})

describe('an override', () => {
  const mannerWith = (target: AgentTarget, override: Agent['override'], discovery?: Discovery) => {
    const agent = { target, ...(override === undefined ? {} : { override }) }
    return mannerOf(discovery === undefined ? agent : { ...agent, discovery }, 'streamed')
  }

  test('of the path alone takes what the path says', () => {
    const path = '/ai-gateway/mlflow/v1/chat/completions'
    expect(mannerWith(endpoint('agent/v1/responses'), { path })).toEqual({ dialect: 'chat-completions', path })
    expect(mannerWith(app, { path: '/invocations' })).toEqual({ dialect: 'responses', path: '/invocations' })
    expect(mannerWith(app, { path: '/invocations' }, appkit).dialect).toBe('responses')
  })

  test('of the dialect alone goes where that is usually spoken', () => {
    const own = '/serving-endpoints/sales/invocations'
    expect(mannerWith(endpoint('agent/v1/responses'), { dialect: 'chat-agent' }).path).toBe(own)
    expect(mannerWith(app, { dialect: 'appkit-events' }).path).toBe('/api/agents/chat')
  })

  test('through the gateway names the endpoint as model', () => {
    const path = '/ai-gateway/openai/v1/responses'
    expect(callOf({ target: endpoint('llm/v1/chat'), override: { path } }, origin)).toMatchObject({
      url: `${origin}${path}`,
      model: 'sales',
      dialect: 'responses',
    })
  })
})

test('a trace is asked for by a header on apps, and in the body on Model Serving', () => {
  expect(callOf({ target: app, asksTrace: true }, origin)).toMatchObject({
    headers: { 'x-mlflow-return-trace-id': 'true' },
    fields: {},
  })
  expect(callOf({ target: endpoint('agent/v2/chat'), asksTrace: true }, origin)).toMatchObject({
    headers: {},
    fields: { databricks_options: { return_trace: true } },
  })
})
