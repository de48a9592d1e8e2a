import { describe, expect, it, test } from 'vitest'
import type { Json } from '../lib/json.ts'
import { discoverEndpoint, discoverServer, type Ask } from './discover.ts'

/** A server that answers these paths, and 404 to all others. */
const serving =
  (paths: Readonly<Record<string, Json | number>>): Ask =>
  async (path) => {
    const found = Object.hasOwn(paths, path) ? paths[path] : undefined
    if (found === undefined) return { status: 404 }
    return typeof found === 'number' ? { status: found } : { status: 200, json: found }
  }

const app = { kind: 'app', name: 'a', url: 'https://a-1.aws.databricksapps.com' } as const
const discover = (paths: Readonly<Record<string, Json | number>>) => discoverServer(app, serving(paths))
const openApi = (...paths: string[]) => ({
  info: { title: 'Agent Server' },
  paths: Object.fromEntries(paths.map((path) => [path, {}])),
})

describe('what a server says of itself', () => {
  it.each([
    [
      'an AgentServer with an agent type',
      { '/agent/info': { name: 'a', mlflow_version: '3.9.0', agent_api: 'responses' } },
      { dialect: 'responses', path: '/responses', server: 'MLflow 3.9.0' },
    ],
    [
      'an AgentServer without one',
      {
        '/agent/info': { name: 'a', use_case: 'agent', mlflow_version: '3.9.0' },
        '/openapi.json': openApi('/invocations'),
      },
      { dialect: 'free-json', path: '/invocations' },
    ],
    [
      'AppKit',
      { '/api/agents/info': { agents: ['planner', 'writer'], defaultAgent: 'planner' } },
      { dialect: 'appkit-events', path: '/api/agents/chat', whole: { dialect: 'responses', path: '/responses' } },
    ],
    [
      'an older AgentServer',
      { '/openapi.json': openApi('/invocations', '/health') },
      { dialect: 'responses', path: '/invocations' },
    ],
    [
      'a server of the OpenAI kind',
      { '/openapi.json': openApi('/v1/models', '/v1/chat/completions') },
      { dialect: 'chat-completions', path: '/v1/chat/completions' },
    ],
    [
      'the TypeScript template at its root',
      { '/': { service: 'x', endpoints: { invocations: 'POST /invocations' } } },
      { dialect: 'responses', path: '/invocations' },
    ],
    [
      'the TypeScript template by its health',
      { '/health': { status: 'healthy', service: 'langchain-agent' } },
      { dialect: 'responses', path: '/responses' },
    ],
    ['a route that is there for POST', { '/invocations': 405 }, { dialect: 'responses', path: '/invocations' }],
  ])('%s', async (_name, paths, expected) => {
    const discovery = await discover(paths)
    expect(discovery).toMatchObject({ ...expected, conclusive: true })
    expect(discovery.evidence[0]).toMatch(/^GET \//)
  })

  test('names the agents of AppKit', async () => {
    const { evidence } = await discover({
      '/api/agents/info': { agents: ['planner', 'writer'], defaultAgent: 'planner' },
    })
    expect(evidence[0]).toContain('planner, writer; planner is the default')
  })
})

test('the path of a local URL is the person’s own word', async () => {
  const ask = serving({ '/agent/info': { mlflow_version: '3.9.0', agent_api: 'responses' } })
  const named = (url: string) => discoverServer({ kind: 'local', url }, ask)
  expect(await named('http://localhost:8000')).toMatchObject({ path: '/responses' })
  const own = await named('http://localhost:8000/invocations')
  expect(own).toMatchObject({ path: '/invocations', dialect: 'responses', conclusive: true })
  expect(own.evidence.at(-1)).toContain('/invocations')
  expect(await named('http://localhost:8000/v1/chat/completions')).toMatchObject({ dialect: 'chat-completions' })
  const appkit = serving({ '/api/agents/info': { agents: ['a'] } })
  const whole = await discoverServer({ kind: 'local', url: 'http://localhost:8000/invocations' }, appkit)
  expect(whole).toMatchObject({ path: '/invocations', dialect: 'responses' })
  expect(whole).not.toHaveProperty('whole')
})

describe('where nothing tells', () => {
  test('the usual is assumed, and said to be', async () => {
    expect(await discover({})).toMatchObject({ dialect: 'responses', path: '/responses', conclusive: false })
  })

  it.each([[503], [401], [403]])('a server that answers %i is asked once', async (status) => {
    const asked: string[] = []
    const discovery = await discoverServer(app, async (path) => {
      asked.push(path)
      return { status }
    })
    expect(asked).toEqual(['/agent/info'])
    expect(discovery.conclusive).toBe(false)
    expect(discovery.evidence[0]).toContain(String(status))
  })

  test('a server that does not answer is asked once', async () => {
    expect((await discoverServer(app, async () => undefined)).evidence[0]).toContain('did not answer')
  })

  test('JSON of any other shape decides nothing', async () => {
    const odd: Json[] = [[], 'x', null, { agents: 'none' }, { paths: [] }, { paths: null }, { endpoints: { a: 1 } }]
    for (const json of odd) {
      const paths = { '/agent/info': json, '/api/agents/info': json, '/openapi.json': json, '/': json, '/health': json }
      expect(await discover(paths)).toMatchObject({ conclusive: false })
    }
  })
})

test('an endpoint’s own page tells its task, its maker, its other address and its scopes', () => {
  const discovery = discoverEndpoint('mas-1-endpoint', {
    task: 'agent/v1/responses',
    tile_endpoint_metadata: { problem_type: 'MULTI_AGENT_SUPERVISOR' },
    route_optimized: true,
    endpoint_url: 'https://x.serving.example.com/1/serving-endpoints/mas-1-endpoint',
    auth_policy: { user_auth_policy: { api_scopes: ['sql', 'genie'] } },
  })
  expect(discovery).toMatchObject({ dialect: 'responses', path: '/serving-endpoints/responses', conclusive: true })
  const words = discovery.evidence.join('\n')
  for (const part of ['agent/v1/responses', 'Supervisor', 'x.serving.example.com', 'sql, genie']) {
    expect(words).toContain(part)
  }
})
