import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../lib/json.ts'
import { callAgent, user } from './test-answers.ts'
import { testWorkspace } from './test-workspace.ts'

/* An agent that keeps the rules of its dialect gets no finding; those that do not get exactly what they deserve. */

const ada = testWorkspace().signedIn('ada')

const input = [user('Where is order 1002? Open a ticket for it.')]
const messages = [{ role: 'user', content: 'Where is order 1002?' }]

type Agent = readonly [path: string, body: JsonObject, streamed: readonly string[], whole: readonly string[]]

const app = (name: string, streamed: readonly string[] = [], whole: readonly string[] = []): Agent => [
  `/apps/${name}/responses`,
  { input },
  streamed,
  whole,
]
const served = (model: string, findings: readonly string[] = []): Agent => [
  '/serving-endpoints/responses',
  { model, input },
  findings,
  findings,
]
const chat = (name: string): Agent => [`/serving-endpoints/${name}/invocations`, { messages }, [], []]

const agents: readonly Agent[] = [
  app('support-agent'),
  app('ticket-desk'),
  app('echo-agent'),
  app('slow-thinker'),
  app('store-clerk'),
  ['/apps/store-clerk/api/agents/chat', { message: 'Is the tent in stock?' }, [], []],
  // The template for the OpenAI Agents SDK.
  app(
    'research-crew',
    [
      'empty-final-output',
      'missing-sequence',
      'missing-text-done',
      'null-field',
      'placeholder-id',
      'renamed-item',
      'several-rounds',
      'unknown-status',
    ],
    ['placeholder-id'],
  ),
  // agent-langchain-ts.
  app('trip-planner', ['emptied-item', 'empty-final-output', 'missing-created']),
  // An agent over a model of Anthropic: the call has the id of the message before it.
  served('sales-insights', ['shared-id-across-kinds']),
  served('ka-handbook-endpoint'),
  served('mas-front-desk-endpoint'),
  chat('hr-helper'),
  chat('pricing-model'),
  chat('databricks-reasoner-sample'),
  chat('databricks-gpt-sample'),
]

describe.each(agents)('%s %j', (path, body, streamed, whole) => {
  test.each([
    ['streamed', true, streamed],
    ['whole', false, whole],
  ] as const)('%s', async (_mode, stream, expected) => {
    const { snapshot, outcome } = await callAgent(ada, path, { ...body, stream })
    expect(outcome.kind).toBe('completed')
    expect([...new Set(snapshot.findings.map(({ code }) => code))].sort()).toEqual(expected)
  })
})
