import { expect, test } from 'vitest'
import { runQuery, type AskEndpoints } from './sql-engine.ts'
import { failureOf } from './sql-failures.ts'
import type { AiCall, SqlJob } from './sql-job.ts'

const job = (sql: string, more: Partial<SqlJob['limits']> = {}): SqlJob => ({
  sql,
  values: [],
  limits: { rows: 1000, bytes: 1_000_000, truncates: false, rowsPerChunk: 100, bytesPerChunk: 100_000, ...more },
})

const nobody: AskEndpoints = () => Promise.resolve({ ok: false, message: 'Nobody was to be asked.' })
const never = new AbortController().signal

test('says so where the engine cannot be loaded, and fails nothing else', async () => {
  const end = await runQuery(job('SELECT 1'), nobody, never, new URL('./no-such-thread.ts', import.meta.url))
  expect(end.kind).toBe('no-engine')
  expect(end.kind === 'no-engine' && failureOf(end, 'INLINE')).toMatchObject({
    code: 'INTERNAL_ERROR',
    message: expect.stringMatching(/cannot be loaded on this computer .* Everything else .* works\./),
  })
})

test('asks for each row once, in batches, and sleeps meanwhile', async () => {
  const asked: AiCall[] = []
  const echo: AskEndpoints = async (calls) => {
    asked.push(...calls)
    await new Promise((resolve) => setTimeout(resolve, 20))
    return { ok: true, answers: calls.map(({ request }) => `${request}!`) }
  }
  const end = await runQuery(
    job("SELECT ai_query_call(0, 'r' || range, NULL) AS a FROM range(5000)", { rows: 5000 }),
    echo,
    never,
  )
  const rows = end.kind === 'rows' ? end.chunks.flatMap((chunk) => chunk.rows) : []
  expect(rows).toEqual(Array.from({ length: 5000 }, (_, index) => [`r${index}!`]))
  expect(asked).toHaveLength(5000)
  expect(end.kind === 'rows' && end.chunks.length).toBe(50)
})

test('stops in the middle of a long computation, and while it waits for an endpoint', async () => {
  const stop = new AbortController()
  const long = runQuery(job('SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3'), nobody, stop.signal)
  const waiting = runQuery(
    job("SELECT ai_query_call(0, 'x', NULL)"),
    (_calls, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ ok: true, answers: ['late'] }))
        stop.abort()
      }),
    stop.signal,
  )
  expect(await Promise.all([long, waiting])).toEqual([{ kind: 'stopped' }, { kind: 'stopped' }])
})

test.each([0, 50, 100, 150, 200, 300])('stops when it is told so after %i ms, whatever it is at', async (ms) => {
  const stop = new AbortController()
  const end = runQuery(job('SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3'), nobody, stop.signal)
  setTimeout(() => stop.abort(), ms)
  expect(await end).toEqual({ kind: 'stopped' })
})

test.each([
  ["SELECT * FROM read_csv('/etc/passwd')", 'file system operations are disabled'],
  ["SELECT * FROM 'https://example.com/x.parquet'", 'disabled'],
  ["SELECT * FROM glob('/etc/*')", 'disabled'],
  ["SELECT getenv('HOME')", 'does not exist'],
])('reaches nothing outside: %s', async (sql, words) => {
  expect(await runQuery(job(sql), nobody, never)).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining(words),
  })
})

test.each(['INSTALL httpfs', "ATTACH '/tmp/x.db'", 'SET threads = 8', 'CREATE TABLE t (a INT)', 'SELECT 1; SELECT 2'])(
  'runs queries only, one at a time: %s',
  async (sql) => {
    expect(await runQuery(job(sql), nobody, never)).toEqual({ kind: 'no-query' })
  },
)

test('takes so much memory and no more', async () => {
  expect(await runQuery(job('SELECT len(list(range)) FROM range(200000000)'), nobody, never)).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('Out of Memory'),
  })
})

test('ends a result at its limits', async () => {
  const rows = await runQuery(job('SELECT range FROM range(100000000)', { rows: 250 }), nobody, never)
  expect(rows).toMatchObject({ kind: 'rows', truncated: true, chunks: [{}, {}, { rows: { length: 50 } }] })
  expect(await runQuery(job('SELECT range FROM range(100000000)', { rows: 1e9 }), nobody, never)).toEqual({
    kind: 'too-large',
  })
  // Much more than the thread's own memory, were it read at once.
  expect(await runQuery(job("SELECT repeat('x', 90000) FROM range(20000)"), nobody, never)).toEqual({
    kind: 'too-large',
  })
})

test('cuts a result into chunks by rows and by bytes', async () => {
  const end = await runQuery(job("SELECT repeat('x', 60000) FROM range(3)"), nobody, never)
  expect(end.kind === 'rows' && end.chunks.map(({ rows, bytes }) => [rows.length, bytes])).toEqual([
    [2, 120_010],
    [1, 60_005],
  ])
})
