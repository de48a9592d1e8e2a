import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type CDPSession, type Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build, type Plugin } from 'vite'

/**
 * What one more delta costs when N characters of an answer are there already, 50 deltas a second: our markdown against
 * the cheapest thing that shows growing text at all, plain lines in groups with `content-visibility`. Both stay
 * scrolled to their end, as a reader of a growing answer does.
 */

const SIZES = [20_000, 100_000, 400_000] as const
const SECONDS: Readonly<Record<number, number>> = { 20_000: 8, 100_000: 8, 400_000: 6 }
const DELTA = 24
const PAUSE = 20

interface Figures {
  readonly subject: Subject
  readonly size: number
  readonly cpuPerUpdate: number
  readonly frame95: number
  readonly frame99: number
  readonly longTasks: number
  readonly firstRender: number
}

const subjects = ['floor', 'markdown'] as const
type Subject = (typeof subjects)[number]

const repository = fileURLToPath(new URL('../..', import.meta.url))

const ENTRY = `
import { createRoot } from 'react-dom/client'
import { createElement } from 'react'
import { flushSync } from 'react-dom'
import { Markdown } from ${JSON.stringify(join(repository, 'src/ui/markdown.tsx'))}

const scroller = document.getElementById('scroller')
const toEnd = () => { scroller.scrollTop = scroller.scrollHeight }
const subjects = {
  markdown: () => {
    const root = createRoot(scroller)
    let text = ''
    const onLink = () => {}
    return (delta) => {
      text += delta
      flushSync(() => root.render(createElement(Markdown, { text, streaming: true, onLink })))
    }
  },
  floor: () => {
    const pre = scroller.appendChild(document.createElement('pre'))
    let group
    let lines = 0
    const newLine = () => {
      if (lines % 50 === 0) {
        group = pre.appendChild(document.createElement('div'))
        group.className = 'group'
      }
      lines += 1
      const line = group.appendChild(document.createElement('div'))
      line.className = 'line'
      return line.appendChild(document.createTextNode(''))
    }
    let last = newLine()
    return (delta) => {
      const [first, ...others] = delta.split('\\n')
      last.appendData(first)
      for (const other of others) { last = newLine(); last.appendData(other) }
    }
  },
}
let append
window.setUp = (subject, text) => {
  append = subjects[subject]()
  const start = performance.now()
  append(text)
  toEnd()
  return performance.now() - start
}
window.stream = async (text, delta, pause) => {
  const frames = []
  let longTasks = 0
  const observer = new PerformanceObserver((list) => { longTasks += list.getEntries().length })
  observer.observe({ type: 'longtask' })
  let running = true
  let before = performance.now()
  const frame = (now) => {
    frames.push(now - before)
    before = now
    toEnd()
    if (running) requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  let updates = 0
  await new Promise((resolve) => {
    const timer = setInterval(() => {
      append(text.slice(updates * delta, (updates + 1) * delta))
      updates += 1
      if (updates * delta >= text.length) { clearInterval(timer); resolve() }
    }, pause)
  })
  running = false
  observer.disconnect()
  return { frames: frames.slice(2), longTasks, updates }
}
`

const PAGE = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/bench.css">
<style>body{margin:0;font:15px/1.6 sans-serif}#scroller{height:800px;width:760px;overflow:auto}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}.line{min-height:1lh}.group{content-visibility:auto;contain-intrinsic-block-size:auto 60lh}</style>
<div id="scroller"></div><script type="module" src="/bench.js"></script>`

/** A deterministic answer with the constructs answers have, `length` characters long. */
export const answerOf = (length: number): string => {
  const words = 'agent token stream frame delta recording model answer latency question tool result chunk event'.split(
    ' ',
  )
  let seed = 42
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  const sentence = (count: number): string => {
    const parts = Array.from({ length: count }, () => words[next(words.length)] ?? '')
    const marks = ['**', '*', '`', '', '', '', '', '']
    return `${parts.map((word) => ((mark) => `${mark}${word}${mark}`)(marks[next(marks.length)] ?? '')).join(' ')}.`
  }
  const lines = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join('\n')
  const makers = [
    () => `## ${sentence(4)}`,
    () => `${sentence(14)} ${sentence(18)} See [the guide](https://example.com/${next(1000)}).`,
    () => `${sentence(20)}\n${sentence(12)}`,
    () => lines(3 + next(6), () => `- ${sentence(8)}`),
    () => lines(2 + next(4), (index) => `${index + 1}. ${sentence(6)}\n   - ${sentence(4)}`),
    () =>
      `\`\`\`python\n${lines(4 + next(20), (index) => `value_${index} = compute(${next(99)}, "${words[next(words.length)]}")`)}\n\`\`\``,
    () =>
      `| name | value | note |\n|---|--:|---|\n${lines(3 + next(8), () => `| ${words[next(words.length)]} | ${next(9999)} | ${sentence(3)} |`)}`,
    () => `> ${sentence(12)}\n> ${sentence(8)}`,
  ]
  let text = ''
  while (text.length < length) text += `${(makers[next(makers.length)] ?? makers[0])?.() ?? ''}\n\n`
  return text.slice(0, length)
}

const entryPlugin: Plugin = {
  name: 'bench-entry',
  resolveId: (id) => (id === 'bench-entry' ? join(repository, 'e2e/bench/bench-entry.jsx') : undefined),
  load: (id) => (id.endsWith('bench-entry.jsx') ? ENTRY : undefined),
}

const buildPage = async (directory: string): Promise<void> => {
  await build({
    configFile: false,
    root: repository,
    logLevel: 'error',
    mode: 'production',
    plugins: [react(), entryPlugin],
    publicDir: false,
    resolve: {
      alias: {
        'decode-named-character-reference': join(repository, 'node_modules/decode-named-character-reference/index.js'),
      },
    },
    build: {
      outDir: directory,
      emptyOutDir: true,
      rolldownOptions: {
        input: { bench: 'bench-entry' },
        output: { entryFileNames: 'bench.js', assetFileNames: 'bench[extname]', codeSplitting: false },
      },
    },
  })
  await writeFile(join(directory, 'index.html'), PAGE)
}

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

const serve = async (directory: string) => {
  const server = createServer((request, response) => {
    const name = request.url === '/' ? 'index.html' : (request.url ?? '').slice(1)
    readFile(join(directory, name)).then(
      (bytes) => response.writeHead(200, { 'content-type': types[extname(name)] ?? 'text/plain' }).end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

const taskMilliseconds = async (session: CDPSession): Promise<number> => {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? 0) * 1000
}

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((one, other) => one - other)[Math.floor((values.length - 1) * share)] ?? 0

/** What the page offers; `evaluate` sends these functions into it as text. */
interface BenchWindow {
  setUp: (subject: Subject, text: string) => number
  stream: (
    text: string,
    delta: number,
    pause: number,
  ) => Promise<{ frames: number[]; longTasks: number; updates: number }>
}

const measure = async (page: Page, url: string, subject: Subject, size: number): Promise<Figures> => {
  await page.goto(url)
  await page.waitForFunction(() => 'stream' in window)
  const updates = ((SECONDS[size] ?? 6) * 1000) / PAUSE
  const answer = answerOf(size + updates * DELTA)
  const firstRender = await page.evaluate(
    ([subject, text]) => (window as unknown as BenchWindow).setUp(subject, text),
    [subject, answer.slice(0, size)] as const,
  )
  // The first frames paint what was there before and collect its garbage; they belong to no delta.
  await page.evaluate(async () => {
    for (let frame = 0; frame < 60; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
    await new Promise((resolve) => requestIdleCallback(resolve))
  })
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const before = await taskMilliseconds(session)
  const streamed = await page.evaluate(
    ([text, delta, pause]) => (window as unknown as BenchWindow).stream(text, delta, pause),
    [answer.slice(size), DELTA, PAUSE] as const,
  )
  const after = await taskMilliseconds(session)
  return {
    subject,
    size,
    cpuPerUpdate: (after - before) / streamed.updates,
    frame95: percentile(streamed.frames, 0.95),
    frame99: percentile(streamed.frames, 0.99),
    longTasks: streamed.longTasks,
    firstRender,
  }
}

const launchOptions = () => ({
  ...(existsSync('/usr/bin/chromium') ? { executablePath: '/usr/bin/chromium' } : {}),
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})

const report = (figures: readonly Figures[]): string => {
  const floorOf = (size: number) =>
    figures.find((one) => one.subject === 'floor' && one.size === size)?.cpuPerUpdate ?? 1
  const growth = (subject: Subject): string => {
    const of = (size: number) => figures.find((one) => one.subject === subject && one.size === size)?.cpuPerUpdate ?? 1
    return `${subject}: x${(of(400_000) / of(20_000)).toFixed(2)} from 20,000 to 400,000 characters`
  }
  const rows = figures.map(
    (one) =>
      `| ${one.subject} | ${one.size} | ${one.cpuPerUpdate.toFixed(2)} | ${(one.cpuPerUpdate / floorOf(one.size)).toFixed(2)} | ${one.frame95.toFixed(1)} | ${one.frame99.toFixed(1)} | ${one.longTasks} | ${one.firstRender.toFixed(0)} |`,
  )
  return [
    '| subject | characters | CPU ms per update | x floor | frame p95 ms | frame p99 ms | long tasks | first render ms |',
    '|---|--:|--:|--:|--:|--:|--:|--:|',
    ...rows,
    ...subjects.map(growth),
  ].join('\n')
}

/** Takes about a minute. */
export const run = async (): Promise<readonly Figures[]> => {
  const directory = await mkdtemp(join(tmpdir(), 'markdown-bench-'))
  await buildPage(directory)
  const { server, url } = await serve(directory)
  const browser = await chromium.launch(launchOptions())
  try {
    const page = await browser.newPage({ viewport: { width: 900, height: 900 } })
    const figures: Figures[] = []
    for (const size of SIZES) for (const subject of subjects) figures.push(await measure(page, url, subject, size))
    console.log(report(figures))
    return figures
  } finally {
    await browser.close()
    server.close()
    await rm(directory, { recursive: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run()
