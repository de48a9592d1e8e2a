import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { createStaticFiles, type StaticFiles } from './static-files.ts'
import { pageHeaders } from './content-security.ts'

const directory = mkdtempSync(join(tmpdir(), 'static-files-'))
const script = 'export const answer = 42;'.repeat(100)
let files: StaticFiles
beforeAll(() => {
  mkdirSync(join(directory, 'assets'))
  writeFileSync(join(directory, 'index.html'), '<!doctype html>')
  writeFileSync(join(directory, 'assets', 'main-abc.js'), script)
  writeFileSync(join(directory, 'assets', 'font.woff2'), 'font')
  files = createStaticFiles(directory, pageHeaders('production'))
})
afterAll(() => rmSync(directory, { recursive: true }))

const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Response | undefined =>
  files(new Request(`http://localhost:8020${path}`, { headers, method }))

describe('the page', () => {
  test('is asked for anew each time, under the policy', async () => {
    const response = get('/')
    expect(await response?.text()).toBe('<!doctype html>')
    expect(response?.headers.get('cache-control')).toBe('no-cache')
    expect(response?.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob: data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; worker-src 'self'; manifest-src 'self'; require-trusted-types-for 'script'; trusted-types own-worker",
    )
  })

  test.each(['', 'gzip', 'br'])('unchanged, it is not sent again (%s)', (coding) => {
    const first = get('/', { 'accept-encoding': coding })
    const again = get('/', { 'accept-encoding': coding, 'if-none-match': first?.headers.get('etag') ?? '' })
    expect(again?.status).toBe(304)
  })
})

describe('assets', () => {
  test('hashed ones never change', () => {
    expect(get('/assets/main-abc.js')?.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  test.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', null],
  ])('Accept-Encoding %s gives %s', async (accepted, coding) => {
    const response = get('/assets/main-abc.js', { 'accept-encoding': accepted })
    expect(response?.headers.get('content-encoding')).toBe(coding)
    const bytes = Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer())
    const text = coding === 'br' ? brotliDecompressSync(bytes) : coding === 'gzip' ? gunzipSync(bytes) : bytes
    expect(text.toString()).toBe(script)
    expect(response?.headers.get('content-length')).toBe(String(bytes.byteLength))
  })

  test('fonts are compressed already', () => {
    expect(get('/assets/font.woff2', { 'accept-encoding': 'br' })?.headers.get('content-encoding')).toBeNull()
  })
})

test.each([
  '/assets',
  '/assets/',
  '/../package.json',
  '/assets/%2e%2e/%2e%2e/etc/passwd',
  '/index.html/',
  '/__proto__',
])('there is nothing at %s', (path) => {
  expect(get(path)).toBeUndefined()
})

test('only reading is understood', () => {
  expect(get('/', {}, 'POST')).toBeUndefined()
  expect(get('/', {}, 'HEAD')?.body).toBeNull()
})
