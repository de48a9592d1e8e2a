import { expect, test } from 'vitest'
import { compareAnswers } from '../comparison/compare-answers.ts'
import { allRules, type IgnoreRule } from '../comparison/ignore-rules.ts'
import type { ToldAnswer } from '../comparison/told-answer.ts'
import type { Ms } from '../lib/brand.ts'
import type { JsonObject } from '../lib/json.ts'
import { callAgent, pollAgent, user } from './test-answers.ts'
import { testWorkspace } from './test-workspace.ts'

/* What each kind of server tells streamed and not whole, or the reverse, and whether the comparison expects it. */

const ada = testWorkspace().signedIn('ada')

const toldBy = async (mode: ToldAnswer['mode'], path: string, body: JsonObject): Promise<ToldAnswer> => {
  const isPolled = mode === 'whole' && body['background'] === true
  const { snapshot, outcome } = isPolled
    ? await pollAgent(ada, path, body)
    : await callAgent(ada, path, { ...body, stream: mode === 'streamed' })
  return {
    mode,
    snapshot,
    state: outcome.kind,
    figures: { events: 0, bytes: 0, total: (mode === 'streamed' ? 2 : 1) as Ms },
    callee: path.startsWith('/apps/') ? 'app' : 'serving-endpoint',
    background: body['background'] === true,
    asksAsChat: body['messages'] !== undefined,
    answeredWhole: false,
  }
}

interface Row {
  readonly server: string
  readonly path: string
  readonly body: JsonObject
  /** Where the whole answer is had from another path. */
  readonly whole?: { readonly path: string; readonly body: JsonObject }
  /** A rule that hides the difference, and is switched off. */
  readonly without?: IgnoreRule
  /** What only the streamed (a) or the whole answer (b) tells, each of them expected. */
  readonly expected: readonly string[]
}

const ask = (content: string): JsonObject => ({ input: [user(content)] })
const gear = 'Is the tent in stock?'

const rows: readonly Row[] = [
  {
    server: 'OpenAI Agents SDK: whole without usage',
    path: '/apps/research-crew/responses',
    body: ask('Outdoor gear'),
    expected: ['usage a'],
  },
  {
    server: 'OpenAI Agents SDK: the stream carries no custom_outputs',
    path: '/apps/research-crew/responses',
    body: { ...ask('Outdoor gear'), custom_inputs: { sources: true } },
    expected: ['custom_outputs b', 'usage a'],
  },
  {
    server: 'OpenAI Agents SDK: no id of its own',
    path: '/apps/research-crew/responses',
    body: ask('Outdoor gear'),
    without: 'ids',
    // One for each item that has an id of its own when it is streamed; the whole answer has none itself.
    expected: [...Array.from({ length: 7 }, () => 'ids both'), 'usage a', 'ids a'],
  },
  { server: 'AgentServer: the same', path: '/apps/support-agent/responses', body: ask('The tent?'), expected: [] },
  {
    server: 'LongRunningAgentServer, in the foreground: the same',
    path: '/apps/long-researcher/responses',
    body: ask('Tents'),
    expected: [],
  },
  {
    server: 'LongRunningAgentServer, polled in the background: without usage',
    path: '/apps/long-researcher/responses',
    body: { ...ask('Tents'), background: true },
    expected: ['usage a'],
  },
  {
    server: 'LongRunningAgentServer, polled in the background: times',
    path: '/apps/long-researcher/responses',
    body: { ...ask('Tents'), background: true },
    without: 'times',
    expected: ['usage a', 'times both'],
  },
  {
    server: 'LangChain in TypeScript: whole without tools',
    path: '/apps/trip-planner/responses',
    body: ask('Porto'),
    expected: ['tools a', 'tools a'],
  },
  {
    server: 'AppKit, streamed at one path and whole at another: the final text alone',
    path: '/apps/store-clerk/api/agents/chat',
    body: { message: gear },
    whole: { path: '/apps/store-clerk/responses', body: ask(gear) },
    expected: ['reasoning a', 'text a', 'tools a', 'text both'],
  },
  {
    server: 'AppKit at the path that does not stream: the same',
    path: '/apps/store-clerk/responses',
    body: ask(gear),
    expected: [],
  },
  {
    server: 'Model Serving: sources in events alone',
    path: '/serving-endpoints/responses',
    body: { model: 'sales-insights', ...ask('How were sales?') },
    expected: ['annotations a'],
  },
  {
    server: 'knowledge assistant',
    path: '/serving-endpoints/responses',
    body: { model: 'ka-handbook-endpoint', ...ask('How many days of leave?') },
    expected: [],
  },
  {
    server: 'knowledge assistant: a stream names no model',
    path: '/serving-endpoints/responses',
    body: { model: 'ka-handbook-endpoint', ...ask('How many days of leave?') },
    without: 'untold',
    expected: ['model b'],
  },
  {
    server: 'supervisor',
    path: '/serving-endpoints/responses',
    body: { model: 'mas-front-desk-endpoint', ...ask('How were sales?') },
    expected: [],
  },
  {
    server: 'ChatAgent: the same',
    path: '/serving-endpoints/hr-helper/invocations',
    body: { messages: [user('How many days of leave?')] },
    expected: [],
  },
]

test.each(rows)('$server', async ({ path, body, whole, without, expected }) => {
  const streamed = await toldBy('streamed', path, body)
  const other = await toldBy('whole', whole?.path ?? path, whole?.body ?? body)
  expect([streamed.state, other.state]).toEqual(['completed', 'completed'])
  const { differences } = compareAnswers(
    streamed,
    other,
    allRules.filter((rule) => rule !== without),
  )
  expect(differences.map(({ subject, side }) => `${subject} ${side}`)).toEqual(expected)
  expect(differences.filter((difference) => difference.expected === undefined)).toEqual([])
})
