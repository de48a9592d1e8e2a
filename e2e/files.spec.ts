import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { AnswerCard } from './pages/answer-card.ts'
import { Playground } from './pages/playground.ts'
import { say } from './test-agent.ts'

const importFile = async (page: Page, name: string, content: string | Buffer): Promise<void> => {
  const chooserOpened = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const chooser = await chooserOpened
  await chooser.setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) })
}

/** The number that stands under the answer. */
const eventsOf = async (answer: AnswerCard): Promise<number> =>
  Number(/(\d+)\s+events/.exec(await answer.root.innerText())?.[1])

const dropFile = async (page: Page, name: string, content: string): Promise<void> => {
  const transfer = await page.evaluateHandle(
    ([fileName, text]) => {
      const data = new DataTransfer()
      data.items.add(new File([text], fileName))
      return data
    },
    [name, content] as const,
  )
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer })
  await expect(page.getByText('Drop a recording to open it')).toBeVisible()
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
}

test('an answer goes as a file to somebody without a sign-in, who sees the same', async ({
  browser,
  origin,
  playground,
  testAgent,
  watch,
}) => {
  await playground.addLocalAgent(testAgent.url, 'Greeter')
  testAgent.next(say(['Grüße ', '🧭 ', 'from ', 'afar.']))
  const answer = await playground.ask('Where are you?')
  const events = await eventsOf(answer)
  const findings = await playground.tab('Findings').innerText()
  const recording = await answer.export('Recording')
  expect(recording.suggestedFilename()).toMatch(/^Greeter-.*\.recording\.json$/)
  const lines = (await readFile(await (await answer.export('Events')).path(), 'utf8')).trimEnd().split('\n')
  expect(lines).toHaveLength(events)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    exchange: 0,
    index: 0,
    offset: 0,
    event: { type: expect.any(String) },
  })

  const context = await browser.newContext({ baseURL: origin })
  await watch.join(context)
  try {
    const other = new Playground(await context.newPage())
    await other.open()
    await importFile(other.page, 'greeting.recording.json', await readFile(await recording.path()))
    await other.answer().expectState('completed')
    await expect(other.answer().root).toContainText('Grüße 🧭 from afar.')
    await expect(other.page.getByRole('heading', { name: 'Greeter', level: 1 })).toBeVisible()
    await expect(other.page.getByText('Imported', { exact: true })).toBeVisible()
    expect(await eventsOf(other.answer())).toBe(events)
    expect(await other.tab('Findings').innerText()).toBe(findings)
    await expect(other.answer().runAgain).toBeDisabled()
    await other.page.reload()
    await expect(other.answer().root).toContainText('Grüße 🧭 from afar.')
    expect(testAgent.requests).toHaveLength(1)
  } finally {
    await context.close()
  }
})

test('what is no recording is refused in words, and changes nothing', async ({ page, playground }) => {
  await playground.open()
  const valid = { format: 'agent-playground-recording', version: 1, title: 'T', agentName: 'A', leaf: null, turns: [] }
  await importFile(page, 'half.recording.json', JSON.stringify(valid).slice(0, 40))
  await expect(playground.alerts).toContainText('half.recording.json: It begins like JSON, but is not')
  await importFile(page, 'new.recording.json', JSON.stringify({ ...valid, version: 2 }))
  await expect(playground.alerts).toContainText('another version')
  await importFile(page, 'package.json', '{"name": "something"}')
  await expect(playground.alerts).toContainText('neither a recording, an HTTP archive')
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await dropFile(page, 'dropped.json', '[]')
  await expect(playground.alerts).toContainText('dropped.json')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Talk to your agent')
  await dropFile(page, 'empty.recording.json', JSON.stringify({ ...valid, agentName: 'Nobody' }))
  await expect(page.getByRole('heading', { name: 'Nobody', level: 1 })).toBeVisible()
})
