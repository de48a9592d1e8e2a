import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { InspectorPane } from './pages/inspector-pane.ts'
import { Playground } from './pages/playground.ts'
import { createRandom } from './seeded-random.ts'
import { storedExchanges } from './stored-bytes.ts'
import { messageEvents, type Script } from './test-agent.ts'

/**
 * The page goes away while an answer comes in, by a reload or by the death of its process. Whatever was in the page
 * before must be there after. `E2E_SOAK=1` does it at 500 moments instead of 25.
 */

const groups = 5
const momentsPerGroup = process.env['E2E_SOAK'] === '1' ? 100 : 5
const mostWords = 60

/** Numbered words for as long as somebody reads, one at a time. */
const endless: Script = async (answer) => {
  const pieces = Array.from({ length: 1000 }, (_, index) => `m${index} `)
  const hasLeft = answer.request.left.then(() => true)
  answer.stream()
  for (const event of messageEvents(pieces, 'msg_1').slice(0, -1)) {
    await answer.event(event)
    if (await Promise.race([hasLeft, pause(8, false)])) return
  }
}

interface Seen {
  /** The longest text of the answer that was in the page. */
  words: number
  /** The most rows that each list of the inspector had, by its name. */
  rows: Readonly<Record<string, number>>
}

/** Told by the page whenever it changes, so that the last word before its death is known. */
const watchPages = async (context: BrowserContext): Promise<{ seen: Seen }> => {
  const told: { seen: Seen } = { seen: { words: 0, rows: {} } }
  await context.exposeBinding('tellSeen', (_source, words: number, list: string, rows: number) => {
    const { seen } = told
    told.seen = {
      words: Math.max(seen.words, words),
      rows: { ...seen.rows, [list]: Math.max(seen.rows[list] ?? 0, rows) },
    }
  })
  await context.addInitScript(() => {
    const tell: unknown = Reflect.get(window, 'tellSeen')
    const look = () => {
      const answers = document.querySelectorAll('[role="log"] article')
      const words = answers[answers.length - 1]?.textContent?.match(/m\d+(?= )/g)?.length ?? 0
      const grid = document.querySelector('[role="grid"]')
      const rows = Number(grid?.getAttribute('aria-rowcount') ?? 1) - 1
      if (words > 0 && typeof tell === 'function') tell(words, grid?.getAttribute('aria-label') ?? '', rows)
    }
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true })
  })
  return told
}

const crash = async (context: BrowserContext, page: Page): Promise<Page> => {
  const address = page.url()
  const crashed = page.waitForEvent('crash')
  const session = await context.newCDPSession(page)
  // The page dies before it can answer.
  session.send('Page.crash').catch(() => undefined)
  await crashed
  await page.close()
  const next = await context.newPage()
  await next.goto(address)
  return next
}

const reload = async (page: Page): Promise<Page> => {
  await page.reload()
  return page
}

const wordsIn = (text: string): number => text.match(/m\d+(?= )/g)?.length ?? 0

for (let group = 0; group < groups; group += 1) {
  test(`nothing that was shown is lost, moments ${group * momentsPerGroup + 1} to ${(group + 1) * momentsPerGroup}`, async ({
    context,
    page: firstPage,
    testAgent,
  }) => {
    test.setTimeout(momentsPerGroup * 25_000)
    const random = createRandom(20_261_122 + group)
    const told = await watchPages(context)
    testAgent.always(endless)
    let page = firstPage
    await new Playground(page).addLocalAgent(testAgent.url)
    for (let moment = 0; moment < momentsPerGroup; moment += 1) {
      const before = new Playground(page)
      const tab = moment % 4 < 2 ? 'Events' : 'Raw'
      await before.open(`/new?agent=${encodeURIComponent(testAgent.url)}`)
      await expect(before.answers).toHaveCount(0)
      told.seen = { words: 0, rows: {} }
      await before.say(`Moment ${moment}.`)
      await before.tab(tab).click()
      const enough = 1 + random(mostWords)
      await expect.poll(() => told.seen.words, { intervals: [5] }).toBeGreaterThanOrEqual(enough)
      page = moment % 2 === 0 ? await crash(context, page) : await reload(page)

      const { words, rows } = told.seen
      const after = new Playground(page)
      const answer = after.answer()
      await answer.expectState('interrupted')
      await expect(answer.runAgain).toBeVisible()
      expect(wordsIn((await answer.root.textContent()) ?? ''), `Words of moment ${moment}`).toBeGreaterThanOrEqual(
        words,
      )
      const stored = (await storedExchanges(page)).at(-1)
      const written = testAgent.written[moment]?.subarray(0, stored?.byteLength ?? 0) ?? new Uint8Array()
      expect(stored?.hash).toBe(createHash('sha256').update(written).digest('hex'))
      expect(stored?.chunkCount, `Chunks of moment ${moment}`).toBeGreaterThanOrEqual(rows['Chunks'] ?? 1)
      await after.tab('Events').click()
      const { events } = new InspectorPane(after.inspector)
      const restored = Number(await events.getAttribute('aria-rowcount')) - 1
      expect(restored, `Events of moment ${moment}`).toBeGreaterThanOrEqual(rows['Events'] ?? 1)
      expect(restored, 'Each word came in an event').toBeGreaterThan(words)
    }
    expect(testAgent.requests, 'Nothing was sent a second time').toHaveLength(momentsPerGroup)
  })
}
