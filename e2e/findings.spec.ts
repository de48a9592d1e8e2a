import { readFile } from 'node:fs/promises'
import { expect, test } from './fixtures.ts'
import { InspectorPane } from './pages/inspector-pane.ts'
import type { Playground } from './pages/playground.ts'
import { createLatch } from './test-agent.ts'

const findings = (playground: Playground) => playground.inspector.getByRole('tabpanel', { name: /^Findings/ })

const play = async (playground: Playground, recording: string, state = 'completed') => {
  await playground.setCustomInputs(JSON.stringify({ recording }))
  return playground.ask(recording, state)
}

test('what an agent does wrong is said while it streams, and leads to its event', async ({ playground, testAgent }) => {
  const inspector = new InspectorPane(playground.inspector)
  const seen = createLatch()
  testAgent.next(async (answer) => {
    answer.stream()
    await answer.event({ type: 'response.output_text.delta', item_id: 'm', delta: 'Some text. ' })
    await answer.write('data: {"type": oops}\n\n')
    await seen.opened
    await answer.event({
      type: 'response.output_item.done',
      item: { type: 'message', id: 'm', role: 'assistant', content: [] },
    })
    await answer.write('data: [DONE]\n\n')
    answer.end()
  })
  await playground.addLocalAgent(testAgent.url)
  await playground.say('Go')
  await playground.tab('Findings').click()
  const invalid = findings(playground).getByRole('region', { name: 'The data of an event are not a JSON object' })
  await expect(invalid, 'It is told before the answer is over').toContainText('breaks clients')
  await expect(invalid).toContainText('invalid-frame')
  await expect(findings(playground).getByRole('status')).toHaveText('1 deviation from the protocol')
  seen.open()
  await playground.answer().expectState('completed')
  await expect(findings(playground).getByRole('status')).toHaveText('2 deviations from the protocol')
  await expect(playground.answer().root, 'The text that was streamed stays').toContainText('Some text.')

  await invalid.getByRole('button', { name: 'How to fix it' }).click()
  await expect(invalid).toContainText('MLflow ResponsesAgent')
  await invalid.getByRole('button', { name: 'event 2' }).click()
  await expect(playground.tab('Events')).toHaveAttribute('aria-selected', 'true')
  await expect(inspector.row(2)).toHaveAttribute('aria-selected', 'true')
})

test('findings are filtered, copied and exported for a bug report', async ({ playground, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await playground.signIn('Ben Ruiz')
  await playground.chooseAgent('fault-lab')
  await play(playground, 'two-rounds')
  await playground.tab('Findings').click()
  const list = findings(playground)
  const groups = list.getByRole('region').filter({ hasText: 'How to fix it' })
  const all = await groups.count()
  expect(all).toBeGreaterThan(5)

  await list.getByRole('button', { name: /^odd/ }).click()
  await expect(groups).not.toHaveCount(all)
  await expect(list.getByRole('status')).toContainText(/^\d+ of \d+ deviations/)
  await list.getByRole('button', { name: /^odd/ }).click()
  await list.getByRole('searchbox', { name: 'Search findings' }).fill('several-rounds')
  await expect(groups).toHaveCount(1)
  await list.getByRole('button', { name: /^Copy as Markdown: / }).click()
  const one = await page.evaluate(() => navigator.clipboard.readText())
  expect(one).toMatch(/^### One stream holds several responses \(`several-rounds`, odd\)/)
  await list.getByRole('button', { name: 'Clear the search' }).click()
  await expect(groups).toHaveCount(all)

  await list.getByRole('button', { name: 'Copy as Markdown', exact: true }).click()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    list.getByRole('button', { name: 'Download as Markdown' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^findings-.+\.md$/)
  const report = await readFile(await download.path(), 'utf8')
  expect(report).toBe(copied)
  expect(report).toContain('# Findings about an answer')
  expect(report).toContain('/apps/fault-lab/responses')
  expect(report.match(/^### /gm)).toHaveLength(all)
  expect(report, 'No credential is in it').not.toMatch(/Bearer|eyJ/)
})

test('an agent that keeps the rules of its dialect gets none', async ({ playground }) => {
  await playground.signIn('Ben Ruiz')
  for (const agent of ['echo-agent', 'support-agent']) {
    await playground.chooseAgent(agent)
    await playground.ask('Hello, where is my order 1042?')
    await playground.tab('Findings').click()
    await expect(findings(playground), agent).toContainText('No deviations found')
  }
  await playground.chooseAgent('fault-lab')
  for (const recording of [
    'by-the-rules',
    'agent-server-by-the-rules',
    'long-running-by-the-rules',
    'chat-agent',
    'chat-completion-chunks',
    'openai-native-reasoning-refusal',
    'hosted-tools',
    'framing',
    'trace-nanoseconds',
    'approval-request',
    'approval-approved',
    'approval-denied',
    'json-instead-of-stream',
  ]) {
    await play(playground, recording)
    await expect(findings(playground), recording).toContainText('No deviations found')
  }
})

test('the delivery is diagnosed from its times', async ({ playground, testAgent }) => {
  await playground.addLocalAgent(testAgent.url)
  const delta = (text: string) => ({ type: 'response.output_text.delta', item_id: 'm', delta: text })
  const message = (text: string) => ({
    type: 'response.output_item.done',
    item: { type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text, annotations: [] }] },
  })
  const pieces = Array.from({ length: 11 }, (_, index) => `word${index} `)
  testAgent.next(async (answer) => {
    answer.stream()
    const frames = [...pieces.map(delta), message(pieces.join(''))].map((event) => `data: ${JSON.stringify(event)}\n\n`)
    await new Promise((resolve) => setTimeout(resolve, 600))
    await answer.write(`${frames.join('')}data: [DONE]\n\n`)
    answer.end()
  })
  await playground.ask('All at once')
  await playground.tab('Findings').click()
  const delivery = playground.inspector.getByRole('region', { name: 'Delivery' })
  await expect(delivery).toContainText('Something gathers the answer before it passes it on')
  await expect(delivery).toContainText(/13 events came in one read after \d+ ms in which nothing came/)
  await expect(delivery).toContainText('X-Accel-Buffering: no')

  testAgent.next(async (answer) => {
    answer.head(200, { 'content-type': 'text/html; charset=utf-8' })
    await answer.write('<!doctype html><title>Sign in</title><h1>Sign in</h1>')
    answer.end()
  })
  await playground.ask('A page', 'failed')
  await expect(delivery).toContainText('A web page came instead of an answer')
})
