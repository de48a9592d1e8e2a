import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { AnswerCard } from './pages/answer-card.ts'
import { expect, test } from './fixtures.ts'
import { createLatch, say } from './test-agent.ts'

const sha256 = (bytes: Uint8Array | undefined): string =>
  createHash('sha256')
    .update(bytes ?? Buffer.alloc(0))
    .digest('hex')

/** The answer's bytes as the playground has them. */
const exported = async (answer: AnswerCard): Promise<Buffer> => {
  const download = await answer.export('Bytes as received')
  expect(download.suggestedFilename()).toMatch(/\.sse$/)
  return readFile(await download.path())
}

/** The strip of figures under an answer, without the buttons. */
const figuresOf = async (answer: AnswerCard): Promise<string> =>
  /\d[\d,.]* events? [\d,.]+ \S*B/.exec((await answer.root.innerText()).replaceAll(/\s+/g, ' '))?.[0] ?? 'none'

test('a conversation, its answers, figures and every byte are there after a reload', async ({
  page,
  playground,
  testAgent,
}) => {
  await playground.addLocalAgent(testAgent.url)
  testAgent.next(say(['Grüße ', '🧭 ', 'from ', 'afar.']), say(['Second ', 'answer.']))
  await playground.ask('Where are you?')
  await playground.ask('And now?')
  const before = await Promise.all([figuresOf(playground.answer(0)), figuresOf(playground.answer(1))])
  expect(before[0]).toContain('events')
  for (const index of [0, 1]) {
    expect(sha256(await exported(playground.answer(index)))).toBe(sha256(testAgent.written[index]))
  }

  await page.reload()
  await playground.answer(1).expectState('completed')
  await expect(playground.answer(0).root).toContainText('Grüße 🧭 from afar.')
  await expect(playground.answer(1).root).toContainText('Second answer.')
  expect(await Promise.all([figuresOf(playground.answer(0)), figuresOf(playground.answer(1))])).toEqual(before)
  for (const index of [0, 1]) {
    expect(sha256(await exported(playground.answer(index)))).toBe(sha256(testAgent.written[index]))
  }
  await expect(playground.inspector.getByRole('tab', { name: /^Events/ })).toBeVisible()
  expect(testAgent.requests).toHaveLength(2)
})

test('conversations are listed, searched, renamed, and deleted with a way back', async ({
  page,
  playground,
  testAgent,
}) => {
  await playground.addLocalAgent(testAgent.url)
  await playground.ask('About apples')
  await page.getByRole('button', { name: 'New conversation' }).click()
  await expect(playground.answers).toHaveCount(0)
  await playground.ask('About pears')
  await playground.ask('More about quinces')
  const apples = playground.conversations.getByRole('button', { name: /^About apples/ })
  const pears = playground.conversations.getByRole('button', { name: /^About pears/ })
  await expect(pears).toHaveAttribute('aria-current', 'page')
  await apples.click()
  await expect(playground.answers).toHaveCount(1)

  const search = page.getByRole('searchbox', { name: 'Search conversations' })
  await search.fill('quinces')
  await expect(apples).toHaveCount(0)
  await expect(pears).toBeVisible()
  await search.fill('bananas')
  await expect(playground.conversations).toContainText('Nothing matches “bananas”.')
  await search.press('Escape')
  await expect(apples).toBeVisible()

  await pears.hover()
  await playground.conversations.getByRole('button', { name: 'More for About pears' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await playground.conversations.getByRole('textbox', { name: 'Title' }).fill('Fruit of the year')
  await page.keyboard.press('Enter')
  const renamed = playground.conversations.getByRole('button', { name: /^Fruit of the year/ })
  await expect(renamed).toBeVisible()
  await page.reload()
  await expect(renamed).toBeVisible()

  await renamed.click()
  await expect(playground.answers).toHaveCount(2)
  const address = page.url()
  await renamed.hover()
  await playground.conversations.getByRole('button', { name: 'More for Fruit of the year' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(renamed).toHaveCount(0)
  const notice = page.getByRole('status').filter({ hasText: '“Fruit of the year” was deleted' })
  await notice.getByRole('button', { name: 'Undo' }).click()
  await expect(renamed).toBeVisible()
  await page.goto(address)
  await expect(playground.answers).toHaveCount(2)
  await expect(playground.answer(1).root).toContainText('Hello from the test agent.')
  expect(sha256(await exported(playground.answer(1)))).toBe(sha256(testAgent.written[2]))

  // Deleted without a way back it stays away, also for a reload.
  await apples.focus()
  await page.keyboard.press('Delete')
  await expect(apples).toHaveCount(0)
  await page.reload()
  await expect(renamed).toBeVisible()
  await expect(apples).toHaveCount(0)
})

test('the address of a run and an event opens them, and the back button goes back', async ({
  page,
  playground,
  testAgent,
}) => {
  await playground.addLocalAgent(testAgent.url)
  testAgent.next(say(['First ', 'try.']), say(['Second ', 'try.']))
  const answer = await playground.ask('Try')
  await answer.runAgain.click()
  await expect(answer.root).toContainText('Second try.')
  await answer.expectState('completed')
  await answer.root.getByRole('button', { name: 'Previous run' }).click()
  await expect(answer.root).toContainText('First try.')
  const firstRun = new URL(page.url()).hash
  expect(firstRun).toMatch(/^#\/c\/[\w-]+\/[\w-]+$/)
  const start = page.url().replace(/#.*/, '')

  await page.goto('about:blank')
  await page.goto(`${start}${firstRun}/2`)
  await expect(playground.answer().root).toContainText('First try.')
  const selected = playground.inspector.getByRole('row', { selected: true })
  await expect(selected).toContainText('output_text.delta')
  await expect(selected).toContainText('try.')

  await page.getByRole('button', { name: 'New conversation' }).click()
  await expect(playground.answers).toHaveCount(0)
  await page.goBack()
  await expect(playground.answers).toHaveCount(1)
  await expect(playground.answer().root).toContainText('First try.')
})

test('links that lead nowhere say so', async ({ page, playground }) => {
  for (const [fragment, words] of [
    ['/c/conversation_unknown', 'This browser has no such conversation'],
    ['/nowhere/at/all', 'This link leads nowhere here'],
    ['/c/..%2F..%2Fetc', 'This link leads nowhere here'],
  ] as const) {
    await page.goto('about:blank')
    await playground.open(fragment)
    await expect(playground.alerts).toContainText(words)
    await expect(playground.alerts).toContainText('What to do:')
  }
})

test('a reload in the middle of an answer keeps all that was shown, and sends nothing again', async ({
  page,
  playground,
  testAgent,
}) => {
  await playground.addLocalAgent(testAgent.url)
  const never = createLatch()
  testAgent.next(say(['One ', 'two ', 'three ', 'four ', 'five ', 'six.'], never.opened))
  await playground.say('Count for me')
  await expect(playground.answer().root).toContainText('One two three')
  await page.reload()
  const answer = playground.answer()
  await answer.expectState('interrupted')
  await expect(answer.root).toContainText('One two three')
  await expect(answer.alert).toContainText('The answer was cut off before its end')
  expect(await testAgent.requests[0]?.left).toBe('gone')
  expect(sha256(await exported(answer))).toBe(sha256(testAgent.written[0]))
  expect(testAgent.requests).toHaveLength(1)
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('')

  // Only the person sends again.
  testAgent.next(say(['All ', 'of it.']))
  await answer.runAgain.click()
  await expect(answer.root).toContainText('All of it.')
  await expect(answer.root).toContainText('run 2/2')
  expect(testAgent.requests).toHaveLength(2)
  expect(testAgent.requests[1]?.body).toBe(testAgent.requests[0]?.body)
  never.open()
})

test('a link to an agent that is not known here says so, and sends nothing', async ({ playground, page }) => {
  await playground.open('/new?workspace=https://agents.example&agent=apps/x')
  const foreign: string[] = []
  page.on('request', (request) => foreign.push(request.url()))
  const refusal = page.getByRole('dialog', { name: 'This link leads where the playground does not go' })
  await expect(refusal).toContainText('https://agents.example')
  await page.reload()
  await expect(refusal).toContainText('Nothing was sent to it.')
  await refusal.getByRole('button', { name: 'Cancel' }).click()
  const words = page.getByRole('alert').filter({ hasText: 'is not known here' })
  await expect(words).toContainText('apps/x')
  await expect(words).toContainText('https://agents.example')
  expect(foreign.filter((url) => url.includes('agents.example') || url.includes('/relay/'))).toEqual([])
})

test('names that every object has lead to no conversation', async ({ playground, page }) => {
  await playground.open('/c/__proto__/constructor')
  await expect(page.getByRole('alert')).toContainText('leads nowhere here')
})
