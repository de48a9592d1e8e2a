import { expect, test } from 'vitest'
import type { JsonObject } from '../lib/json.ts'
import { redactHeaders } from '../exchange/redact.ts'
import type { CodeRequest, Snippet } from './code-request.ts'
import { naughtyTexts } from './naughty-texts.ts'
import { ways } from './snippets.ts'

const hello: JsonObject = { input: [{ role: 'user', content: 'Hello' }], stream: true }
const app: CodeRequest = {
  target: { kind: 'app', name: 'support-agent', url: 'https://support-agent-1.aws.databricksapps.com' },
  origin: 'https://acme.cloud.databricks.com',
  agentName: 'support-agent',
  url: 'https://support-agent-1.aws.databricksapps.com/responses',
  headers: [],
  body: hello,
}
const endpoint = (task: string, url: string, body: JsonObject): CodeRequest => ({
  ...app,
  target: { kind: 'serving-endpoint', endpoint: 'sales-insights', task },
  agentName: 'sales-insights',
  url: `https://acme.cloud.databricks.com${url}`,
  body,
})
const write = (id: string, request: CodeRequest): Snippet => {
  const way = ways.find((each) => each.id === id)
  if (way === undefined) throw new Error(`no way ${id}`)
  return way.write(request)
}
const codeOf = (id: string, request: CodeRequest): Extract<Snippet, { kind: 'code' }> => {
  const snippet = write(id, request)
  if (snippet.kind !== 'code') throw new Error(snippet.why)
  return snippet
}

test('an app is asked by its name, and custom_inputs go by extra_body', () => {
  const { text, fileName, notes } = codeOf('python-databricks', {
    ...app,
    body: { ...hello, custom_inputs: { id: 5 } },
  })
  expect(text).toContain('client = DatabricksOpenAI(workspace_client=w)')
  expect(text).toContain(`events = client.responses.create(
    model="apps/support-agent",
    input=[{"role": "user", "content": "Hello"}],
    stream=True,
    extra_body={"custom_inputs": {"id": 5}},
)`)
  expect(fileName).toBe('ask_support_agent.py')
  expect(notes.join(' ')).toContain('“model”')
})

test('a token in the environment does not get in the way of an app, which takes OAuth alone', () => {
  expect(codeOf('python-databricks', app).text).toContain('auth_type="databricks-cli"')
  const model = endpoint('agent/v1/responses', '/serving-endpoints/responses', hello)
  expect(codeOf('python-databricks', model).text).not.toContain('auth_type')
})

test.each<[string, CodeRequest, string]>([
  ['of an app by its name', app, 'DatabricksOpenAI(workspace_client=w)'],
  [
    'of an app that speaks chat completions',
    { ...app, url: app.url.replace('responses', 'v1/chat/completions'), body: { messages: [], stream: true } },
    'workspace_client=w, base_url="https://support-agent-1.aws.databricksapps.com/v1", max_retries=0',
  ],
  [
    'of an endpoint',
    endpoint('agent/v1/responses', '/serving-endpoints/responses', hello),
    'DatabricksOpenAI(workspace_client=w, max_retries=0)',
  ],
  [
    'on the gateway',
    endpoint('llm/v1/chat', '/ai-gateway/mlflow/v1/chat/completions', { messages: [], stream: true }),
    'workspace_client=w, use_ai_gateway=True, max_retries=0',
  ],
  [
    'on the gateway’s own API',
    endpoint('llm/v1/responses', '/ai-gateway/openai/v1/responses', hello),
    'workspace_client=w, use_ai_gateway_native_api=True, max_retries=0',
  ],
])('the client is told a base URL only where it does not find it: %s', (_, request, expected) => {
  expect(codeOf('python-databricks', request).text).toContain(expected)
})

test('nothing is asked twice, and where the client insists, it is said', () => {
  const { text, notes } = codeOf('python-databricks', app)
  expect(text).not.toContain('max_retries')
  expect(notes.join(' ')).toContain('up to twice')
  const model = endpoint('agent/v1/responses', '/serving-endpoints/responses', { ...hello, model: 'sales-insights' })
  for (const id of ['python-databricks', 'python-openai']) expect(codeOf(id, model).text).toContain('max_retries=0')
  expect(codeOf('typescript-openai', model).text).toContain('maxRetries: 0')
})

test('events of AppKit are printed with the names that they have beside their data', () => {
  const request = {
    ...app,
    url: app.url.replace('responses', 'api/agents/chat'),
    body: { message: 'Hi', stream: true },
  }
  expect(codeOf('typescript-fetch', request).text).toContain('console.log(field("event"), data)')
  expect(codeOf('typescript-fetch', app).text).toContain('data !== "[DONE]"')
})

test('whole answers are not iterated over', () => {
  const { text } = codeOf('python-openai', { ...app, body: { ...hello, stream: false } })
  expect(text).toContain('stream=False')
  expect(text).toContain('print(response.to_json())')
})

test('an endpoint of the chat form is asked by chat completions, and the other path is told', () => {
  const body = { messages: [{ role: 'user', content: 'Hello' }], stream: false }
  const { text, notes } = codeOf(
    'python-databricks',
    endpoint('agent/v2/chat', '/serving-endpoints/sales-insights/invocations', body),
  )
  expect(text).toContain('client.chat.completions.create(\n    model="sales-insights",')
  expect(notes.join(' ')).toContain('/serving-endpoints/chat/completions')
})

test('a form of its own is not pressed into a client, and curl still writes it', () => {
  const request = { ...app, url: `${app.url.replace('responses', 'api/agents/chat')}`, body: { message: 'Hello' } }
  for (const id of ['python-databricks', 'python-openai', 'typescript-openai']) {
    expect(write(id, request).kind).toBe('impossible')
  }
  expect(codeOf('curl', request).text).toContain('"message": "Hello"')
})

test('SQL reaches agents on Model Serving alone, with history and custom_inputs as structs', () => {
  expect(write('sql', app)).toMatchObject({ kind: 'impossible', why: expect.stringContaining('Model Serving only') })
  const body = { ...hello, custom_inputs: { id: 5, tags: ['a', 'b'] }, temperature: 0 }
  const { text, notes } = codeOf('sql', endpoint('agent/v1/responses', '/serving-endpoints/responses', body))
  expect(text).toContain("named_struct('role', 'user', 'content', 'Hello')")
  expect(text).toContain("'custom_inputs', named_struct('id', 5, 'tags', array('a', 'b'))")
  expect(notes.join(' ')).toContain('Not sent: temperature.')
})

test('SQL says which custom_inputs it cannot write', () => {
  const body = { ...hello, custom_inputs: { mixed: [1, 'a'] } }
  const { text, notes } = codeOf('sql', endpoint('agent/v1/responses', '/serving-endpoints/responses', body))
  expect(text).not.toContain('custom_inputs')
  expect(notes.join(' ')).toContain('custom_inputs are left out')
})

test('a credential is read from the environment, and no program holds one', () => {
  const headers = redactHeaders([
    ['Authorization', 'Bearer eyJsecret'],
    ['X-Api-Key', 'k-secret'],
    ['X-Team', 'it’s "us"'],
  ])
  for (const { id } of ways) {
    const snippet = write(id, { ...app, headers })
    if (snippet.kind === 'impossible') continue
    expect(snippet.text).not.toContain('secret')
    expect(snippet.text).not.toContain('•')
    expect(snippet.text).toContain('X_API_KEY')
  }
})

test('an agent on this computer is asked without a sign-in', () => {
  const local: CodeRequest = {
    ...app,
    target: { kind: 'local', url: 'http://localhost:8000' },
    origin: null,
    url: 'http://localhost:8000/responses',
  }
  expect(write('python-databricks', local).kind).toBe('impossible')
  expect(codeOf('curl', local).text).not.toContain('Authorization')
  expect(codeOf('python-openai', local).text).toContain('api_key="none"')
})

test('no text of a request can end its line, whatever the language', () => {
  const body = { input: [{ role: 'user', content: naughtyTexts.join('\u2028') }], stream: true }
  for (const { id } of ways) {
    const snippet = write(id, { ...app, body })
    if (snippet.kind === 'code') expect(snippet.text).not.toMatch(/[\u2028\u2029\u202e\ufeff]/)
  }
})

test('a body too long for an argument goes in by the input', () => {
  const { text } = codeOf('curl', {
    ...app,
    body: { input: [{ role: 'user', content: 'x'.repeat(200_000) }], stream: true },
  })
  expect(text).toContain("--data-binary @- <<'JSON'")
})
