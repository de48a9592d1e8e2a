import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { Playground } from './pages/playground.ts'

const verdict = (page: Page) => page.getByRole('status', { name: 'Verdict' })
const differences = (page: Page) => page.getByRole('list', { name: 'Differences' })

const openAgent = async (playground: Playground, name: string): Promise<Playground> => {
  await playground.chooseAgent(name)
  return playground
}

test('the other way: exactly what the two tellings disagree in, said first', async ({ signedIn, page }) => {
  const playground = await openAgent(signedIn, 'two-faced')
  const answer = await playground.ask('What does the Ridge tent cost?')
  await answer.root.getByRole('button', { name: 'Run the other way' }).click()
  await expect(page.getByRole('tab', { name: 'Compare' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('region', { name: 'Column A' })).toContainText('streamed')
  await expect(page.getByRole('region', { name: 'Column B' })).toContainText('whole')
  await expect(verdict(page)).toHaveText(
    'A tool call in the streamed answer only, different text, the streamed answer lacks custom_outputs, different usage.',
  )
  await expect(page.getByText('4 differences')).toBeVisible()

  await page.keyboard.press('n')
  await expect(differences(page).locator('[aria-current=true]')).toContainText('look_up_price')
  await page.keyboard.press('n')
  await expect(differences(page).locator('[aria-current=true]')).toContainText('and with the Ember stove')
  await page.keyboard.press('p')
  await expect(differences(page).locator('[aria-current=true]')).toContainText('look_up_price')

  await page.getByRole('button', { name: /^Ignored/ }).click()
  await page.getByRole('menuitem', { name: /^ignored Ids/ }).click()
  await expect(page.getByText('4 differences')).toBeHidden()

  await page.reload()
  await expect(verdict(page)).toContainText('different usage')
})

test('an agent that agrees with itself: the same', async ({ signedIn, page }) => {
  const playground = await openAgent(signedIn, 'two-faced')
  const answer = await playground.ask('Do your two faces agree?')
  await answer.root.getByRole('button', { name: 'Run the other way' }).click()
  await expect(verdict(page)).toHaveText('The same: no tools, same text.')
  await expect(page.getByText('0 differences')).toBeVisible()
})

test('what is known of the server is expected, and why', async ({ signedIn, page }) => {
  const playground = await openAgent(signedIn, 'research-crew')
  const answer = await playground.ask('Outdoor gear')
  await answer.root.getByRole('button', { name: 'Run the other way' }).click()
  await expect(verdict(page)).toHaveText(/^The same: same tools, same text\. Expected here: usage\.$/)
  await page.keyboard.press('n')
  await expect(differences(page).locator('[aria-current=true]')).toContainText('OpenAI Agents SDK')
})

test('both ways at once, and one message to several columns', async ({ signedIn, page }) => {
  const playground = await openAgent(signedIn, 'echo-agent')
  await page.getByRole('switch', { name: 'Both ways' }).click()
  const answer = await playground.ask('Twice, please.')
  await expect(answer.root).toContainText('run 1/2')
  const ways = answer.root.getByRole('group', { name: 'Both ways' })
  await expect(ways).toContainText('Both ways: the same: no tools, same text.')
  await ways.getByRole('button', { name: 'Open side by side' }).click()
  await expect(verdict(page)).toHaveText('The same: no tools, same text.')
  await page.getByRole('button', { name: 'Columns', exact: true }).click()
  await page.getByRole('menuitem', { name: 'New comparison' }).click()
  const setup = page.getByRole('form', { name: 'Columns' })
  const second = setup.getByRole('group', { name: 'Column B' })
  await second.getByRole('combobox', { name: 'Agent' }).selectOption('two-faced')
  await second.getByText('Request variant').click()
  await second.getByRole('combobox', { name: 'Call path of B' }).fill('https://elsewhere.example/responses')
  await expect(second.getByRole('alert')).toContainText('Calls to this agent stay on')
  await second.getByRole('combobox', { name: 'Call path of B' }).fill('/invocations')
  await setup.getByRole('textbox', { name: 'Message to all' }).fill('Do your two faces agree?')

  await page.reload()
  await expect(second).toContainText('/invocations')
  await setup.getByRole('button', { name: 'Send to all' }).click()
  const [a, b] = [page.getByRole('region', { name: 'Column A' }), page.getByRole('region', { name: 'Column B' })]
  await expect(a).toContainText('echo-agent')
  await expect(b).toContainText('Both of my faces say this.')
  await expect(b).toContainText('/invocations')
  await expect(verdict(page)).toContainText(/different text/i)
  await expect(playground.conversations.getByRole('button', { name: /Do your two faces agree/ }).first()).toBeVisible()

  // Each column is a chat of its own, and goes on.
  await page.getByRole('textbox', { name: 'Follow-up to all' }).fill('And once more?')
  await page.keyboard.press('Enter')
  await expect(a.getByRole('article', { name: /completed$/ })).toHaveCount(2)
  await expect(b.getByRole('article', { name: /completed$/ })).toHaveCount(2)
  await page.reload()
  await expect(a.getByRole('article', { name: /completed$/ })).toHaveCount(2)
  await expect(b).toContainText('And once more?')
})

test('any two runs stand side by side, imported ones too', async ({ signedIn, page }) => {
  const playground = await openAgent(signedIn, 'two-faced')
  const answer = await playground.ask('What does the Ridge tent cost?')
  const file = await (await answer.export('Recording')).path()
  await playground.chooseAgent('echo-agent')
  await playground.ask('What does the Ridge tent cost?')

  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import' }).click(),
  ])
  await chooser.setFiles(file)
  await expect(page.getByText('Imported', { exact: true })).toBeVisible()
  const imported = playground.answer()
  await imported.root.getByRole('button', { name: 'Compare', exact: true }).click()
  await page.getByRole('menuitem', { name: 'With another run…' }).click()
  const search = page.getByRole('combobox', { name: 'Search runs' })
  await expect(page.getByRole('option')).toHaveCount(2)
  await search.fill('echo today streamed')
  await expect(page.getByRole('option')).toHaveCount(1)
  await search.press('Enter')
  await expect(verdict(page)).toContainText('different text')

  await page.getByRole('button', { name: 'Columns', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Add a run…' }).click()
  await page.getByRole('option', { name: /two-faced/ }).click()
  await page.getByRole('combobox', { name: 'with column' }).selectOption('C')
  await expect(verdict(page)).toHaveText(/^The same: /)
  await expect(page.getByRole('form', { name: 'Follow-up' })).toContainText('Column A cannot be asked')
})

test('the same request several times, with statistics that can be taken along', async ({ signedIn, page }) => {
  const playground = await openAgent(signedIn, 'echo-agent')
  const answer = await playground.ask('Again and again.')
  await answer.root.getByRole('button', { name: 'Compare', exact: true }).click()
  await page.getByRole('menuitem', { name: /^Repeat/ }).click()
  await page.getByRole('spinbutton', { name: 'Times' }).fill('3')
  await page.getByRole('combobox', { name: 'Ask for' }).selectOption('both')
  await page.getByRole('button', { name: 'Run 6 times' }).click()
  await expect(page.getByRole('status', { name: 'Progress' })).toContainText('7 of 7 runs have ended, 7 completed.')
  await expect(page.getByRole('status', { name: 'Progress' })).toContainText('Fewer than ten values')
  await expect(page.getByRole('list', { name: 'Agreement' })).toContainText(
    '7 of 7 streamed and whole answers together give the same text',
  )
  await expect(
    page.getByRole('table', { name: 'Statistics' }).getByRole('row', { name: /^total whole 3/ }),
  ).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\r\n')
  expect(lines).toHaveLength(8)
  expect(lines[0]).toContain('first_byte_ms')
})

test('a pinned answer: each later run of the message says what changed against it', async ({ signedIn, page }) => {
  const playground = await openAgent(signedIn, 'two-faced')
  const answer = await playground.ask('What does the Ridge tent cost?')
  await answer.root.getByRole('button', { name: 'Compare', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Pin as baseline' }).click()
  await expect(answer.root).toContainText('Baseline: later runs of this message are held against it.')

  await answer.runAgain.click()
  const line = playground.conversation.getByRole('group', { name: 'Baseline', exact: true })
  await expect(line).toContainText(/^Against the baseline: the same: .*first text .*total .*no findings/)

  await playground.stream.click()
  await answer.runAgain.click()
  await expect(line).toContainText('different text')
  await expect(line).toContainText('a tool call in the baseline only')

  await page.reload()
  await line.getByRole('button').click()
  await expect(page.getByRole('region', { name: 'Column A' })).toContainText('Baseline: later runs')
  await expect(page.getByRole('region', { name: 'Column B' })).toContainText('whole')
  await expect(verdict(page)).toContainText('A tool call in the streamed answer only')

  const pinned = page.getByRole('region', { name: 'Column A' })
  await pinned.getByRole('button', { name: 'Compare', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Unpin baseline' }).click()
  await expect(page.getByRole('group', { name: 'Baseline', exact: true })).toHaveCount(0)
})

/** Loses the stored row of a run, as site data may be lost: its conversation still names it. */
const loseRun = (page: Page, run: string): Promise<void> =>
  page.evaluate(async (id) => {
    const opening = indexedDB.open('agent-playground')
    const database = await new Promise<IDBDatabase>((resolve) => {
      opening.addEventListener('success', () => resolve(opening.result))
    })
    const transaction = database.transaction('runs', 'readwrite')
    transaction.objectStore('runs').delete(id)
    await new Promise((resolve) => {
      transaction.addEventListener('complete', resolve)
    })
    database.close()
  }, run)

test('a baseline holds in other conversations, says when it is gone, and travels in a file', async ({
  signedIn,
  page,
}) => {
  const playground = await openAgent(signedIn, 'two-faced')
  const question = 'Do your two faces agree?'
  const answer = await playground.ask(question)
  await answer.root.getByRole('button', { name: 'Compare', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Pin as baseline' }).click()
  const pinned = await answer.root.getAttribute('data-run')
  await page.getByRole('button', { name: `More for ${question}` }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^Recording/ }).click(),
  ])

  await page.getByRole('button', { name: 'New conversation' }).click()
  const line = playground.conversation.getByRole('group', { name: 'Baseline', exact: true })
  await playground.ask(question)
  await expect(line).toContainText('Against the baseline of another conversation: the same: no tools, same text')
  await loseRun(page, pinned ?? '')
  await page.reload()
  await expect(line).toContainText('The baseline of this message is not in this browser any more.')
  await line.getByRole('button', { name: 'Unpin it' }).click()
  await expect(line).toHaveCount(0)

  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import' }).click(),
  ])
  await chooser.setFiles(await file.path())
  await expect(page.getByText('Imported', { exact: true })).toBeVisible()
  await expect(line).toContainText('Baseline: later runs of this message are held against it.')
})
