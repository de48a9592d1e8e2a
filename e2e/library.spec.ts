import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { LibraryPage } from './pages/library-page.ts'
import { Playground } from './pages/playground.ts'
import { storedExchanges } from './stored-bytes.ts'
import { messageEvents, say } from './test-agent.ts'

/** A budget that no person would choose, so that a test need not record a gigabyte. */
const setBudget = (page: Page, budget: number): Promise<void> =>
  page.evaluate(async (bytes) => {
    const settled = <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error ?? new Error('The database refused.')))
      })
    const database = await settled(indexedDB.open('agent-playground'))
    const settings = { budget: bytes, keepsHistory: true, clearsAtSignOut: false }
    const store = database.transaction('documents', 'readwrite').objectStore('documents')
    await settled(store.put(JSON.stringify({ state: settings, version: 1 }), 'library'))
    database.close()
  }, budget)

test('the oldest recordings leave when asked, and all of it goes into one file, away, and back', async ({
  page,
  playground,
  testAgent,
}) => {
  const library = new LibraryPage(page)
  await playground.addLocalAgent(testAgent.url, 'Keeper')
  testAgent.next(say(['The oldest answer.']), say(['The newest answer.']))
  await playground.ask('First question')
  await playground.ask('Second question')
  await setBudget(page, 1000)
  await page.reload()
  await library.open()
  await expect(library.meter).toHaveAttribute('aria-valuetext', /of 1\.0 kB$/)

  await library.button('Make room…').click()
  await expect(page.getByRole('dialog', { name: 'Let 1 recording leave?' })).toContainText('Its answer stays readable')
  await library.confirm(/^Let 1 recording leave/)
  await expect(library.root.getByText('1 recording left.')).toBeVisible()
  await expect(library.row('First question')).toContainText('1 left')

  await library.row('First question').click()
  await library.button('Pin').click()
  await library.button('Open').click()
  const oldest = playground.answer(0)
  await expect(oldest.root).toContainText('The oldest answer.')
  await oldest.root.getByRole('button', { name: 'Code' }).click()
  await expect(page.getByRole('alert')).toContainText('The recording of this answer is gone')
  await page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click()

  await library.open()
  const download = page.waitForEvent('download')
  await library.button('Export all').click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^agent-playground-.*\.library\.jsonl$/)
  const path = await file.path()

  await library.button('Delete all…').click()
  const dialog = page.getByRole('dialog', { name: 'Delete the conversation?' })
  await expect(dialog.getByRole('button', { name: 'Delete everything' })).toBeDisabled()
  await dialog.getByRole('textbox').fill('delete')
  await dialog.getByRole('button', { name: 'Delete everything' }).click()
  await expect(library.root.getByText('Everything was deleted.')).toBeVisible()
  expect(await storedExchanges(page)).toEqual([])

  const chooser = page.waitForEvent('filechooser')
  await library.button('Import').click()
  await (
    await chooser
  ).setFiles({ name: 'all.library.jsonl', mimeType: 'application/jsonl', buffer: await readFile(path) })
  await expect(library.root.getByText('Added 1 conversation and 2 answers.')).toBeVisible()
  await expect(library.row('First question').getByLabel('pinned')).toBeVisible()
  expect(await storedExchanges(page)).toHaveLength(1)
  await page.reload()
  await playground.conversationEntry('First question').click()
  await expect(playground.answer(0).root).toContainText('The oldest answer.')
  await expect(playground.answer(1).root).toContainText('The newest answer.')
  await expect(playground.inspector.getByRole('grid', { name: 'Events' })).toContainText('[DONE]')
})

test('without history nothing is written, in all tabs; and a sign-out clears what was kept, where that is wished', async ({
  context,
  page,
  playground,
}) => {
  const library = new LibraryPage(page)
  const badge = page.getByRole('button', { name: 'No history' })
  await playground.signIn()
  const other = new Playground(await context.newPage())
  await other.open('/library')
  await new LibraryPage(other.page).keepsHistory.click()
  await expect(badge).toBeVisible()
  await other.page.close()

  await playground.chooseAgent('echo-agent')
  await playground.ask('Said without history')
  await expect(playground.tab('Events')).toBeVisible()
  expect(await storedExchanges(page)).toEqual([])
  await library.open()
  await expect(library.row('Said without history')).toContainText('in memory')

  await library.keepsHistory.click()
  await expect(badge).toBeHidden()
  await expect.poll(() => storedExchanges(page)).toHaveLength(1)
  await page.reload()
  await expect(library.row('Said without history')).not.toContainText('in memory')

  await library.clearsAtSignOut.click()
  await playground.signOut.click()
  await expect(library.row('Said without history')).toHaveCount(0)
  await expect.poll(() => storedExchanges(page)).toEqual([])
})

test('a full storage says so and loses nothing, and there is room again when something is deleted', async ({
  context,
  page,
  playground,
  testAgent,
  origin,
  watch,
}) => {
  const library = new LibraryPage(page)
  const full = page.getByRole('alert').filter({ hasText: 'storage is full' })
  watch.expect(/QuotaExceeded/)
  const browser = await context.newCDPSession(page)
  await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 })
  await playground.addLocalAgent(testAgent.url, 'Filler')
  testAgent.next(say(['Small answer.']), async (answer) => {
    answer.stream()
    // Comments that no disk can compress, and that nobody has to draw.
    for (let written = 0; written < 50; written += 1) await answer.write(`: ${randomBytes(25_000).toString('hex')}\n\n`)
    for (const event of messageEvents(['Large answer.'], 'msg_large')) await answer.event(event)
    await answer.event({ type: 'response.completed', response: { id: 'resp_large', status: 'completed' } })
    await answer.write('data: [DONE]\n\n')
    answer.end()
  })
  await playground.ask('Small')
  await page.getByRole('button', { name: 'New conversation' }).click()
  await playground.ask('Large')
  await expect(full).toContainText('let old recordings leave')
  await expect(playground.inspector.getByRole('grid', { name: 'Events' })).toContainText('[DONE]')

  await full.getByRole('button', { name: 'Open the library' }).click()
  await browser.send('Storage.overrideQuotaForOrigin', { origin })
  await library.row('Small').click()
  await library.button('Let recordings leave').click()
  await library.confirm(/^Let 1 recording leave/)
  await expect(full).toBeHidden()
  await expect.poll(async () => (await storedExchanges(page)).map(({ end }) => end)).toEqual(['whole-body'])
  expect((await storedExchanges(page))[0]?.byteLength).toBeGreaterThan(2_000_000)
})
