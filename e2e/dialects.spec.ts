import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './fixtures.ts'
import { AgentSettings } from './pages/agent-settings.ts'
import { messageEvents } from './test-agent.ts'

interface Case {
  readonly agent: string
  readonly dialect: string
  readonly evidence: RegExp
  readonly ask: string
  /** Words of the answer. */
  readonly says: RegExp
  /** Path of a streamed and of a whole request. */
  readonly paths: readonly [streamed: string, whole: string]
}

const cases: readonly Case[] = [
  {
    agent: 'support-agent',
    dialect: 'Responses',
    evidence: /GET \/agent\/info answers: .*MLflow 3\.9\.0, agent_api “responses”/,
    ask: 'Where is order 1002?',
    says: /Ember stove/,
    paths: ['/apps/support-agent/responses', '/apps/support-agent/responses'],
  },
  {
    agent: 'trip-planner',
    dialect: 'Responses',
    evidence: /GET \/ describes a service with the endpoint \/responses/,
    ask: 'A weekend in Porto',
    says: /Porto will be clear/,
    paths: ['/apps/trip-planner/responses', '/apps/trip-planner/responses'],
  },
  {
    agent: 'store-clerk',
    dialect: 'AppKit events',
    evidence: /GET \/api\/agents\/info answers: AppKit with the agents store-clerk/,
    ask: 'Is the Ridge tent in stock?',
    says: /349 dollars/,
    paths: ['/apps/store-clerk/api/agents/chat', '/apps/store-clerk/responses'],
  },
  {
    agent: 'contract-reader',
    dialect: 'Free JSON',
    evidence: /names no agent_api/,
    ask: '{"document_text": "Pets are welcome.", "questions": ["Are pets welcome?"]}',
    says: /Pets are welcome\.”/,
    paths: ['/apps/contract-reader/invocations', '/apps/contract-reader/invocations'],
  },
  {
    agent: 'ka-handbook-endpoint',
    dialect: 'Responses',
    evidence: /The endpoint’s task is agent\/v1\/responses/,
    ask: 'What are our rules for returns?',
    says: /Returns are free within 30 days/,
    paths: ['/serving-endpoints/responses', '/serving-endpoints/responses'],
  },
  {
    agent: 'mas-front-desk-endpoint',
    dialect: 'Responses',
    evidence: /Agent Bricks made it: a Supervisor/,
    ask: 'Which region leads?',
    says: /West leads with 2,583/,
    paths: ['/serving-endpoints/responses', '/serving-endpoints/responses'],
  },
  {
    agent: 'hr-helper',
    dialect: 'Chat agent',
    evidence: /task is agent\/v2\/chat/,
    ask: 'How many days of leave do I have?',
    says: /9 days left this year/,
    paths: ['/serving-endpoints/hr-helper/invocations', '/serving-endpoints/hr-helper/invocations'],
  },
  {
    agent: 'pricing-model',
    dialect: 'Chat completions',
    evidence: /task is agent\/v1\/chat/,
    ask: 'What does the Ember stove cost?',
    says: /costs 79 dollars/,
    paths: ['/serving-endpoints/pricing-model/invocations', '/serving-endpoints/pricing-model/invocations'],
  },
  {
    agent: 'databricks-reasoner-sample',
    dialect: 'Chat completions',
    evidence: /task is llm\/v1\/chat/,
    ask: 'What is 17 * 23?',
    says: /It is 391/,
    paths: [
      '/serving-endpoints/databricks-reasoner-sample/invocations',
      '/serving-endpoints/databricks-reasoner-sample/invocations',
    ],
  },
]

for (const { agent, dialect, evidence, ask, says, paths } of cases) {
  test(`${agent} is found to speak ${dialect}, and answers streamed and whole`, async ({
    page,
    signedIn: playground,
    watch,
  }) => {
    // What an app does not serve is asked for once, and the browser writes it down.
    watch.expect(/404/)
    const settings = new AgentSettings(page)
    await playground.chooseAgent(agent)
    await expect(settings.open).toHaveAccessibleName(`Agent settings: ${dialect}`)
    await settings.open.click()
    await expect(settings.dialog.getByRole('heading', { name: 'Found out' })).toBeVisible()
    await expect(settings.evidence).toContainText(evidence)
    await page.keyboard.press('Escape')
    await expect(settings.dialog).toBeHidden()

    for (const [index, mode] of (['streamed', 'whole'] as const).entries()) {
      if (mode === 'whole') await playground.stream.click()
      const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes('/relay/'))
      const answer = await playground.ask(ask)
      expect(new URL((await sent).url()).pathname).toContain(paths[index] ?? '')
      await expect(answer.root).toContainText(says)
      await expect(answer.root).toHaveAccessibleName(`Answer, ${mode}, completed`)
    }
  })
}

test('AppKit: the thread goes on, and only the new message is sent', async ({ page, signedIn: playground, watch }) => {
  watch.expect(/404/)
  await playground.chooseAgent('store-clerk')
  await playground.ask('Is the Ridge tent in stock?')
  const sent = page.waitForRequest((request) => request.url().endsWith('/api/agents/chat'))
  const second = await playground.ask('What did I ask before?')
  const body = (await sent).postDataJSON() as Record<string, unknown>
  expect(body).toEqual({ message: 'What did I ask before?', threadId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  await expect(second.root).toContainText('You asked: “Is the Ridge tent in stock?”')
})

test('AppKit: a call waits inside the stream until it is approved or denied', async ({
  page,
  signedIn: playground,
  watch,
}) => {
  watch.expect(/404/)
  await playground.chooseAgent('order-desk')
  for (const [decision, says] of [
    ['Deny', 'order 1003 stays as it is'],
    ['Approve', 'order 1003 is cancelled'],
  ] as const) {
    await playground.say('Please cancel order 1003')
    const request = playground.answer().root.getByRole('region', { name: 'Approval request cancel_order' })
    await expect(request).toContainText('waits for you')
    await request.getByRole('button', { name: decision }).click()
    await playground.answer().expectState('completed')
    await expect(playground.answer().root).toContainText(says)
    await expect(request).toContainText(decision === 'Deny' ? 'denied' : 'approved')
  }
  await page.reload()
  await expect(playground.answers).toHaveCount(2)
  await expect(playground.answer(0).root).toContainText('denied')
  await expect(playground.answer(1).root).toContainText('approved')
})

test('AppKit: Stop tells the agent, and says that it did; elsewhere it says that it cannot', async ({
  page,
  signedIn: playground,
  watch,
}) => {
  watch.expect(/404/)
  await playground.chooseAgent('order-desk')
  await playground.say('Please cancel order 1003')
  await expect(playground.answer().root).toContainText('waits for you')
  const cancelled = page.waitForRequest((request) => request.url().endsWith('/api/agents/cancel'))
  await playground.stop.click()
  expect((await cancelled).postDataJSON()).toEqual({ streamId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  await playground.answer().expectState('stopped')
  await expect(playground.answer().root).toContainText('The agent was told to cancel, and said that it did.')

  await playground.chooseAgent('slow-thinker')
  await playground.say('Think hard')
  await playground.stop.click()
  await playground.answer().expectState('stopped')
  await expect(playground.answer().root).toContainText('The connection was closed')
})

test('a dialect and a path are set, shown in the preview, kept over a reload, and taken back', async ({
  page,
  signedIn: playground,
}) => {
  const settings = new AgentSettings(page)
  await playground.chooseAgent('pricing-model')
  const gateway = '/ai-gateway/mlflow/v1/chat/completions'
  await settings.change(async () => {
    await settings.path.fill(gateway)
    await expect(settings.dialog).toContainText(`Calls http://localhost:`)
    await expect(settings.dialog).toContainText(gateway)
  })
  await expect(settings.open).toHaveAccessibleName('Agent settings: Chat completions')
  await page.reload()
  await playground.openCustomInputs()
  const preview = page.getByRole('region', { name: 'Request preview' })
  await expect(preview).toContainText(gateway)
  await expect(preview).toContainText('"model": "pricing-model"')
  await page.getByRole('button', { name: /^custom_inputs/ }).click()
  const answer = await playground.ask('What does the Trail lamp cost?')
  await expect(answer.root).toContainText('costs 45 dollars')

  await settings.change(() => settings.reset.click())
  await playground.openCustomInputs()
  await expect(preview).toContainText('/serving-endpoints/pricing-model/invocations')
})

test('a path to another host is refused: no token goes there', async ({ page, signedIn: playground }) => {
  const settings = new AgentSettings(page)
  await playground.chooseAgent('sales-insights')
  await settings.open.click()
  for (const [typed, words] of [
    ['https://collector.example/responses', 'Calls to this agent stay on localhost:'],
    ['/responses?token=1', 'This is not a path'],
    ['/../api/2.0/apps', 'This is not a path'],
  ] as const) {
    await settings.path.fill(typed)
    await settings.save.click()
    await expect(settings.dialog.getByRole('alert')).toContainText(words)
    await expect(settings.dialog).toBeVisible()
  }
})

test('an answer that contradicts its dialect says so, and one click sets it right', async ({
  page,
  signedIn: playground,
  watch,
}) => {
  watch.expect(/400|404/)
  const settings = new AgentSettings(page)
  await playground.chooseAgent('hr-helper')
  await settings.change(() => settings.dialect.selectOption('Responses'))
  await playground.ask('How many days of leave?', 'failed')
  const note = page.getByRole('status').filter({ hasText: 'It refused Responses' })
  await note.getByRole('button', { name: 'Use Chat agent and run again' }).click()
  await playground.answer().expectState('completed')
  await expect(playground.answer().root).toContainText('9 days left')
  await expect(note).toBeHidden()

  await playground.chooseAgent('contract-reader')
  await expect(settings.open).toHaveAccessibleName('Agent settings: Free JSON')
  await settings.change(() => settings.path.fill('/responses'))
  await playground.ask('{"document_text": "Pets are welcome.", "questions": ["Are pets welcome?"]}', 'failed')
  await page.getByRole('button', { name: 'Use Free JSON and run again' }).click()
  await playground.answer().expectState('completed')
  await expect(playground.answer().root).toContainText('"Yes"')
})

test('the trace is asked for where the agent takes it, and its spans are shown on one axis', async ({
  page,
  signedIn: playground,
}) => {
  const settings = new AgentSettings(page)
  await playground.chooseAgent('hr-helper')
  await settings.change(() => settings.trace.click())
  await playground.ask('How many days of leave?')
  await playground.tab('Trace').click()
  const spans = playground.inspector.getByRole('grid', { name: 'Spans' })
  await expect(spans.getByRole('row')).toHaveCount(5)
  await spans.getByRole('row', { name: /read_leave_balance/ }).click()
  await expect(playground.inspector.getByRole('region', { name: 'Span read_leave_balance' })).toContainText('"TOOL"')
  const { violations } = await new AxeBuilder({ page }).include('section[aria-label="Inspector"]').analyze()
  expect(violations).toEqual([])

  await playground.chooseAgent('echo-agent')
  await settings.change(() => settings.trace.click())
  const sent = page.waitForRequest((request) => request.url().endsWith('/apps/echo-agent/responses'))
  await playground.ask('Hello')
  expect((await sent).headers()['x-mlflow-return-trace-id']).toBe('true')
  await expect(playground.inspector).toContainText(/Trace id\s*tr-[0-9a-f]{32}/)
})

test('AppKit tells its trace in the head of the answer', async ({ page, signedIn: playground, watch }) => {
  watch.expect(/404/)
  const settings = new AgentSettings(page)
  await playground.chooseAgent('store-clerk')
  await settings.change(() => settings.trace.click())
  await playground.ask('Is the Ridge tent in stock?')
  await playground.tab('Trace').click()
  await expect(playground.inspector).toContainText(/trace:\/main\.agents\.store_clerk\/[0-9a-f]{32}/)
})

test('an agent on this computer is asked what it speaks, once it was chosen', async ({
  page,
  playground,
  testAgent,
  watch,
}) => {
  watch.expect(/404/)
  const settings = new AgentSettings(page)
  testAgent.always(async (answer) => {
    answer.stream()
    for (const event of messageEvents(['Here I am.'], 'msg_1')) await answer.event(event)
    await answer.write('data: [DONE]\n\n')
    answer.end()
  })
  await playground.addLocalAgent(testAgent.url, 'mine')
  await expect(settings.open).toHaveAccessibleName('Agent settings: Responses')
  await settings.open.click()
  await expect(settings.evidence).toContainText('GET /')
  const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze()
  expect(violations).toEqual([])
  await page.keyboard.press('Escape')
  await settings.change(() => settings.path.fill('/my/agent'))
  await playground.ask('Are you there?')
  expect(testAgent.requests.at(-1)?.path).toBe('/my/agent')
})

test('JSON of one’s own can also stand in custom_inputs alone', async ({ playground, watch }) => {
  watch.expect(/404/)
  await playground.signIn()
  await playground.chooseAgent('contract-reader')
  await expect(playground.send).toBeDisabled()
  await playground.setCustomInputs('{"document_text": "Pets are welcome.", "questions": ["Are pets welcome?"]}')
  await expect(playground.send).toBeEnabled()
  await playground.send.click()
  await playground.answer().expectState('completed')
  await expect(playground.answer().root).toContainText('"Yes"')
})
