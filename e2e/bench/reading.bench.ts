import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { chromium, type CDPSession, type Page } from '@playwright/test'
import { build } from 'vite'
import { launchOptions } from '../../.config/chromium.ts'
import { longTaskWords } from './main-thread.ts'
import type { ReadingBench } from './reading-page.ts'
import { eventStreamOf, responsesEvents } from './responses-stream.ts'

/**
 * What reading costs: 100,000 events over HTTP into Chromium, read, recorded, stored, parsed and folded as a run does
 * it, against a bare drain plus `JSON.parse` of each event. Main thread alone; the subjects take turns.
 */

const eventCount = 100_000
const writeSizes = [1400, 16_384, 65_536] as const
const rounds = 5

const subjects = ['drain', 'floor', 'readUnstored', 'readStored'] as const satisfies readonly (keyof ReadingBench)[]
type Subject = (typeof subjects)[number]

const labels: Readonly<Record<Subject, string>> = {
  drain: 'drain alone',
  floor: 'floor: drain, then JSON.parse of each event',
  readUnstored: 'ours without storage',
  readStored: 'ours: read, record, store, parse, fold',
}

interface Sample {
  readonly cpu: number
  readonly wall: number
  readonly longestTask: number
}

interface Row extends Sample {
  readonly subject: Subject
  readonly writeSize: number
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0

const buildPage = async (directory: string): Promise<string> => {
  await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    logLevel: 'error',
    mode: 'production',
    publicDir: false,
    build: {
      outDir: directory,
      emptyOutDir: true,
      rolldownOptions: {
        input: fileURLToPath(new URL('reading-page.ts', import.meta.url)),
        output: { entryFileNames: 'bench.js', codeSplitting: false },
      },
    },
  })
  return readFile(join(directory, 'bench.js'), 'utf8')
}

/** Writes the body in pieces of this size, and waits whenever the socket is full. */
const writePieces = async (response: ServerResponse, body: Uint8Array, size: number): Promise<void> => {
  for (let from = 0; from < body.length && !response.destroyed; from += size) {
    if (!response.write(body.subarray(from, from + size))) await once(response, 'drain')
  }
  response.end()
}

const serve = async (script: string) => {
  const events = responsesEvents(eventCount, 20_261_122)
  const body = eventStreamOf(events)
  const data = JSON.stringify(events)
  const documents: Readonly<Record<string, readonly [type: string, text: string]>> = {
    '/': ['text/html', '<!doctype html><meta charset="utf-8"><script type="module" src="/bench.js"></script>'],
    '/bench.js': ['text/javascript', script],
    '/data.json': ['application/json', data],
  }
  const server = createServer((request, response) => {
    const size = /^\/stream\/(\d+)$/.exec(request.url ?? '')?.[1]
    const [type, text] = documents[request.url ?? ''] ?? ['text/plain', '']
    if (size === undefined) response.writeHead(200, { 'content-type': type }).end(text)
    else {
      response.socket?.setNoDelay(true)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      void writePieces(response, body, Number(size))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, bytes: body.length, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

const taskMilliseconds = async (session: CDPSession): Promise<number> => {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
}

const runSubject = (page: Page, subject: Subject, writeSize: number): Promise<{ wall: number; longestTask: number }> =>
  page.evaluate(
    async ([subject, url, expected]) => {
      let longestTask = 0
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration)
      })
      observer.observe({ type: 'longtask' })
      const start = performance.now()
      const count = await (globalThis as unknown as { bench: ReadingBench }).bench[subject](url)
      const wall = performance.now() - start
      if (count !== expected) throw new Error(`${subject} read ${count} events`)
      // Long tasks are reported after they ended.
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
      observer.disconnect()
      return { wall, longestTask }
    },
    [subject, `/stream/${writeSize}`, eventCount] as const,
  )

const measure = async (page: Page, session: CDPSession, subject: Subject, writeSize: number): Promise<Sample> => {
  await session.send('HeapProfiler.collectGarbage')
  const before = await taskMilliseconds(session)
  const told = await runSubject(page, subject, writeSize)
  return { ...told, cpu: (await taskMilliseconds(session)) - before }
}

const measureSize = async (page: Page, session: CDPSession, writeSize: number): Promise<readonly Row[]> => {
  const samples: Record<Subject, Sample[]> = { drain: [], floor: [], readUnstored: [], readStored: [] }
  for (let round = 0; round < rounds; round += 1) {
    // Each round begins with another subject, so that none always follows the same one.
    for (let turn = 0; turn < subjects.length; turn += 1) {
      const subject = subjects[(round + turn) % subjects.length] ?? 'floor'
      samples[subject].push(await measure(page, session, subject, writeSize))
    }
  }
  return subjects.map((subject) => ({
    subject,
    writeSize,
    cpu: median(samples[subject].map(({ cpu }) => cpu)),
    wall: median(samples[subject].map(({ wall }) => wall)),
    longestTask: median(samples[subject].map(({ longestTask }) => longestTask)),
  }))
}

const report = (rows: readonly Row[], bytes: number): string => {
  const floorOf = (writeSize: number): number =>
    rows.find((row) => row.subject === 'floor' && row.writeSize === writeSize)?.cpu ?? 1
  const lines = rows.map(
    (row) =>
      `| ${labels[row.subject]} | ${row.writeSize} | ${row.cpu.toFixed(0)} | ${(row.cpu / floorOf(row.writeSize)).toFixed(2)} | ${row.wall.toFixed(0)} | ${longTaskWords(row.longestTask)} |`,
  )
  return [
    `Reading ${eventCount.toLocaleString('en')} events, ${(bytes / 1e6).toFixed(1)} MB; medians of ${rounds} runs`,
    '',
    '| subject | bytes a write | CPU ms | x floor | wall ms | longest task ms |',
    '|---|--:|--:|--:|--:|--:|',
    ...lines,
  ].join('\n')
}

/** Takes about a minute. */
export const run = async (): Promise<readonly Row[]> => {
  const directory = await mkdtemp(join(tmpdir(), 'reading-bench-'))
  const { server, bytes, url } = await serve(await buildPage(directory))
  const browser = await chromium.launch(launchOptions())
  try {
    const page = await browser.newPage()
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    await page.goto(url)
    await page.waitForFunction(() => 'bench' in globalThis)
    await page.evaluate(() => (globalThis as unknown as { bench: ReadingBench }).bench.prepare())
    for (const subject of subjects) await runSubject(page, subject, writeSizes[1])
    const rows: Row[] = []
    for (const writeSize of writeSizes) rows.push(...(await measureSize(page, session, writeSize)))
    console.log(report(rows, bytes))
    return rows
  } finally {
    await browser.close()
    server.closeAllConnections()
    server.close()
    await rm(directory, { recursive: true })
  }
}

if (import.meta.main) await run()
