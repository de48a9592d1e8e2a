import { expect, test } from './fixtures.ts'
import { faultsOfLayout } from './layout-faults.ts'
import { Playground } from './pages/playground.ts'

test('a shared answer opens in a fresh browser, without sign-in, and asks nobody', async ({
  page,
  playground,
  browser,
  baseURL,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await playground.signIn()
  await playground.chooseAgent('sales-insights')
  const { root: answer } = await playground.ask('Write to canary@acme.example')
  await answer.getByRole('button', { name: 'Share', exact: true }).click()

  const dialog = page.getByRole('dialog', { name: 'Share as a link' })
  await expect(dialog.getByRole('region', { name: 'What the receiver sees' })).toContainText('Write to [email-1')
  await expect(dialog.getByRole('switch', { name: /^E-mail addresses/ })).toBeChecked()
  expect(await faultsOfLayout(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Copy link' }).click()
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  await page.keyboard.press('Escape')
  const figures = await answer.getByText(/events?$/).textContent()

  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL })
  const fresh = await context.newPage()
  const relayed: string[] = []
  fresh.on('request', (request) => {
    if (request.url().includes('/relay/')) relayed.push(request.url())
  })
  await fresh.goto(link)
  const other = new Playground(fresh)
  const shared = fresh.getByRole('article', { name: /^Answer, streamed/ })
  await expect(shared).toContainText(figures ?? 'no figures')
  await expect(fresh.getByText('[email-1').first()).toBeVisible()
  await expect(fresh.getByText('the sample workspace')).toBeVisible()
  await expect(other.inspector.getByRole('tab', { name: 'Events' })).toBeVisible()
  await expect(shared).toContainText('West leads')
  const said = (await shared.textContent()) ?? 'nothing'
  const slider = fresh.getByRole('slider', { name: 'Replay position' })
  await slider.dragTo(slider, { sourcePosition: { x: 200, y: 12 }, targetPosition: { x: 1, y: 12 } })
  const begun = fresh.getByRole('article', { name: 'Answer, streamed, answering' })
  await expect(begun).toContainText('replay at')
  await expect(begun).not.toContainText(figures ?? 'no figures')
  await expect(begun).not.toContainText('West leads')
  await slider.press('End')
  await expect(shared).toHaveText(said)
  expect(await faultsOfLayout(fresh)).toEqual([])
  await fresh.getByRole('button', { name: 'Keep a copy' }).click()
  await expect(other.conversation.getByText('[email-1').first()).toBeVisible()
  await expect(other.conversations.getByRole('button', { name: /email-1/ }).first()).toBeVisible()
  expect(relayed).toEqual([])

  await fresh.goto(`${link.slice(0, -40)}`)
  await expect(fresh.getByRole('alert').first()).toContainText('This link is damaged')
  await fresh.goto('/#/shared/9.AAAA')
  await expect(fresh.getByRole('alert').first()).toContainText('newer playground')
  await context.close()
})
