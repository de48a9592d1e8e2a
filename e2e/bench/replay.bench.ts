import type { Browser, Page } from '@playwright/test'
import { Playground } from '../pages/playground.ts'
import { createRandom } from '../seeded-random.ts'
import { startTestAgent, type Script } from '../test-agent.ts'
import { inBrowser } from './in-browser.ts'
import { mainThreadTasks } from './main-thread.ts'
import { eventStreamOf, responsesEvents } from './responses-stream.ts'

/**
 * How long it takes from a drag of the replay strip to the frame that shows the moment: the real program, a real agent,
 * the mouse on the slider, one move a time. The same drag over a short run says what drawing alone costs. A third run
 * has all of its events in one message, so that there is no item that is over and need not be drawn again.
 */

interface Case {
  readonly name: string
  readonly data: readonly string[]
}

const oneMessage = (count: number): readonly string[] => {
  const place = { item_id: 'msg_1', output_index: 0, content_index: 0 }
  const deltas = Array.from({ length: count - 1 }, (_, index) =>
    index % 120 === 119 ? 'end.\n\n' : `word ${index % 97} `,
  )
  const events = deltas.map((delta) => JSON.stringify({ type: 'response.output_text.delta', ...place, delta }))
  return [...events, '[DONE]']
}

/** A result of megabytes costs its drawing alone whenever it comes into view; that is no question of the replay. */
const withoutLarge = (data: readonly string[]): readonly string[] => data.filter((text) => text.length < 100_000)

const cases = (): readonly Case[] => [
  { name: '1,000 events', data: withoutLarge(responsesEvents(1000, 20_261_127)) },
  { name: '100,000 events', data: withoutLarge(responsesEvents(100_000, 20_261_127)) },
  { name: '100,000 events, one message', data: oneMessage(100_000) },
]

const movesEach = 120
const tabs = ['Events', 'Timeline'] as const

/** Writes over a second or more, so that the strip has times to go along. */
const answerWith =
  (data: readonly string[]): Script =>
  async (answer) => {
    const body = eventStreamOf(data)
    const piece = Math.ceil(body.length / 100)
    answer.stream()
    for (let from = 0; from < body.length; from += piece) {
      await answer.write(body.subarray(from, from + piece))
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    answer.end()
  }

interface Figures {
  readonly subject: string
  readonly step: string
  /** Milliseconds from a move to its frame, which a busy computer makes longer. */
  readonly median: number
  readonly p90: number
  /** Processor time of the main thread for one move, which no other program makes longer. */
  readonly cpu: number
  readonly longestCpu: number
}

const at = (sorted: readonly number[], share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0

/** Notes each change of the slider, and when the frame after it was painted. */
const watchDrags = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const drags: number[] = []
    Object.assign(window, { drags })
    window.addEventListener(
      'input',
      (event) => {
        if (!(event.target instanceof HTMLInputElement) || event.target.type !== 'range') return
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', () => drags.push(performance.now() - event.timeStamp))
        port1.start()
        // A message that is posted while a frame is made arrives when it was painted.
        requestAnimationFrame(() => port2.postMessage(undefined))
      },
      true,
    )
  })
}

/** What was noted since the last call. */
const takeNoted = (page: Page): Promise<readonly number[]> =>
  page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100))
    return (Reflect.get(window, 'drags') as number[]).splice(0)
  })

type Path = (move: number) => number

/** Places along the strip, from 0 to 1. */
const paths = (): readonly (readonly [string, Path])[] => {
  const random = createRandom(7)
  const anywhere = Array.from({ length: movesEach }, () => random(10_000) / 10_000)
  return [
    ['drag back', (move) => 0.98 - (0.96 * move) / movesEach],
    ['drag on', (move) => 0.02 + (0.96 * move) / movesEach],
    ['drag anywhere', (move) => anywhere[move] ?? 0],
  ]
}

const drag = async (
  browser: Browser,
  page: Page,
  [subject, step]: readonly [string, string],
  path: Path,
): Promise<Figures> => {
  const box = await page.getByRole('slider', { name: 'Replay position' }).boundingBox()
  if (box === null) throw new Error('There is no strip.')
  const y = box.y + box.height / 2
  const xOf = (move: number) => box.x + 6 + path(move) * (box.width - 12)
  await page.mouse.move(xOf(0), y)
  await page.mouse.down()
  await takeNoted(page)
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] })
  for (let move = 1; move < movesEach; move += 1) {
    await page.mouse.move(xOf(move), y)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
  }
  const tasks = mainThreadTasks(await browser.stopTracing())
  const drags = await takeNoted(page)
  await page.mouse.up()
  if (drags.length < movesEach / 2) throw new Error(`Only ${drags.length} moves reached the slider.`)
  const sorted = drags.toSorted((one, other) => one - other)
  return {
    subject,
    step,
    median: at(sorted, 0.5),
    p90: at(sorted, 0.9),
    cpu: tasks.reduce((sum, task) => sum + task, 0) / drags.length,
    longestCpu: Math.max(0, ...tasks),
  }
}

const measureCase = async (browser: Browser, url: string, { name, data }: Case): Promise<readonly Figures[]> => {
  const agent = await startTestAgent()
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, baseURL: url })
  page.setDefaultTimeout(180_000)
  try {
    await watchDrags(page)
    agent.next(answerWith(data))
    const playground = new Playground(page)
    await playground.addLocalAgent(agent.url)
    await playground.say('Everything, please.')
    await page.getByRole('article', { name: /^Answer.*completed/ }).waitFor()
    const figures: Figures[] = []
    for (const tab of tabs) {
      await playground.tab(tab).click()
      for (const [step, path] of paths()) figures.push(await drag(browser, page, [name, `${step}, ${tab}`], path))
    }
    return figures
  } finally {
    await page.close()
    await agent.close()
  }
}

const report = (rows: readonly Figures[]): string => {
  const shortest = rows[0]?.subject
  const floorOf = (step: string): number => rows.find((row) => row.subject === shortest && row.step === step)?.cpu ?? 1
  return [
    `From a drag of the replay strip to the painted moment; ${movesEach - 1} moves each`,
    '',
    '| run | drag, tab | CPU ms a move | x short run | longest task, CPU ms | to paint, median ms | p90 ms |',
    '|---|---|--:|--:|--:|--:|--:|',
    ...rows.map(
      ({ subject, step, median, p90, cpu, longestCpu }) =>
        `| ${subject} | ${step} | ${cpu.toFixed(1)} | ${(cpu / floorOf(step)).toFixed(2)} | ${longestCpu.toFixed(0)} | ${median.toFixed(1)} | ${p90.toFixed(1)} |`,
    ),
  ].join('\n')
}

/** Takes about a minute. */
export const run = (): Promise<readonly Figures[]> =>
  inBrowser(async (browser, origin) => {
    const rows: Figures[] = []
    for (const one of cases()) rows.push(...(await measureCase(browser, origin, one)))
    console.log(report(rows))
    return rows
  })

if (import.meta.main) await run()
