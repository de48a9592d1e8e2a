import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { InspectorPane } from './pages/inspector-pane.ts'
import { createLatch, say } from './test-agent.ts'

const pieces = ['One ', 'two ', 'three ', 'four.']
/** The message is declared before its pieces come. */
const eventsBefore = 1

const strip = (page: Page) => {
  const root = page.getByRole('region', { name: 'Replay' })
  return {
    root,
    slider: root.getByRole('slider', { name: 'Replay position' }),
    button: (name: string) => root.getByRole('button', { name, exact: true }),
  }
}

test('a run is shown as it was, event by event, and left with one click', async ({ playground, testAgent, page }) => {
  testAgent.next(say(pieces))
  await playground.addLocalAgent(testAgent.url)
  await playground.say('Count, please.')
  const answer = playground.answer()
  await answer.expectState('completed')
  const inspector = new InspectorPane(playground.inspector)
  const all = await inspector.events.getAttribute('aria-rowcount')
  const { slider, button, root } = strip(page)
  await expect(slider).toHaveAttribute('aria-valuetext', /event (\d+) of \1$/)

  await slider.press('Home')
  await expect(slider).toHaveAttribute('aria-valuetext', /event 0 of/)
  await expect(answer.root).not.toContainText('One')
  await expect(inspector.events).toBeHidden()

  for (let event = 0; event < eventsBefore + 2; event += 1) await slider.press('.')
  await expect(answer.root).toContainText('One two')
  await expect(answer.root).not.toContainText('three')
  await expect(answer.root).toContainText('replay at')
  await expect(inspector.events).toHaveAttribute('aria-rowcount', `${eventsBefore + 2 + 1}`)

  await slider.press(',')
  await expect(answer.root).toContainText('One')
  await expect(answer.root).not.toContainText('two')
  await expect(root).toContainText('Replay at')

  await button('Back to the end').click()
  await answer.expectState('completed')
  await expect(answer.root).toContainText('One two three four.')
  await expect(inspector.events).toHaveAttribute('aria-rowcount', all ?? '')
})

test('a replay plays to the end by itself, asks nobody, and then shows the run as it is', async ({
  playground,
  testAgent,
  page,
}) => {
  const hold = createLatch()
  testAgent.next(say(pieces, hold.opened))
  await playground.addLocalAgent(testAgent.url)
  await playground.say('Count, please.')
  const answer = playground.answer()
  await expect(answer.root).toContainText('One')
  // A replay lasts as long as its answer did: without a pause in it, `Pause` is gone before it is looked for.
  setTimeout(hold.open, 1500)
  await answer.expectState('completed')
  await page.reload()
  await answer.expectState('completed')
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  const { button, root } = strip(page)
  await root.getByRole('combobox', { name: 'Speed' }).selectOption('0.25')
  await button('Play').click()
  await expect(button('Pause')).toBeVisible()
  await root.getByRole('combobox', { name: 'Speed' }).selectOption('16')
  await expect(button('Play')).toBeVisible()
  await answer.expectState('completed')
  await expect(answer.root).toContainText('One two three four.')
  expect(requests.filter((url) => url.includes('/relay/'))).toEqual([])
})

test('the same strip grows with a live run, and goes back in it', async ({ playground, testAgent, page }) => {
  const hold = createLatch()
  testAgent.next(say(pieces, hold.opened))
  await playground.addLocalAgent(testAgent.url)
  await playground.say('Count, please.')
  const answer = playground.answer()
  await expect(answer.root).toContainText('One')
  const { slider, button } = strip(page)
  await slider.press('Home')
  await expect(answer.root).not.toContainText('One')
  hold.open()
  await expect(slider, 'What arrives meanwhile is counted, and not shown').toHaveAttribute(
    'aria-valuetext',
    /event 0 of (?:[89]|\d\d)/,
  )
  await expect(answer.root).not.toContainText('One')
  await button('Back to the end').click()
  await answer.expectState('completed')
  await expect(answer.root).toContainText('One two three four.')
})

test('a run of several exchanges is one film, jumped through by kind, also from a wide to a narrow window', async ({
  signedIn: playground,
  page,
  watch,
}) => {
  watch.expect(/ERR_INCOMPLETE_CHUNKED_ENCODING/)
  await playground.chooseAgent('long-researcher')
  await playground.background.click()
  await playground.setCustomInputs('{"cut_at": 30}')
  const answer = await playground.ask('What sells?')
  const exchanges = page.getByRole('navigation', { name: 'Exchanges of this run' })
  await expect(exchanges).toContainText('Exchange 2 of 2')
  const { root, slider, button } = strip(page)

  await slider.press('Home')
  await expect(exchanges).toContainText('Exchange 1 of 2')
  await slider.press('t')
  const atCall = await slider.getAttribute('aria-valuetext')
  await expect(answer.root).toContainText('search_archive')
  await expect(answer.root).not.toContainText('read_figures')
  await slider.press('c')
  await expect(slider).not.toHaveAttribute('aria-valuetext', atCall ?? '')
  await slider.press('C')
  await button('Jump').click()
  await page.getByRole('menuitem', { name: /^Next tool call/ }).click()
  await expect(answer.root).toContainText('read_figures')
  await expect(answer.root).toContainText('replay at')

  const there = await slider.getAttribute('aria-valuetext')
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(root.getByRole('combobox', { name: 'Speed' })).toBeVisible()
  await expect(slider).toHaveAttribute('aria-valuetext', there ?? '')
  await expect(answer.root).toContainText('replay at')
  await page.setViewportSize({ width: 1440, height: 900 })
  await expect(slider).toHaveAttribute('aria-valuetext', there ?? '')
  await exchanges.getByRole('button', { name: /^Exchange/ }).click()
  await page.getByRole('menuitem', { name: 'Exchange 2' }).click()
  await expect(exchanges, 'Looking at another exchange leaves the replay').toContainText('Exchange 2 of 2')
  await answer.expectState('completed')
})
