import { describe, expect, test } from 'vitest'
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { once } from 'node:events'
import { readSettings } from './settings.ts'

const unreadable = [
  [{ PORT: 'abc' }, 'PORT'],
  [{ PORT: '70000' }, 'PORT'],
  [{ PORT: '-1' }, 'PORT'],
  [{ PORT: '8020.5' }, 'PORT'],
  [{ SAMPLE_PORT: 'on' }, 'SAMPLE_PORT'],
  [{ PORT: '9000', SAMPLE_PORT: '9000' }, 'SAMPLE_PORT'],
  [{ HOST: 'example.com' }, 'HOST'],
  [{ HOST: '1.2.3.4.5' }, 'HOST'],
  ...['0.0.0.0', '0', '0x0', '00.0', '0.0', '*', '::', '[::]', '0:0:0:0:0:0:0:0', '::ffff:0.0.0.0', '::0'].map(
    (HOST) => [{ HOST }, 'DANGEROUSLY_LISTEN_EVERYWHERE=yes'] as const,
  ),
  [{ HOST: '0.0.0.0', DANGEROUSLY_LISTEN_EVERYWHERE: '1' }, 'DANGEROUSLY_LISTEN_EVERYWHERE'],
  [{ ALLOWED_HOSTS: '*.example.com' }, 'ALLOWED_HOSTS'],
  [{ ALLOWED_HOSTS: 'https://a.example.com' }, 'ALLOWED_HOSTS'],
  [{ ALLOWED_HOSTS: 'a.example.com:8443' }, 'ALLOWED_HOSTS'],
  [{ ALLOWED_HOSTS: 'a.example.com/x' }, 'ALLOWED_HOSTS'],
  [{ ALLOWED_HOSTS: '10.0.0.1' }, 'ALLOWED_HOSTS'],
  [{ ALLOWED_HOSTS: 'localhost' }, 'ALLOWED_HOSTS'],
  [{ OAUTH_CLIENT_ID: 'a b' }, 'OAUTH_CLIENT_ID'],
  [{ RELAY_LOG: 'maybe' }, 'RELAY_LOG'],
] as const

describe('reading', () => {
  test('nothing set is the default', () => {
    expect(readSettings({ PORT: '', HOST: ' ' })).toEqual({
      ok: true,
      settings: {
        port: 8020,
        samplePort: 8021,
        listening: { kind: 'loopback' },
        allowedHosts: [],
        oauthClientId: null,
        logCalls: false,
      },
    })
  })

  test.each([
    [{ HOST: 'localhost' }, { listening: { kind: 'loopback' } }],
    [{ HOST: '127.1' }, { listening: { kind: 'address', address: '127.0.0.1' } }],
    [{ HOST: '[::1]' }, { listening: { kind: 'address', address: '::1' } }],
    [{ HOST: '0', DANGEROUSLY_LISTEN_EVERYWHERE: 'yes' }, { listening: { kind: 'everywhere', address: '0.0.0.0' } }],
    [{ SAMPLE_PORT: 'off' }, { samplePort: null }],
    [
      { ALLOWED_HOSTS: ' A.example.com, b.example.com,,a.example.com' },
      { allowedHosts: ['a.example.com', 'b.example.com'] },
    ],
    [{ OAUTH_CLIENT_ID: '0f-1' }, { oauthClientId: '0f-1' }],
  ])('%j', (environment, settings) => {
    expect(readSettings(environment)).toMatchObject({ ok: true, settings })
  })

  test.each(unreadable)('%j is unreadable and says %s', (environment, word) => {
    const read = readSettings(environment)
    expect(read.ok ? '' : read.sentence).toContain(word)
  })
})

describe('the program', () => {
  const serve = fileURLToPath(new URL('../serve.ts', import.meta.url))
  const start = (environment: Readonly<Record<string, string>>, ...flags: string[]): ChildProcess =>
    spawn(process.execPath, [serve, ...flags], {
      env: { PATH: process.env['PATH'], SAMPLE_PORT: 'off', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const collect = (child: ChildProcess): { out: string; error: string } => {
    const text = { out: '', error: '' }
    child.stdout?.on('data', (bytes) => (text.out += String(bytes)))
    child.stderr?.on('data', (bytes) => (text.error += String(bytes)))
    return text
  }

  test.each([
    [{ PORT: 'abc' }, 'PORT'],
    [{ SAMPLE_PORT: 'x' }, 'SAMPLE_PORT'],
    [{ HOST: '::' }, 'HOST'],
    [{ HOST: '203.0.113.7', PORT: '0' }, 'HOST'],
    [{ ALLOWED_HOSTS: '*' }, 'ALLOWED_HOSTS'],
    [{ OAUTH_CLIENT_ID: '\u00e4' }, 'OAUTH_CLIENT_ID'],
  ])('%j ends it with one sentence', async (environment, word) => {
    const child = start(environment)
    const text = collect(child)
    const [status] = await once(child, 'close')
    expect([status, text.out]).toEqual([1, ''])
    expect(text.error).toMatch(/^[^\n]+\.\n$/)
    expect(text.error).toContain(word)
  })

  test('a port in use ends it with one sentence', async () => {
    const other = createServer()
    other.listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = String(typeof address === 'object' && address !== null ? address.port : 0)
    const child = start({ PORT: port })
    const text = collect(child)
    const [status] = await once(child, 'close')
    expect([status, text.out]).toEqual([1, ''])
    expect(text.error).toBe(
      `Port ${port} is in use by another program; end that program, or set PORT to a free port.\n`,
    )
    other.close()
  })

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'says when it is ready, and ends at %s',
    { timeout: 60_000 },
    async (signal) => {
      const child = start({ PORT: '0' }, '--dev')
      const text = collect(child)
      while (!text.out.includes('\n') && child.exitCode === null) {
        await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')])
      }
      expect(text.out).toMatch(/^Agent Playground ready: http:\/\/localhost:\d+\n$/)
      child.kill(signal)
      const [status] = await once(child, 'close')
      expect(status).toBe(0)
    },
  )
})
