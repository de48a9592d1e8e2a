import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { InspectorPane } from './pages/inspector-pane.ts'
import { storedExchanges } from './stored-bytes.ts'
import { createLatch, messageEvents, type Script } from './test-agent.ts'

const words = ['One ', 'two ', 'three ', 'four ', 'five ', 'six.']

/** What the events of a scripted answer are, in order, as the list names them. */
const scripted = [...messageEvents(words, 'msg_1'), { type: 'response.completed', response: { id: 'resp_1' } }]

const stepwise =
  (events: readonly unknown[], hold: Promise<void>, before: number): Script =>
  async (answer) => {
    answer.stream()
    for (const event of events.slice(0, before)) await answer.event(event)
    await hold
    for (const event of events.slice(before)) await answer.event(event)
    await answer.write('data: [DONE]\n\n')
    answer.end()
  }

/** The text under the mark of the selected event, which is painted without any element. */
const markedText = (page: Page): Promise<string> =>
  page.evaluate(() => [...(CSS.highlights.get('selected-event') ?? [])].map((range) => range.toString()).join('\n'))

test('the list fills while the answer comes, and follows its end until one looks elsewhere', async ({
  playground,
  testAgent,
}) => {
  const inspector = new InspectorPane(playground.inspector)
  const many = Array.from({ length: 60 }, (_, index) => `word${index} `)
  const events = [...messageEvents(many, 'msg_1'), { type: 'response.completed', response: { id: 'resp_1' } }]
  const hold = createLatch()
  testAgent.next(stepwise(events, hold.opened, 40))
  await playground.addLocalAgent(testAgent.url)
  await playground.say('Count, please.')

  await expect(inspector.events).toHaveAttribute('aria-rowcount', '41')
  await expect(inspector.row(40), 'It follows the newest event').toBeInViewport()
  await inspector.row(38).click()
  await expect(inspector.row(38)).toHaveAttribute('aria-selected', 'true')
  hold.open()
  await playground.answer().expectState('completed')
  await expect(inspector.events).toHaveAttribute('aria-rowcount', String(events.length + 2))
  await expect(inspector.row(38), 'It stays where the reader is').toBeInViewport()
})

test('a row says number, time, gap, bytes, type and preview', async ({ playground, testAgent }) => {
  const inspector = new InspectorPane(playground.inspector)
  testAgent.next(stepwise(scripted, Promise.resolve(), 0))
  await playground.addLocalAgent(testAgent.url)
  await playground.ask('Say six words.')

  await expect(inspector.events.getByRole('columnheader')).toHaveText(['#', 'ms', 'gap', 'bytes', 'type', 'preview'])
  const cells = inspector.row(2).getByRole('gridcell')
  const bytes = Buffer.byteLength(`data: ${JSON.stringify(scripted[1])}\n\n`)
  await expect(cells.nth(0)).toHaveText('2')
  await expect(cells.nth(1)).toHaveText(/^[\d,]+(\.\d+)?$/)
  await expect(cells.nth(3)).toHaveText(String(bytes))
  await expect(cells.nth(4)).toContainText('output_text.delta')
  await expect(cells.nth(5)).toContainText('One')
})

test('keys walk through the events, and the detail shows tree, text and bytes', async ({ playground, testAgent }) => {
  const inspector = new InspectorPane(playground.inspector)
  testAgent.next(stepwise(scripted, Promise.resolve(), 0))
  await playground.addLocalAgent(testAgent.url)
  await playground.ask('Say six words.')

  await inspector.row(1).click()
  const isSelected = (number: number) => expect(inspector.row(number)).toHaveAttribute('aria-selected', 'true')
  await inspector.events.press('End')
  await isSelected(scripted.length + 1)
  await inspector.events.press('Home')
  await isSelected(1)
  await inspector.events.press('ArrowDown')
  await inspector.events.press('ArrowDown')
  await isSelected(3)
  await inspector.events.press('ArrowUp')
  await isSelected(2)

  const detail = inspector.detail('Event 2')
  await detail.getByRole('tab', { name: 'Tree' }).click()
  await expect(detail.getByRole('tree', { name: 'Event as a tree' })).toContainText('One')
  await detail.getByRole('tab', { name: 'Text' }).click()
  const exact = `data: ${JSON.stringify(scripted[1])}`
  await expect(detail.getByRole('region', { name: 'Exact text of the event' })).toContainText(exact)
  await detail.getByRole('tab', { name: 'Bytes' }).click()
  // "data: {" in hexadecimal.
  await expect(detail.getByRole('region', { name: 'Bytes of the event' })).toContainText('64 61 74 61 3a 20 7b')
})

test('filters count what they show, and the search takes regular expressions', async ({ playground, testAgent }) => {
  const inspector = new InspectorPane(playground.inspector)
  testAgent.next(stepwise(scripted, Promise.resolve(), 0))
  await playground.addLocalAgent(testAgent.url)
  await playground.ask('Say six words.')

  await inspector.kind(/^Text/).click()
  await expect(inspector.kind(/^Text/)).toHaveAccessibleName(new RegExp(`\\b${words.length}\\b`))
  await expect(inspector.events).toHaveAttribute('aria-rowcount', String(words.length + 1))
  await inspector.root.getByRole('button', { name: 'Show all events' }).click()
  await expect(inspector.events).toHaveAttribute('aria-rowcount', String(scripted.length + 2))

  await inspector.search.fill('"delta":"(two|five) "')
  await expect(inspector.root.getByRole('status')).toHaveText(/^2$/)
  await inspector.search.press('Enter')
  await expect(inspector.row(3)).toHaveAttribute('aria-selected', 'true')
  await expect(inspector.root.getByRole('status')).toHaveText('1 of 2')
  await inspector.search.press('Enter')
  await expect(inspector.row(6)).toHaveAttribute('aria-selected', 'true')
  await inspector.root.getByRole('button', { name: 'List only matches' }).click()
  await expect(inspector.events).toHaveAttribute('aria-rowcount', '3')
  await inspector.root.getByRole('button', { name: 'List only matches' }).click()

  await inspector.search.fill('(unclosed')
  await expect(inspector.root.getByRole('alert')).toContainText('Not a regular expression')
  await expect(inspector.search).toHaveAttribute('aria-invalid', 'true')
  await expect(inspector.events, 'Nothing is hidden by a pattern that means nothing').toHaveAttribute(
    'aria-rowcount',
    String(scripted.length + 2),
  )
})

test('raw chunks, timeline and request show the same exchange', async ({ playground, testAgent, page }) => {
  const inspector = new InspectorPane(playground.inspector)
  const hold = createLatch()
  testAgent.next(stepwise(scripted, hold.opened, 3))
  await playground.addLocalAgent(testAgent.url)
  await playground.say('Say six words.')
  await expect(playground.answer().root).toContainText('One two')
  hold.open()
  await playground.answer().expectState('completed')
  const written = testAgent.written[0] ?? new Uint8Array()

  await playground.tab('Raw').click()
  const [stored] = await storedExchanges(page)
  await expect(inspector.chunks).toHaveAttribute('aria-rowcount', String((stored?.chunkCount ?? 0) + 1))
  await inspector.chunks.getByRole('row').nth(1).click()
  await inspector.chunks.press('End')
  const last = inspector.root.getByRole('region', { name: /^Chunk \d+$/ })
  const size = written.length.toLocaleString('en')
  await expect(last).toContainText(`–${size}`)
  const offset = Number(/bytes ([\d,]+)–/.exec(await last.innerText())?.[1]?.replaceAll(',', ''))
  await last.getByRole('tab', { name: 'Text' }).click()
  await expect(last.getByRole('region', { name: 'Text of the chunk' })).toContainText('data: [DONE]')
  await last.getByRole('tab', { name: 'Bytes' }).click()
  const hex = last.getByRole('region', { name: 'Bytes of the chunk' })
  await expect(hex).toContainText(new RegExp(`^0*${offset.toString(16)}`))
  const firstBytes = [...written.subarray(offset, offset + 4)].map((byte) => byte.toString(16).padStart(2, '0'))
  await expect(hex).toContainText(firstBytes.join(' '))

  await playground.tab('Timeline').click()
  const marks = inspector.root.getByRole('listbox', { name: 'Marks' })
  for (const mark of [/First byte/i, /First text/i, /end/i]) {
    await expect(marks.getByRole('option', { name: mark }).first()).toBeVisible()
  }

  await playground.tab('Request').click()
  const request = inspector.root.getByRole('tabpanel', { name: 'Request' })
  await expect(request).toContainText(`POST ${testAgent.url}/responses`)
  await expect(request).toContainText('Accept')
  await expect(request).toContainText('Say six words.')
  await expect(request).toContainText('200 OK')
  await expect(request).toContainText('text/event-stream; charset=utf-8')
})

test('the credential is masked in the request, and in all that is stored', async ({ playground, page }) => {
  const inspector = new InspectorPane(playground.inspector)
  await playground.signIn()
  await playground.chooseAgent('echo-agent')
  const calling = page.waitForRequest((request) => request.url().includes('/apps/echo-agent/responses'))
  await playground.ask('Hello')
  const sent = await (await calling).headerValue('authorization')
  expect(sent).toMatch(/^Bearer \S{20,}$/)
  const token = sent?.slice('Bearer '.length) ?? ''

  await playground.tab('Request').click()
  const shown = inspector.root.getByRole('tabpanel', { name: 'Request' })
  await expect(shown).toContainText(/Authorization\s*Bearer/i)
  await expect(shown).not.toContainText(token.slice(-12))
  const exchanges = await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('agent-playground')
      request.addEventListener('success', () => resolve(request.result))
    })
    const texts: string[] = []
    for (const name of ['documents', 'conversations', 'runs', 'exchanges']) {
      const rows = await new Promise<unknown[]>((resolve) => {
        const request = database.transaction(name).objectStore(name).getAll()
        request.addEventListener('success', () => resolve(request.result))
      })
      texts.push(JSON.stringify(rows))
    }
    database.close()
    return texts.join('\n')
  })
  expect(exchanges).toContain('echo-agent')
  expect(exchanges).not.toContain(token)
})

/** Clicks into a word, wherever it is drawn. */
const clickWord = async (root: Locator, word: string): Promise<void> => {
  const place = await root.evaluate((element, word) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(word) ?? -1
      if (at < 0) continue
      const range = document.createRange()
      range.setStart(node, at + 1)
      range.setEnd(node, at + 2)
      const box = range.getBoundingClientRect()
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    }
    throw new Error(`"${word}" is not there.`)
  }, word)
  await root.page().mouse.click(place.x, place.y)
}

test('an event marks the text that it brought, and text finds its events', async ({ playground, page, testAgent }) => {
  const inspector = new InspectorPane(playground.inspector)
  const pieces = ['A **bold', ' claim** and a ', '`piece of code', '` and\n\n- a list ', 'with 東京 🧭', ' at its end']
  const events = [...messageEvents(pieces, 'msg_1'), { type: 'response.completed', response: { id: 'resp_1' } }]
  testAgent.next(stepwise(events, Promise.resolve(), 0))
  await playground.addLocalAgent(testAgent.url)
  const answer = await playground.ask('Show me marks.')

  const visible = ['A bold', ' claim and a ', 'piece of code', ' and\na list ', 'with 東京 🧭', ' at its end']
  for (const [index, text] of visible.entries()) {
    await inspector.row(index + 2).click()
    await expect
      .poll(async () => (await markedText(page)).replaceAll(/\s+/g, ' ').trim(), { message: `event ${index + 2}` })
      .toBe(text.replaceAll(/\s+/g, ' ').trim())
  }

  await clickWord(answer.root, 'claim')
  await expect(inspector.row(3)).toHaveAttribute('aria-selected', 'true')
  await clickWord(answer.root, '東京')
  await expect(inspector.row(6)).toHaveAttribute('aria-selected', 'true')
})

test('the figures under an answer are those of its recording', async ({ playground, page, testAgent }) => {
  const usage = { input_tokens: 12, output_tokens: 34, total_tokens: 46 }
  const events = [...scripted.slice(0, -1), { type: 'response.completed', response: { id: 'resp_1', usage } }]
  testAgent.next(stepwise(events, Promise.resolve(), 0))
  await playground.addLocalAgent(testAgent.url)
  const answer = await playground.ask('Say six words.')

  const [stored] = await storedExchanges(page)
  expect(stored?.byteLength).toBe(testAgent.written[0]?.length)
  const size = stored?.byteLength ?? 0
  await expect(answer.root).toContainText(`${events.length + 1} events`)
  await expect(answer.root).toContainText(size < 1000 ? `${size} B` : `${(size / 1000).toFixed(1)} kB`)
  await expect(answer.root).toContainText('12 tokens in')
  await expect(answer.root).toContainText('34 out')
  for (const figure of ['first byte', 'first text', 'total']) {
    await expect(answer.root).toContainText(new RegExp(`[\\d.]+ m?s ${figure}`))
  }
})

test('20,000 events stay easy to walk through', async ({ signedIn: playground, page }) => {
  const inspector = new InspectorPane(playground.inspector)
  await playground.chooseAgent('fault-lab')
  await playground.setCustomInputs('{"fault": "many-events", "count": 20000}')
  await playground.say('Many, please.')
  await playground.answer().expectState('completed')
  const count = Number(await inspector.events.getAttribute('aria-rowcount')) - 1
  expect(count).toBeGreaterThan(20_000)

  await inspector.events.getByRole('row').nth(1).click()
  await inspector.events.press('End')
  await expect(inspector.row(count)).toHaveAttribute('aria-selected', 'true')
  await expect(inspector.row(count)).toBeInViewport()
  await inspector.events.press('Home')
  await expect(inspector.row(1)).toHaveAttribute('aria-selected', 'true')
  await inspector.search.fill('"delta":"19999 "')
  await expect(inspector.root.getByRole('status')).toHaveText('1')
  await inspector.search.press('Enter')
  await expect(inspector.root.getByRole('status')).toHaveText('1 of 1')
  await expect(inspector.root.getByRole('row', { selected: true })).toContainText('19999')
  const drawn = await page.evaluate(() => document.querySelectorAll('*').length)
  expect(drawn, 'What is not on screen is not drawn').toBeLessThan(8000)
})
