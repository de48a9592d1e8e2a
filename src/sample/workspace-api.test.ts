import fc from 'fast-check'
import { stringOf } from '../lib/json.ts'
import { expect, test } from 'vitest'
import { testWorkspace } from './test-workspace.ts'

const workspace = testWorkspace()
const ada = workspace.signedIn('ada')
const chen = workspace.signedIn('chen')

const call = (path: string, token: string | undefined = ada.token, init: RequestInit = {}) =>
  fetch(workspace.origin + path, {
    redirect: 'manual',
    ...init,
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
  })

test('says without sign-in what host it is', async () => {
  expect(await (await call('/.well-known/databricks-config', '')).json()).toMatchObject({
    oidc_endpoint: `${workspace.origin}/oidc`,
    workspace_id: '1234567890123456',
  })
})

test('says who is signed in, and in which workspace', async () => {
  const answer = await call('/api/2.0/preview/scim/v2/Me?excludedAttributes=groups,entitlements,roles')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('x-databricks-org-id')).toBe('1234567890123456')
  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  const me: unknown = await answer.json()
  expect(me).toMatchObject({ userName: 'ada.okafor@example.com', displayName: 'Ada Okafor', active: true })
  expect(me).not.toHaveProperty('groups')
})

test('lists apps page by page, each app once', async () => {
  const names: string[] = []
  let pages = 0
  for (let token: string | undefined = ''; token !== undefined; pages++) {
    const body: { apps: { name: string; url: string }[]; next_page_token?: string } = JSON.parse(
      await (await call(`/api/2.0/apps?page_token=${token}`)).text(),
    )
    for (const app of body.apps) {
      names.push(app.name)
      expect(app.url).toBe(`${workspace.origin}/apps/${app.name}`)
    }
    token = body.next_page_token
  }
  expect(pages).toBeGreaterThan(1)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(expect.arrayContaining(['support-agent', 'fault-lab', 'archived-agent', 'starting-agent']))
  const all: { apps: unknown[] } = JSON.parse(await (await call('/api/2.0/apps?page_size=100')).text())
  expect(all.apps).toHaveLength(names.length)
  expect(all).not.toHaveProperty('next_page_token')
})

test.each(['page_token=nonsense', 'page_size=-1', 'page_size=x'])('refuses %s', async (query) => {
  const answer = await call(`/api/2.0/apps?${query}`)
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE' })
})

test.each([
  ['support-agent', 'ACTIVE', 'RUNNING'],
  ['archived-agent', 'STOPPED', 'UNAVAILABLE'],
  ['starting-agent', 'STARTING', 'DEPLOYING'],
])('describes the app %s', async (name, compute, state) => {
  const app: unknown = await (await call(`/api/2.0/apps/${name}`)).json()
  expect(app).toMatchObject({ name, compute_status: { state: compute }, app_status: { state } })
})

test('lists serving endpoints and describes one', async () => {
  const list: unknown = await (await call('/api/2.0/serving-endpoints')).json()
  expect(list).toMatchObject({
    endpoints: expect.arrayContaining([
      expect.objectContaining({ name: 'sales-insights', task: 'agent/v1/responses' }),
      expect.objectContaining({ name: 'triage-endpoint', state: { ready: 'NOT_READY', config_update: 'IN_PROGRESS' } }),
      expect.objectContaining({ name: 'databricks-gpt-sample', task: 'llm/v1/chat' }),
    ]),
  })
  expect(await (await call('/api/2.0/serving-endpoints/sales-insights')).json()).toMatchObject({
    permission_level: 'CAN_QUERY',
    config: { served_entities: [{ entity_name: 'main.agents.sales_insights', entity_version: '4' }] },
  })
  expect(await (await call('/api/2.0/serving-endpoints/sales-insights/openapi')).json()).toHaveProperty('openapi')
})

test('lists warehouses', async () => {
  expect(await (await call('/api/2.0/sql/warehouses')).json()).toMatchObject({
    warehouses: [
      { name: 'Shared warehouse', state: 'RUNNING' },
      { state: 'STOPPED' },
      {},
      { warehouse_type: 'CLASSIC' },
    ],
    next_page_token: expect.any(String),
  })
})

test.each([
  ['/api/2.0/apps/none', 'RESOURCE_DOES_NOT_EXIST'],
  ['/api/2.0/serving-endpoints/none', 'RESOURCE_DOES_NOT_EXIST'],
  ['/api/2.0/serving-endpoints/sales-insights/none', 'ENDPOINT_NOT_FOUND'],
  ['/api/2.0/clusters/list', 'ENDPOINT_NOT_FOUND'],
  ['/api/2.0/apps/%E0%A4%A', 'RESOURCE_DOES_NOT_EXIST'],
])('%s does not exist', async (path, code) => {
  const answer = await call(path)
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({ error_code: code, message: expect.any(String) })
})

test('REST refuses a missing token with 401 and a strange one with 403', async () => {
  const missing = await call('/api/2.0/apps', '')
  expect(missing.status).toBe(401)
  expect(await missing.json()).toMatchObject({ error_code: 'UNAUTHENTICATED' })
  const strange = await call('/api/2.0/apps', 'dapi00000000000000000000000000000000')
  expect(strange.status).toBe(403)
  expect(await strange.json()).toMatchObject({ error_code: 'PERMISSION_DENIED' })
  const forged = await call('/api/2.0/apps', `${ada.token.slice(0, -4)}AAAA`)
  expect(forged.status).toBe(403)
})

test.each(['', 'dapi00000000000000000000000000000000'])(
  'apps send the token "%s" to the login, but not under /api',
  async (token) => {
    for (const path of ['/responses', '/agent/info', '/', '/apiary']) {
      const answer = await call(`/apps/echo-agent${path}`, token)
      expect(answer.status).toBe(302)
      const location = new URL(answer.headers.get('location') ?? '')
      expect(location.origin + location.pathname).toBe(`${workspace.origin}/oidc/v1/authorize`)
      expect(location.searchParams.get('redirect_uri')).toBe(`${workspace.origin}/apps/echo-agent/.auth/callback`)
    }
    const api = await call('/apps/echo-agent/api/invocations', token)
    expect(api.status).toBe(401)
    expect(await api.text()).toBe('{}')
  },
)

test('without CAN_USE an app answers 403', async () => {
  expect((await call('/apps/research-crew/agent/info', chen.token)).status).toBe(403)
  expect((await call('/apps/research-crew/agent/info')).status).toBe(200)
  expect((await call('/apps/echo-agent/agent/info', chen.token)).status).toBe(200)
})

test('apps that do not run say so', async () => {
  const stopped = await call('/apps/archived-agent/responses', ada.token, { method: 'POST', body: '{}' })
  expect(stopped.status).toBe(503)
  expect(await stopped.text()).toContain('DNS resolution')
  expect((await call('/apps/starting-agent/responses')).status).toBe(502)
  expect((await call('/apps/unknown-agent/responses')).status).toBe(404)
})

test('AgentServer says what it is, and knows its routes', async () => {
  const json = async (path: string, init?: RequestInit) => {
    const answer = await call(`/apps/echo-agent${path}`, ada.token, init)
    return [answer.status, await answer.json()]
  }
  expect(await json('/agent/info')).toEqual([
    200,
    { name: 'echo-agent', use_case: 'agent', mlflow_version: '3.9.0', agent_api: 'responses' },
  ])
  expect(await json('/health')).toEqual([200, { status: 'healthy' }])
  expect(await json('/openapi.json')).toEqual([200, expect.objectContaining({ openapi: '3.1.0' })])
  expect(await json('/ping')).toEqual([404, { detail: 'Not Found' }])
  expect(await json('/responses')).toEqual([405, { detail: 'Method Not Allowed' }])
  expect(await json('/health', { method: 'POST' })).toEqual([405, { detail: 'Method Not Allowed' }])
})

const query = (path: string, body: unknown, token = ada.token) =>
  call(`/serving-endpoints/${path}`, token, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

test.each([
  ['responses', { model: 'none', input: [] }, 404, 'ENDPOINT_NOT_FOUND'],
  ['responses', { input: [] }, 404, 'ENDPOINT_NOT_FOUND'],
  ['none/invocations', { input: [] }, 404, 'ENDPOINT_NOT_FOUND'],
  ['responses', { model: 'triage-endpoint', input: [] }, 503, 'TEMPORARILY_UNAVAILABLE'],
  ['responses', { model: 'sales-insights', input: 'text' }, 400, 'BAD_REQUEST'],
  ['responses', { model: 'databricks-gpt-sample', input: [] }, 400, 'BAD_REQUEST'],
  ['chat/completions', { model: 'sales-insights', messages: [] }, 400, 'BAD_REQUEST'],
  ['responses', '{', 400, 'MALFORMED_REQUEST'],
  [
    'responses',
    `{"model":"sales-insights","input":["${'x'.repeat(4 * 1024 * 1024)}"]}`,
    413,
    'MAX_REQUEST_SIZE_EXCEEDED',
  ],
])('serving: %s is refused with its code', async (path, body, status, code) => {
  const answer = await query(path, body)
  expect(answer.status).toBe(status)
  expect(await answer.json()).toMatchObject({ error_code: code })
})

test('serving refuses a missing token with 401 and a dead one with the words Invalid Token', async () => {
  expect((await query('responses', { model: 'sales-insights', input: [] }, '')).status).toBe(401)
  const dead = await query('responses', { model: 'sales-insights', input: [] }, 'x.y.z')
  expect([dead.status, await dead.text()]).toEqual([403, 'Invalid Token'])
})

test('the foundation model speaks Chat Completions', async () => {
  const body = { model: 'databricks-gpt-sample', messages: [{ role: 'user', content: 'hello there' }] }
  const whole: unknown = await (await query('chat/completions', body)).json()
  expect(whole).toMatchObject({ object: 'chat.completion', choices: [{ message: { role: 'assistant' } }] })
  const streamed = await (await query('databricks-gpt-sample/invocations', { ...body, stream: true })).text()
  expect(streamed).toContain('"object":"chat.completion.chunk"')
  expect(streamed.endsWith('data: [DONE]\n\n')).toBe(true)
})

test('the foundation model reads content in parts like a string', async () => {
  const content = [
    { type: 'text', text: 'in one' },
    { type: 'text', text: 'and another' },
  ]
  const body = { model: 'databricks-gpt-sample', messages: [{ role: 'user', content }] }
  const whole: unknown = await (await query('chat/completions', body)).json()
  expect(JSON.stringify(whole)).toContain('You wrote: in one\\nand another')
})

test('no request is too strange to be answered', async () => {
  const segment = fc.oneof(
    fc.constantFrom('api', '2.0', 'apps', 'echo-agent', 'fault-lab', 'responses', 'serving-endpoints', '..', '%2e%2e'),
    fc.string({ maxLength: 8 }).map(encodeURIComponent),
    fc.constantFrom('%', '%zz', '%E0%A4%A'),
  )
  const request = fc.record({
    path: fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`),
    method: fc.constantFrom('GET', 'POST', 'DELETE', 'PATCH'),
    body: fc.oneof(fc.json({ maxDepth: 3 }), fc.string({ unit: 'binary', maxLength: 50 })),
  })
  await fc.assert(
    fc.asyncProperty(request, async ({ path, method, body }) => {
      const answer = await call(path, ada.token, { method, ...(method === 'GET' ? {} : { body }) })
      const text = await answer.text()
      // MLflow's AgentServer falls over some bodies, and so does the sample's; in these words, and on purpose.
      if (text !== 'Internal Server Error') expect([500, 501]).not.toContain(answer.status)
    }),
    { seed: 20251122, numRuns: 300 },
  )
})

const textsOnly = (content: unknown): boolean =>
  Array.isArray(content) && content.every((part) => stringOf(part, 'text') !== undefined)

test.each(['agent', 'serving'])('no %s input is too strange to be answered', async (kind) => {
  const text = fc.string({ unit: 'binary', maxLength: 40 })
  const part = fc.record({ type: fc.oneof(fc.constant('input_text'), text), text, more: fc.jsonValue({ maxDepth: 3 }) })
  const valid = fc.oneof(text, fc.array(part, { maxLength: 3 }))
  const contents = fc.array(fc.oneof(valid, fc.jsonValue({ maxDepth: 4 })), { maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(contents, fc.boolean(), async (input, stream) => {
      const items = input.map((content) => ({ role: 'user', content }))
      const answer =
        kind === 'agent'
          ? await call('/apps/support-agent/responses', ada.token, {
              method: 'POST',
              body: JSON.stringify({ input: items, stream, custom_inputs: { language: input[0] ?? null } }),
            })
          : await query('responses', { model: 'sales-insights', input: items, stream })
      await answer.text()
      const isValid = input.every((content) => typeof content === 'string' || textsOnly(content))
      expect([isValid ? 200 : 400, 200]).toContain(answer.status)
    }),
    { seed: 20251122, numRuns: 100 },
  )
})
