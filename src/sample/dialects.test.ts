import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../lib/json.ts'
import { comparable } from '../protocol/comparable.ts'
import { callAgent, spokenText, user } from './test-answers.ts'
import { testWorkspace } from './test-workspace.ts'

const ada = testWorkspace().signedIn('ada')

const get = (path: string) => fetch(ada.origin + path, { headers: { authorization: `Bearer ${ada.token}` } })
const kindsOf = ({ items }: { readonly items: readonly { readonly kind: string }[] }) => items.map(({ kind }) => kind)
const codesOf = ({ findings }: { readonly findings: readonly { readonly code: string }[] }) =>
  findings.map(({ code }) => code)

/** Events of a stream, without its end marker. */
const eventsOf = (text: string): readonly JsonObject[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice(6)) as JsonObject)

describe('agent-langchain-ts', () => {
  const path = '/apps/trip-planner/responses'

  test('streams unless it is told not to, with all text under one id and an emptied final message', async () => {
    const { text, snapshot, outcome } = await callAgent(ada, path, { input: 'A weekend in Porto' })
    const events = eventsOf(text)
    const ids = events.filter(({ type }) => type === 'response.output_text.delta').map((event) => event['item_id'])
    expect(new Set(ids).size).toBe(1)
    expect(text).toContain('"content":[]}')
    expect(events.at(-1)).toMatchObject({ type: 'response.completed', response: {} })
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
    expect(outcome.kind).toBe('completed')
    expect(kindsOf(snapshot)).toEqual(['message', 'tool-call', 'tool-output', 'tool-call', 'tool-output'])
    expect(spokenText(snapshot)).toContain('Porto will be clear')
    expect(codesOf(snapshot)).toContain('emptied-item')
  })

  test('answers whole with the final message alone', async () => {
    const { text, snapshot } = await callAgent(ada, path, { input: [user('Porto')], stream: false })
    expect(Object.keys(JSON.parse(text))).toEqual(['output'])
    expect(kindsOf(snapshot)).toEqual(['message'])
  })

  test('says what it does not take', async () => {
    const empty = await callAgent(ada, path, { input: [{ role: 'system', content: 'x' }] })
    expect([empty.status, empty.text]).toEqual([400, '{"error":"No user message found in input"}'])
    const invalid = await callAgent(ada, path, { messages: [] })
    expect(JSON.parse(invalid.text)).toMatchObject({ error: 'Invalid request format', details: [{ path: ['input'] }] })
  })

  test('has neither the pages of AgentServer nor its errors', async () => {
    const info = await get('/apps/trip-planner/agent/info')
    expect([info.status, info.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(await (await get('/apps/trip-planner/health')).json()).toMatchObject({ service: 'trip-planner' })
  })
})

describe('AppKit', () => {
  const chat = '/apps/store-clerk/api/agents/chat'

  test('streams named events with ids, thinks aloud, and tells its thread', async () => {
    const { text, snapshot, outcome } = await callAgent(ada, chat, { message: 'Is the tent in stock?' })
    expect(text).toMatch(/^id: [0-9a-f-]{36}\nevent: appkit\.metadata\ndata: \{/)
    expect(text).not.toContain('[DONE]')
    expect(kindsOf(snapshot)).toEqual(['reasoning', 'message', 'tool-call', 'tool-output', 'message'])
    expect(snapshot.threadId).toMatch(/^[0-9a-f-]{36}$/)
    expect(outcome).toEqual({ kind: 'completed' })
    const again = await callAgent(ada, chat, { message: 'What did I ask before?', threadId: snapshot.threadId ?? '' })
    expect(spokenText(again.snapshot)).toBe('You asked: “Is the tent in stock?”')
    expect(again.snapshot.threadId).toBe(snapshot.threadId)
  })

  test('answers whole at /responses, whatever is asked for, and the thread goes on', async () => {
    const { headers, text, snapshot } = await callAgent(ada, '/apps/store-clerk/responses', {
      input: [user('The stove?')],
      stream: true,
    })
    expect(headers.get('content-type')).toBe('application/json')
    expect(JSON.parse(text)).toMatchObject({ object: 'response', status: 'completed' })
    const again = await callAgent(ada, chat, { message: 'And before?', threadId: snapshot.threadId ?? '' })
    expect(spokenText(again.snapshot)).toBe('You asked: “The stove?”')
  })

  test('tells its trace in a header where it is asked', async () => {
    const asked = await callAgent(ada, chat, { message: 'Hi' }, { 'x-mlflow-return-trace-id': 'true' })
    expect(asked.headers.get('x-mlflow-trace-id')).toMatch(/^trace:\/main\.agents\.store_clerk\/[0-9a-f]{32}$/)
    expect((await callAgent(ada, chat, { message: 'Hi' })).headers.get('x-mlflow-trace-id')).toBeNull()
  })

  test.each([
    [{}, 400, { error: 'Invalid request', details: { message: ['Required'] } }],
    [{ message: '' }, 400, { error: 'Invalid request', details: { message: ['message must not be empty'] } }],
    [{ message: 'x', agent: 'other' }, 400, { error: 'Agent "other" not found' }],
    [{ message: 'x', threadId: 'none' }, 404, { error: 'Thread none not found' }],
  ])('refuses %j', async (body, status, words) => {
    const answer = await callAgent(ada, chat, body)
    expect([answer.status, JSON.parse(answer.text)]).toEqual([status, words])
  })

  test('serves nothing but events where a tool waits for a person', async () => {
    const { status, text } = await callAgent(ada, '/apps/order-desk/responses', { input: [user('x')] })
    expect(status).toBe(400)
    expect(text).toContain('approval-gated tool(s) (cancel_order)')
  })
})

/** Reads a stream of the order desk up to the approval that it asks for, and gives the rest. */
const askToCancel = async () => {
  const response = await fetch(`${ada.origin}/apps/order-desk/api/agents/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ message: 'Please cancel order 1003' }),
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const readUntil = async (words: string) => {
    for (let next = await reader?.read(); next !== undefined && !next.done; next = await reader?.read()) {
      text += next.value
      if (text.includes(words)) return text
    }
    return text
  }
  await readUntil('appkit.approval_pending')
  const pending = eventsOf(text).find(({ type }) => type === 'appkit.approval_pending')
  const tell = (path: string, body: JsonObject) =>
    callAgent(ada, `/apps/order-desk/api/agents/${path}`, { streamId: pending?.['stream_id'] ?? '', ...body })
  return { pending, tell, rest: () => readUntil('\n\n\n\n') }
}

describe('an approval of AppKit', () => {
  test.each([
    ['approve', 'order 1003 is cancelled'],
    ['deny', 'order 1003 stays as it is'],
  ])('%s goes on in the same stream', async (decision, words) => {
    const { pending, tell, rest } = await askToCancel()
    expect(pending).toMatchObject({ tool_name: 'cancel_order', args: { order_id: '1003', refund: true } })
    const approvalId = pending?.['approval_id'] ?? ''
    expect(JSON.parse((await tell('approve', { approvalId, decision })).text)).toEqual({ decision })
    const text = await rest()
    const final = eventsOf(text).findLast(({ type }) => type === 'response.output_item.done')
    expect(JSON.stringify(final)).toContain(words)
    expect(text).toContain('event: response.completed')
    expect((await tell('approve', { approvalId, decision })).status).toBe(404)
  })

  test('a stream that is cancelled ends without an end', async () => {
    const { tell, rest } = await askToCancel()
    expect(JSON.parse((await tell('cancel', {})).text)).toEqual({ cancelled: true })
    expect(await rest()).not.toContain('response.completed')
  })
})

describe('an AgentServer without an agent type', () => {
  const path = '/apps/contract-reader/invocations'
  const body = {
    document_text: 'The rent is due monthly. Pets are welcome.',
    questions: ['Are pets welcome?', 'Is it new?'],
  }

  test('takes and gives JSON of its own, whole and streamed', async () => {
    const whole = await callAgent(ada, path, { ...body, stream: false })
    expect(JSON.parse(whole.text).results).toMatchObject([{ answer: 'Yes' }, { answer: 'No' }])
    expect(whole.snapshot).toMatchObject({ dialect: 'free-json', items: [{ kind: 'other', type: 'json' }] })
    const streamed = await callAgent(ada, path, { ...body, stream: true })
    expect(streamed.snapshot.items).toMatchObject([{ json: { answer: 'Yes' } }, { json: { answer: 'No' } }])
    expect(streamed.snapshot.findings).toEqual([])
    expect(streamed.outcome.kind).toBe('completed')
  })

  test('has no /responses, and names no agent_api', async () => {
    expect((await callAgent(ada, '/apps/contract-reader/responses', body)).status).toBe(404)
    expect(await (await get('/apps/contract-reader/agent/info')).json()).not.toHaveProperty('agent_api')
  })

  test('its own code says what is missing', async () => {
    const { status, text } = await callAgent(ada, path, { document_text: 'x' })
    expect([status, JSON.parse(text).detail]).toEqual([500, expect.stringContaining('questions\n  Field required')])
  })
})

const messages = (content: string) => ({ messages: [user(content)] })

describe('Model Serving', () => {
  test('a ChatAgent tells whole messages, its tool messages among them', async () => {
    const path = '/serving-endpoints/hr-helper/invocations'
    const streamed = await callAgent(ada, path, { ...messages('How many days of leave?'), stream: true })
    const whole = await callAgent(ada, path, { ...messages('How many days of leave?'), custom_inputs: { team: 4 } })
    expect(kindsOf(streamed.snapshot)).toEqual(['message', 'tool-call', 'tool-output', 'message'])
    expect(streamed.snapshot).toMatchObject({ dialect: 'chat-agent', findings: [] })
    expect(eventsOf(streamed.text).every((event) => 'delta' in event && !('choices' in event))).toBe(true)
    expect(JSON.parse(whole.text)).toMatchObject({ finish_reason: 'stop', custom_outputs: { asked: 1, team: 4 } })
    expect(comparable({ ...streamed.snapshot, customOutputs: null })).toEqual(
      comparable({ ...whole.snapshot, customOutputs: null }),
    )
  })

  test('a ChatModel streams its calls in pieces, and its record alone at the end', async () => {
    const path = '/serving-endpoints/pricing-model/invocations'
    const streamed = await callAgent(ada, path, { ...messages('What is the stove?'), stream: true })
    const events = eventsOf(streamed.text)
    expect(events.at(-1)).not.toHaveProperty('choices')
    expect(events.at(-1)).toMatchObject({ custom_outputs: { product: 'Ember stove' }, databricks_output: {} })
    expect(kindsOf(streamed.snapshot)).toEqual(['tool-call', 'message'])
    expect(streamed.snapshot.items[0]).toMatchObject({ arguments: '{"product":"Ember stove","currency":"USD"}' })
    const shared = { model: 'pricing-model', ...messages('What is the stove?') }
    const whole = await callAgent(ada, '/serving-endpoints/chat/completions', shared)
    expect(comparable({ ...whole.snapshot, items: whole.snapshot.items.toReversed() })).toEqual(
      comparable(streamed.snapshot),
    )
  })

  test('a model that reasons has its content in parts, and usage on every chunk', async () => {
    const path = '/serving-endpoints/databricks-reasoner-sample/invocations'
    const streamed = await callAgent(ada, path, { ...messages('2 + 3'), stream: true })
    expect(streamed.text).toContain('"content":[{"type":"reasoning"')
    expect(eventsOf(streamed.text).every((event) => 'usage' in event)).toBe(true)
    expect(eventsOf(streamed.text).at(-1)).toMatchObject({ choices: [] })
    expect(kindsOf(streamed.snapshot)).toEqual(['reasoning', 'message'])
    const whole = await callAgent(ada, path, messages('2 + 3'))
    expect(comparable(streamed.snapshot)).toEqual(comparable(whole.snapshot))
    const traced = { ...messages('x'), databricks_options: { return_trace: true } }
    expect((await callAgent(ada, path, traced)).status).toBe(400)
  })

  test('a Knowledge Assistant ends with footnotes that its deltas lack', async () => {
    const body = { model: 'ka-handbook-endpoint', input: [user('Returns?')] }
    const streamed = await callAgent(ada, '/serving-endpoints/responses', { ...body, stream: true })
    const deltas = eventsOf(streamed.text).filter(({ type }) => type === 'response.output_text.delta')
    expect(deltas.map(({ delta }) => delta).join('')).not.toContain('[^')
    expect(spokenText(streamed.snapshot)).toContain('[^hb-1]')
    expect(streamed.snapshot.findings).toEqual([])
    const whole = await callAgent(ada, '/serving-endpoints/responses', body)
    expect(JSON.parse(whole.text)).toMatchObject({ model: 'kbqa_agent', object: 'response' })
    expect(comparable(streamed.snapshot)).toEqual(comparable(whole.snapshot))
  })

  test('a Supervisor sends whole items alone, and says who speaks', async () => {
    const body = { model: 'mas-front-desk-endpoint', input: [user('Who leads?')] }
    const { text, snapshot } = await callAgent(ada, '/serving-endpoints/responses', { ...body, stream: true })
    expect(text).not.toContain('delta')
    expect(spokenText(snapshot)).toContain('<name>agent-sales</name>')
    const detail = await (await get('/api/2.0/serving-endpoints/mas-front-desk-endpoint')).json()
    expect(detail).toMatchObject({ tile_endpoint_metadata: { problem_type: 'MULTI_AGENT_SUPERVISOR' } })
  })

  test.each([
    ['hr-helper', '/serving-endpoints/responses', 'Task agent/v2/chat of hr-helper does not take responses requests.'],
    [
      'sales-insights',
      '/serving-endpoints/chat/completions',
      'Task agent/v1/responses of sales-insights does not take chat requests.',
    ],
  ])('%s says what %s is not for', async (model, path, words) => {
    const { status, text } = await callAgent(ada, path, { model, input: [user('x')], ...messages('x') })
    expect([status, JSON.parse(text).message]).toEqual([400, words])
  })
})

describe('the gateway, and what Model Serving has of it', () => {
  test.each([
    ['/ai-gateway/mlflow/v1/responses', { model: 'sales-insights', input: [user('Sales?')] }],
    ['/ai-gateway/mlflow/v1/chat/completions', { model: 'databricks-gpt-sample', ...messages('Hi') }],
    ['/serving-endpoints/open-responses', { model: 'databricks-gpt-sample', input: [user('Hi')] }],
    ['/ai-gateway/openai/v1/chat/completions', { model: 'pricing-model', ...messages('The lamp?') }],
  ])('%s answers as the endpoint does', async (path, body) => {
    for (const stream of [true, false]) {
      const { outcome, snapshot } = await callAgent(ada, path, { ...body, stream })
      expect(outcome).toEqual({ kind: 'completed' })
      expect(spokenText(snapshot)).not.toBe('')
    }
  })

  test('speaks the maker’s own Responses for a foundation model: named events, no end marker', async () => {
    const body = { model: 'databricks-gpt-sample', input: [user('Hi')], stream: true }
    const { text, snapshot, outcome } = await callAgent(ada, '/ai-gateway/openai/v1/responses', body)
    expect(text).toMatch(/^event: response\.created\ndata: \{/)
    expect(text).not.toContain('[DONE]')
    expect(snapshot.findings).toEqual([])
    expect(outcome).toEqual({ kind: 'completed' })
  })
})
