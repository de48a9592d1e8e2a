import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { faultsOfLayout } from './layout-faults.ts'
import { createLatch, say, type TestAgent } from './test-agent.ts'

const widths = [1440, 1024, 390] as const
const schemes = ['light', 'dark'] as const

/** Looks at the screen as it is: a picture for people, and what can be told without eyes. */
const look = async (page: Page, screen: string, variant: string): Promise<void> => {
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: `test-results/looks/${screen}-${variant}.png`, animations: 'disabled' })
  expect.soft(await faultsOfLayout(page), `${screen}, ${variant}: layout`).toEqual([])
  // The middle width has the elements of the wide one, and a run of all rules takes seconds.
  if (variant.endsWith('1024')) return
  // Which heading follows which inside an answer is the agent's own choice.
  const { violations } = await new AxeBuilder({ page }).disableRules(['heading-order']).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  expect.soft(found, `${screen}, ${variant}: axe`).toEqual([])
}

/** On a phone there is one pane at a time, with a switcher; between phone and desk the inspector is shown on demand. */
const showPane = async (page: Page, pane: 'Agents' | 'Chat' | 'Inspector'): Promise<void> => {
  const switcher = page.getByRole('navigation', { name: 'Panes' })
  if (await switcher.isVisible()) await switcher.getByRole('button', { name: pane }).click()
}

const cutScript = (testAgent: TestAgent): void =>
  testAgent.next(async (answer) => {
    answer.stream()
    await answer.event({
      type: 'response.output_item.added',
      output_index: 0,
      item: { type: 'message', id: 'msg_cut', role: 'assistant', status: 'in_progress', content: [] },
    })
    await answer.event({
      type: 'response.output_text.delta',
      item_id: 'msg_cut',
      output_index: 0,
      content_index: 0,
      delta: 'This sentence is not',
    })
    answer.destroy()
  })

for (const scheme of schemes) {
  for (const width of widths) {
    test.describe(`${scheme}, ${width} pixels`, () => {
      test.use({ colorScheme: scheme, viewport: { width, height: width === 390 ? 844 : 900 } })
      const variant = `${scheme}-${width}`

      test('on this computer', async ({ playground, page, testAgent, watch }) => {
        test.setTimeout(120_000)
        watch.expect(/ERR_INCOMPLETE_CHUNKED_ENCODING|status of 500/)
        await playground.open()
        await expect(playground.trySample).toBeVisible()
        await look(page, 'welcome', variant)

        await playground.addLocalAgent(testAgent.url)
        await look(page, 'new-conversation', variant)

        const hold = createLatch()
        testAgent.next(
          say(
            ['## A heading\n\nSome **text**, ', 'and `code`.\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n', 'End'],
            hold.opened,
          ),
        )
        await playground.say('Show me how you stream, with a message that is long enough to wrap on narrow screens.')
        await expect(playground.answer().root).toContainText('Some text')
        await look(page, 'streaming', variant)
        hold.open()
        await playground.answer().expectState('completed')

        testAgent.next((answer) => answer.json(500, { error: { message: 'The database is away.', code: 'internal' } }))
        await playground.ask('Fail, please.', 'failed')
        await look(page, 'failed', variant)

        cutScript(testAgent)
        await playground.ask('Break off, please.', 'interrupted')
        await look(page, 'interrupted', variant)
      })

      test('in the sample workspace', async ({ playground, page }) => {
        test.setTimeout(120_000)
        await playground.signIn()
        await look(page, 'home', variant)
        await showPane(page, 'Agents')
        await playground.chooseAgent('support-agent')
        await playground.ask('Where is order 1002, and what are your return rules?')
        await look(page, 'completed-with-tools', variant)
        await showPane(page, 'Inspector')
        await expect(playground.inspector).toBeVisible()
        for (const tab of ['Events', 'Raw', 'Timeline', 'Findings', 'Request', 'Trace'] as const) {
          await playground.tab(tab).click()
          if (tab === 'Events' || tab === 'Raw') await playground.inspector.getByRole('row').nth(1).click()
          await look(page, `inspector-${tab.toLowerCase()}`, variant)
        }
        await showPane(page, 'Chat')
        await page.getByRole('button', { name: /^custom_inputs/ }).click()
        await look(page, 'request-drawer', variant)
      })
    })
  }
}

test('nothing jumps while an answer streams and ends', async ({ playground, page, testAgent }) => {
  await playground.addLocalAgent(testAgent.url)
  await playground.ask('Hello')
  const hold = createLatch()
  const pieces = Array.from({ length: 40 }, (_, index) => `Line ${index} of an answer that grows.\n\n`)
  testAgent.next(say(pieces, hold.opened))
  await playground.say('Grow, please.')
  await expect(playground.answer().root).toContainText('Line 15')
  // The reader looks at the beginning of the answer: from here on, nothing on the screen may move.
  await playground.conversation.evaluate((element) => {
    for (let parent: Element | null = element; parent !== null; parent = parent.parentElement) parent.scrollTop = 0
  })
  await playground.conversation.hover()
  await page.mouse.wheel(0, -2000)
  const shifts = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            if (Reflect.get(entry, 'hadRecentInput') !== true) sum += Number(Reflect.get(entry, 'value'))
          }
        }).observe({ type: 'layout-shift' })
        document.addEventListener('looks-done', () => requestAnimationFrame(() => setTimeout(() => resolve(sum))), {
          once: true,
        })
      }),
  )
  hold.open()
  await playground.answer().expectState('completed')
  await page.evaluate(() => document.dispatchEvent(new Event('looks-done')))
  expect(await shifts).toBeLessThan(0.02)
})
