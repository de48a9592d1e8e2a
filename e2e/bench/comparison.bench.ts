import type { Browser, Page } from '@playwright/test'
import { Playground } from '../pages/playground.ts'
import { createRandom } from '../seeded-random.ts'
import { startTestAgent, type Script } from '../test-agent.ts'
import { inBrowser } from './in-browser.ts'
import { longTaskWords, mainThreadTasks } from './main-thread.ts'

/**
 * Whether the page stands still while two large answers are compared: the real program, a real agent, two runs that
 * are over. `compare` switches one ignored rule while the differences are shown, so that it holds the whole way: what
 * goes to the worker, the comparison there, what comes back, and the drawing of it.
 */

const itemCount = 2000
const textLength = 500_000
const vocabulary =
  'agent token stream frame delta recording model answer latency question tool result chunk event'.split(' ')
const others = 'tent stove river ridge ember trail lantern pack summit valley meadow kettle rope compass'.split(' ')

const textOf = (length: number, seed: number, words: readonly string[]): string => {
  const random = createRandom(seed)
  let text = ''
  while (text.length < length) text += `${words[random(words.length)] ?? ''} ${random(1000)} `
  return text.slice(0, length)
}

const message = (text: string, index: number): unknown => ({
  type: 'message',
  id: `msg_${index}`,
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [] }],
})

/** Calls with outputs, and a message now and then; every tenth item is told otherwise with another seed. */
const items = (seed: number): readonly unknown[] => {
  const random = createRandom(seed)
  const changed = (index: number) => (index % 10 === 0 ? ` ${random(1000)}` : '')
  return Array.from({ length: itemCount }, (_, index) => {
    const call = `call_${Math.floor(index / 4)}`
    if (index % 4 === 0) {
      const query = `part ${index}${changed(index)}`
      return {
        type: 'function_call',
        id: `fc_${index}`,
        call_id: call,
        name: 'search',
        arguments: JSON.stringify({ query }),
      }
    }
    if (index % 4 === 1)
      return { type: 'function_call_output', call_id: call, output: `found ${index}${changed(index)}` }
    return message(textOf(200, index, vocabulary) + changed(index), index)
  })
}

interface Case {
  readonly name: string
  readonly a: readonly unknown[]
  readonly b: readonly unknown[]
}

const similar = (text: string): string =>
  text
    .split(' ')
    .map((word, index) => (index % 100 === 50 ? 'changed' : word))
    .join(' ')

const cases = (): readonly Case[] => {
  const text = textOf(textLength, 1, vocabulary)
  return [
    { name: `${itemCount} items`, a: items(1), b: items(2) },
    { name: 'similar texts', a: [message(text, 0)], b: [message(similar(text), 0)] },
    { name: 'different texts', a: [message(text, 0)], b: [message(textOf(textLength, 2, others), 0)] },
  ]
}

/** A call and its output are drawn as one. */
const drawnOf = (output: readonly unknown[]): number =>
  output.filter((item) => !JSON.stringify(item).includes('"function_call_output"')).length

const answerWith =
  (output: readonly unknown[]): Script =>
  (answer) =>
    answer.json(200, { id: 'resp_1', object: 'response', status: 'completed', output })

interface Figures {
  readonly subject: string
  readonly step: string
  readonly wall: number
  /** What the page itself was told about: 0 is none of 50 ms or more. */
  readonly longestTask: number
  /** The most processor time that one task of the main thread took, however busy the computer is. */
  readonly longestCpu: number
}

const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
    await new Promise((resolve) => setTimeout(resolve, 50))
  })

const measure = async (
  browser: Browser,
  page: Page,
  [subject, step]: readonly [string, string],
  act: () => Promise<void>,
): Promise<Figures> => {
  await settled(page)
  await page.evaluate(() => performance.mark('begin'))
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] })
  const start = performance.now()
  await act()
  const wall = performance.now() - start
  await settled(page)
  const trace = await browser.stopTracing()
  const longestTask = await page.evaluate(() => {
    const begin = performance.getEntriesByName('begin').at(-1)?.startTime ?? 0
    const tasks = (Reflect.get(window, 'longTasks') as readonly PerformanceEntry[]).filter(
      ({ startTime }) => startTime >= begin,
    )
    return Math.max(0, ...tasks.map(({ duration }) => duration))
  })
  return { subject, step, wall, longestTask, longestCpu: Math.max(0, ...mainThreadTasks(trace)) }
}

const measureCase = async (browser: Browser, url: string, { name, a, b }: Case): Promise<readonly Figures[]> => {
  const agent = await startTestAgent()
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, baseURL: url })
  page.setDefaultTimeout(180_000)
  try {
    await page.addInitScript(() => {
      const longTasks: PerformanceEntry[] = []
      Reflect.set(window, 'longTasks', longTasks)
      new PerformanceObserver((list) => longTasks.push(...list.getEntries())).observe({ type: 'longtask' })
    })
    agent.next(answerWith(a), answerWith(b))
    const playground = new Playground(page)
    await playground.addLocalAgent(agent.url)
    await playground.stream.click()
    await playground.say('Everything, please.')
    const answer = page.getByRole('article', { name: /^Answer.*completed/ })
    await answer.first().waitFor()
    await answer.getByRole('button', { name: 'Run again' }).click()
    await page.getByText('run 2/2').waitFor()
    await answer.first().waitFor()
    const differences = page.getByRole('list', { name: 'Differences' })
    const verdict = page.getByRole('status', { name: 'Verdict' })
    const told = verdict.filter({ hasNotText: /^Compar/ })
    await answer.getByRole('button', { name: 'Compare', exact: true }).click()
    const figures: Figures[] = []
    const take = async (step: string, act: () => Promise<void>) => {
      figures.push(await measure(browser, page, [name, step], act))
    }
    await take('open both answers', async () => {
      await page.getByRole('menuitem', { name: /run 1/ }).click()
      await told.waitFor()
    })
    await take('show the differences', async () => {
      await page.keyboard.press('n')
      await differences.waitFor()
    })
    await page.getByRole('button', { name: /^Ignored/ }).click()
    await take('compare', async () => {
      await page.getByRole('menuitem', { name: /White space/ }).click()
      await told.waitFor()
    })
    await take('jump 20 times', async () => {
      for (let jump = 0; jump < 20; jump += 1) await page.keyboard.press('n')
    })
    await take('open the answer in chat', async () => {
      await page.getByRole('tab', { name: 'Chat' }).click()
      await page.waitForFunction(
        (least) => document.querySelectorAll('[role=log] [data-item]').length >= least,
        Math.min(100, drawnOf(b)),
      )
    })
    return figures
  } finally {
    await page.close()
    await agent.close()
  }
}

const report = (rows: readonly Figures[]): string =>
  [
    `Comparing ${itemCount.toLocaleString('en')} items, and texts of ${textLength.toLocaleString('en')} characters`,
    '',
    '| what | step | wall ms | longest task ms | its CPU ms |',
    '|---|---|--:|--:|--:|',
    ...rows.map(
      ({ subject, step, wall, longestTask, longestCpu }) =>
        `| ${subject} | ${step} | ${wall.toFixed(0)} | ${longTaskWords(longestTask)} | ${longestCpu.toFixed(0)} |`,
    ),
  ].join('\n')

/** Takes about a minute. */
export const run = (): Promise<readonly Figures[]> =>
  inBrowser(async (browser, origin) => {
    const rows: Figures[] = []
    for (const one of cases()) rows.push(...(await measureCase(browser, origin, one)))
    console.log(report(rows))
    return rows
  })

if (import.meta.main) await run()
