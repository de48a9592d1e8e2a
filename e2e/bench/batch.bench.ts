import type { Browser, CDPSession, Page } from '@playwright/test'
import { Playground } from '../pages/playground.ts'
import { inBrowser } from './in-browser.ts'
import { longTaskWords } from './main-thread.ts'

/**
 * Whether a batch of a thousand questions costs the same at its end as at its beginning: the real program, asking the
 * sample workspace's fastest agent, five at once, streamed. Then the same questions by a SQL warehouse, and how soon a
 * batch is cancelled.
 */

const questions = 1000
const step = 100

interface Hundred {
  readonly milliseconds: number
  /** Between two frames: half of them are faster, one in a hundred is slower. */
  readonly frameMedian: number
  readonly frameSlow: number
  readonly longestTask: number
}

/** What the page notes by itself: when the progress passed each hundred, its frames and its long tasks. */
const watchPage = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const frames: [at: number, gap: number][] = []
    const tasks: [at: number, duration: number][] = []
    Reflect.set(window, 'benchFrames', frames)
    Reflect.set(window, 'benchTasks', tasks)
    let last = performance.now()
    const look = (now: number) => {
      frames.push([now, now - last])
      last = now
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) tasks.push([startTime, duration])
    }).observe({ type: 'longtask' })
  })
}

/** Resolves with the page's clock when so many questions are over. */
const passed = (page: Page, over: number): Promise<number> =>
  page
    .waitForFunction(
      (wanted) => {
        const progress = document.querySelector<HTMLProgressElement>('progress[aria-label="Progress of the batch"]')
        return progress !== null && progress.value >= wanted && performance.now()
      },
      over,
      { polling: 'raf', timeout: 300_000 },
    )
    .then((handle) => handle.jsonValue())
    .then(Number)

const between = async (page: Page, from: number, to: number): Promise<Hundred> => {
  const { gaps, longest } = await page.evaluate(
    ([first, end]) => {
      const within = ([at]: readonly [number, number]) => at >= (first ?? 0) && at < (end ?? 0)
      const frames = Reflect.get(window, 'benchFrames') as [number, number][]
      const tasks = Reflect.get(window, 'benchTasks') as [number, number][]
      return {
        gaps: frames.filter(within).map(([, gap]) => gap),
        longest: Math.max(0, ...tasks.filter(within).map(([, duration]) => duration)),
      }
    },
    [from, to],
  )
  const sorted = gaps.toSorted((one, other) => one - other)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { milliseconds: to - from, frameMedian: at(0.5), frameSlow: at(0.99), longestTask: longest }
}

/** Megabytes in use after everything that can go has gone. */
const heapOf = async (session: CDPSession): Promise<number> => {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize / 1e6
}

const fillIn = async (page: Page, count: number): Promise<void> => {
  await page.getByRole('tab', { name: 'Batch' }).click()
  const list = Array.from({ length: count }, (_, index) => `Question number ${index}, and some words to be repeated.`)
  await page.getByRole('textbox', { name: 'Questions' }).fill(list.join('\n'))
}

const askThroughApi = async (page: Page, session: CDPSession): Promise<void> => {
  await fillIn(page, questions)
  await page.getByRole('spinbutton', { name: 'At once' }).fill('5')
  const before = await heapOf(session)
  let from = await page.evaluate(() => performance.now())
  await page.getByRole('button', { name: 'Start batch' }).click()
  const hundreds: Hundred[] = []
  const heaps: number[] = []
  for (let over = step; over <= questions; over += step) {
    const to = await passed(page, over)
    hundreds.push(await between(page, from, to))
    // Only at the ends: collecting in between would make each hundred look calmer than it is.
    if (over === step || over === questions) heaps.push(await heapOf(session))
    from = await page.evaluate(() => performance.now())
  }
  console.log('| questions | ms | frame median ms | frame p99 ms | longest task ms |\n|---|--:|--:|--:|--:|')
  for (const [index, { milliseconds, frameMedian, frameSlow, longestTask }] of hundreds.entries()) {
    console.log(
      `| ${index * step + 1}–${(index + 1) * step} | ${milliseconds.toFixed(0)} | ${frameMedian.toFixed(1)} | ${frameSlow.toFixed(1)} | ${longTaskWords(longestTask)} |`,
    )
  }
  const [first = 0, last = 0] = [hundreds[0]?.milliseconds, hundreds.at(-1)?.milliseconds]
  const [early = 0, late = 0] = heaps
  console.log(`last hundred / first hundred: ${(last / first).toFixed(2)}`)
  console.log(
    `heap: ${before.toFixed(1)} MB before, ${early.toFixed(1)} MB after ${step}, ${late.toFixed(1)} MB after ${questions}: ${(((late - early) * 1000) / (questions - step)).toFixed(1)} kB a question`,
  )
}

const askByWarehouse = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'New batch' }).click()
  await fillIn(page, questions)
  await page.getByRole('radio', { name: 'By a SQL warehouse' }).click()
  await page.getByRole('combobox', { name: 'Endpoint' }).selectOption('databricks-gpt-sample')
  await page.getByRole('spinbutton').fill(String(questions))
  const from = await page.evaluate(() => performance.now())
  await page.getByRole('button', { name: 'Start batch' }).click()
  const to = await passed(page, questions)
  const { frameSlow, longestTask } = await between(page, from, to)
  console.log(
    `by a warehouse, ${questions} questions in one statement: ${((to - from) / 1000).toFixed(1)} s, frame p99 ${frameSlow.toFixed(1)} ms, longest task ${longTaskWords(longestTask)} ms`,
  )
}

const cancel = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'New batch' }).click()
  await fillIn(page, questions)
  await page.getByRole('radio', { name: /own API$/ }).click()
  await page.getByRole('button', { name: 'Start batch' }).click()
  await passed(page, step)
  const words = page.getByText('Cancelled by you.')
  const from = performance.now()
  await page.getByRole('button', { name: 'Cancel batch' }).click()
  await words.waitFor()
  console.log(`cancelled after ${step} questions: the table says so ${(performance.now() - from).toFixed(0)} ms later`)
}

const measure = async (browser: Browser, origin: string): Promise<void> => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, baseURL: origin })
  page.setDefaultTimeout(120_000)
  await watchPage(page)
  const playground = new Playground(page)
  await playground.signIn()
  await playground.chooseAgent('echo-agent')
  const session = await page.context().newCDPSession(page)
  await askThroughApi(page, session)
  await askByWarehouse(page)
  await cancel(page)
}

/** Takes about two minutes. */
export const run = (): Promise<void> =>
  inBrowser(async (browser, origin) => {
    console.log(`A batch of ${questions} questions\n`)
    await measure(browser, origin)
  })

if (import.meta.main) await run()
