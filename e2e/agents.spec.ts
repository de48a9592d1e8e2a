import { createServer } from 'node:net'
import { once } from 'node:events'
import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures.ts'

/** The names of the entries in the order in which they are listed. */
const namesOf = async (entries: Locator): Promise<readonly string[]> =>
  (await entries.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''))).map(
    (label) => label.split(',')[0] ?? '',
  )

/** A port of this computer on which nothing listens. */
const deadPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port.')
  return address.port
}

test('apps and endpoints are listed with kind, state, maker and what they speak', async ({ page, playground }) => {
  await playground.signIn('Ada Okafor')
  const cases = [
    ['support-agent', 'running', 'App · Responses · ben.ruiz@example.com'],
    ['archived-agent', 'stopped', 'App · Responses'],
    ['starting-agent', 'starting', 'App · Responses'],
    ['sales-insights', 'running', 'Serving endpoint · Responses · ben.ruiz@example.com'],
    ['triage-endpoint', 'starting', 'Serving endpoint · Responses'],
    ['databricks-gpt-sample', 'running', 'Serving endpoint · Chat completions'],
  ] as const
  const rail = await page.getByRole('navigation', { name: 'Agents and conversations' }).boundingBox()
  const edge = (rail?.x ?? 0) + (rail?.width ?? 0)
  for (const [name, state, about] of cases) {
    await expect(playground.agent(name)).toHaveAccessibleName(`${name}, ${state}`)
    await expect(playground.agent(name)).toContainText(about)
    const words = await playground.agent(name).getByText(state, { exact: true }).boundingBox()
    expect((words?.x ?? Infinity) + (words?.width ?? 0), 'the state is not cut off').toBeLessThan(edge)
  }

  const search = page.getByRole('searchbox', { name: 'Search agents' })
  await search.fill('endpoint responses')
  await expect(playground.agent('support-agent')).toHaveCount(0)
  await search.fill('made-up shop')
  await expect(playground.agent('support-agent')).toBeVisible()
  await expect(playground.agents.getByRole('listitem')).toHaveCount(1)
  await search.fill('nothing like it')
  await expect(page.getByText('No agent matches “nothing like it”.')).toBeVisible()
  await search.fill('')

  // By keyboard: one stop for Tab, arrows inside.
  await playground
    .agent('archived-agent')
    .getByRole('button', { name: /^archived-agent/ })
    .focus()
  await page.keyboard.press('ArrowDown')
  await expect(playground.agent('contract-reader').getByRole('button', { name: /^contract-reader/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'contract-reader', level: 1 })).toBeVisible()
})

test('a star and the last use bring an agent up, also after a reload', async ({ page, playground }) => {
  await playground.signIn('Ada Okafor')
  await expect(playground.agent('support-agent')).toBeVisible()
  const entries = playground.agents.getByRole('listitem').filter({ has: page.getByRole('button') })
  expect((await namesOf(entries))[0]).toBe('archived-agent')

  await playground.chooseAgent('slow-thinker')
  expect((await namesOf(entries))[0]).toBe('archived-agent')
  await playground.chooseAgent('echo-agent')
  await playground.ask('Hello')
  await expect.poll(async () => (await namesOf(entries))[0]).toBe('echo-agent')

  await playground.agent('support-agent').hover()
  const star = playground.agent('support-agent').getByRole('button', { name: 'Star support-agent' })
  await star.click()
  await expect(star).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(async () => (await namesOf(entries)).slice(0, 2)).toEqual(['support-agent', 'echo-agent'])

  await page.reload()
  await expect(playground.agent('support-agent')).toBeVisible()
  await expect.poll(async () => (await namesOf(entries)).slice(0, 2)).toEqual(['support-agent', 'echo-agent'])
  await expect(star).toHaveAttribute('aria-pressed', 'true')
  await star.click()
  await expect.poll(async () => (await namesOf(entries))[0]).toBe('echo-agent')
})

test('an agent on this computer is added without sign-in, and stays', async ({ page, playground, testAgent }) => {
  await playground.addLocalAgent(testAgent.url)
  await expect(playground.agent('test-agent')).toHaveAccessibleName('test-agent, no sign-in')
  await playground.ask('Hello?')
  await expect(playground.answer().root).toContainText('Hello from the test agent.')
  await page.reload()
  await expect(playground.agent('test-agent')).toBeVisible()

  await playground.agent('test-agent').hover()
  await playground.agent('test-agent').getByRole('button', { name: 'Remove test-agent' }).click()
  await expect(playground.agent('test-agent')).toHaveCount(0)
})

test('an address where nothing answers is warned about once, and can be added', async ({ page, playground, watch }) => {
  watch.expect(/status of 502/)
  const port = await deadPort()
  await playground.open()
  await playground.talkToLocal.click()
  const dialog = page.getByRole('dialog', { name: 'Add an agent on this computer' })
  await dialog.getByRole('textbox', { name: 'Agent URL' }).fill(`http://localhost:${port}`)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog.getByRole('status')).toContainText('Nothing answers there now.')
  await dialog.getByRole('button', { name: 'Add anyway' }).click()
  await expect(dialog).toBeHidden()
  await playground.say('Is anybody there?')
  await playground.answer().expectState('failed')
  await expect(playground.answer().alert).toContainText('Nothing answers at the agent’s address')
  await expect(playground.answer().alert).toContainText(/What to do: .*\(for: you\)/)
  await expect(playground.conversation).toContainText('Is anybody there?')
})

test('a stopped app, an endpoint that is not ready and a missing permission are said in words', async ({
  playground,
  watch,
}) => {
  watch.expect(/status of (403|400|502|503|404)/)
  await playground.signIn('Chen Li')
  await playground.chooseAgent('archived-agent')
  await expect(playground.page.getByRole('status').filter({ hasText: 'archived-agent is stopped' })).toBeVisible()
  await playground.say('Anybody home?')
  await playground.answer().expectState('failed')
  await expect(playground.answer().alert).toContainText('The app is stopped')
  await expect(playground.answer().alert).toContainText('Start it in the workspace')
  await expect(playground.answer().alert).toContainText('(for: agent author)')

  await playground.chooseAgent('starting-agent')
  await playground.say('Are you up?')
  await playground.answer().expectState('failed')
  await expect(playground.answer().alert).toContainText('the app is starting')

  await playground.chooseAgent('research-crew')
  await playground.say('Compare the regions')
  await playground.answer().expectState('failed')
  await expect(playground.answer().alert).toContainText('You may not use the app')
  await expect(playground.answer().alert).toContainText('Ask its owner for CAN USE on the app.')
  await expect(playground.answer().alert).toContainText('(for: workspace admin)')

  await playground.chooseAgent('triage-endpoint')
  await expect(playground.page.getByRole('status').filter({ hasText: 'triage-endpoint is starting' })).toBeVisible()
  await playground.say('Sort this')
  await playground.answer().expectState('failed')
  await expect(playground.answer().alert).toContainText('What to do:')
})
