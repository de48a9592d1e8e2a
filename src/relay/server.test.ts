import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, createServer } from 'node:net'
import { once } from 'node:events'
import fc from 'fast-check'
import {
  type RawServer,
  type RunningPlayground,
  call,
  codeOf,
  exchangeRaw,
  plainSettings,
  relayPath,
  startPlayground,
  startRawServer,
} from './test-servers.ts'
import { PortInUse, openGate, ownOriginOf } from './server.ts'
import { isOwnHost } from './own-origin.ts'

let playground: RunningPlayground
let upstream: RawServer
const heads: string[] = []
beforeAll(async () => {
  playground = await startPlayground()
  upstream = await startRawServer((socket, head) => {
    heads.push(head)
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
  })
})
afterAll(async () => {
  await playground.close()
  await upstream.close()
})

describe('who may call the relay', () => {
  const own = (): string => `localhost:${playground.port}`
  test.each([
    ['the page itself', 'POST', {}, 'forwarded'],
    ['a GET without Origin', 'GET', { origin: undefined }, 'forwarded'],
    ['a browser without fetch metadata', 'POST', { 'sec-fetch-site': undefined }, 'forwarded'],
    ['a POST without Origin', 'POST', { origin: undefined }, 'cross-site'],
    ['another port of this computer', 'POST', { origin: 'http://localhost:1' }, 'cross-site'],
    ['another scheme', 'POST', { origin: 'https://$own' }, 'cross-site'],
    ['another name of this computer', 'POST', { origin: 'http://127.0.0.1:$port' }, 'cross-site'],
    ['a sandboxed frame', 'POST', { origin: 'null' }, 'cross-site'],
    ['an empty Origin', 'POST', { origin: '' }, 'cross-site'],
    ['two origins', 'POST', { origin: 'http://$own, http://evil.example' }, 'cross-site'],
    ['a foreign GET', 'GET', { origin: 'http://evil.example' }, 'cross-site'],
    ['fetch metadata cross-site', 'POST', { 'sec-fetch-site': 'cross-site' }, 'cross-site'],
    ['fetch metadata same-site', 'POST', { 'sec-fetch-site': 'same-site' }, 'cross-site'],
    ['a typed address', 'GET', { 'sec-fetch-site': 'none', origin: undefined }, 'cross-site'],
    ['no X-Playground', 'POST', { 'x-playground': undefined }, 'playground-header-missing'],
    ['an image', 'GET', { 'x-playground': undefined, origin: undefined }, 'playground-header-missing'],
    ['another X-Playground', 'POST', { 'x-playground': '2' }, 'playground-header-missing'],
    ['a re-pointed name', 'POST', { host: 'evil.example:$port', origin: 'http://evil.example:$port' }, 'host-unknown'],
    ['a name below localhost', 'POST', { host: 'x.localhost:$port' }, 'host-unknown'],
    ['localhost of another port', 'POST', { host: 'localhost:1' }, 'host-unknown'],
    ['localhost without a port', 'POST', { host: 'localhost' }, 'host-unknown'],
    ['userinfo in Host', 'POST', { host: 'localhost:$port@evil.example' }, 'request-malformed'],
    ['127.0.0.1', 'POST', { host: '127.0.0.1:$port', origin: 'http://127.0.0.1:$port' }, 'forwarded'],
    ['[::1]', 'POST', { host: '[::1]:$port', origin: 'http://[::1]:$port' }, 'forwarded'],
  ])('%s', async (_who, method, headers, outcome) => {
    const entries = Object.entries<string | undefined>({
      host: own(),
      origin: `http://${own()}`,
      'sec-fetch-site': 'same-origin',
      'x-playground': '1',
      ...headers,
    })
    const lines = entries.flatMap(([name, value]) =>
      value === undefined
        ? []
        : [`${name}: ${value.replaceAll('$own', own()).replaceAll('$port', String(playground.port))}`],
    )
    const before = heads.length
    const text = await exchangeRaw(
      playground.port,
      `${method} ${relayPath(upstream.port)} HTTP/1.1\r\n${lines.join('\r\n')}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
      false,
    )
    expect(text.toLowerCase()).not.toContain('access-control-')
    expect(text).toContain(outcome === 'forwarded' ? 'x-playground-relay: forwarded' : `"code":"${outcome}"`)
    expect(heads.length - before).toBe(outcome === 'forwarded' ? 1 : 0)
  })

  test('a preflight is not granted', async () => {
    const answer = await call(playground.port, relayPath(upstream.port), {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'POST' },
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('what is not a plain request', () => {
  const line = (first: string, rest: string): string =>
    `${first}\r\nHost: localhost:${playground.port}\r\n${rest}\r\n\r\n`
  const guard = (): string => `Origin: http://localhost:${playground.port}\r\nX-Playground: 1`
  const path = (): string => relayPath(upstream.port)

  test.each([
    ['CONNECT', () => line('CONNECT localhost:22 HTTP/1.1', 'X-Playground: 1')],
    ['TRACE', () => line(`TRACE ${path()} HTTP/1.1`, guard())],
    ['absolute form', () => line(`GET http://127.0.0.1:${upstream.port}/ HTTP/1.1`, guard())],
    ['absolute form of itself', () => line(`GET http://localhost:${playground.port}${path()} HTTP/1.1`, guard())],
    ['authority form', () => line(`GET //127.0.0.1:${upstream.port}/ HTTP/1.1`, guard())],
    ['asterisk', () => line('OPTIONS * HTTP/1.1', guard())],
    ['Upgrade', () => line(`GET ${path()} HTTP/1.1`, `${guard()}\r\nConnection: Upgrade\r\nUpgrade: websocket`)],
    ['h2c', () => line(`GET ${path()} HTTP/1.1`, `${guard()}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c`)],
    ['two hosts', () => line(`GET ${path()} HTTP/1.1`, `${guard()}\r\nHost: evil.example`)],
    ['no host', () => `GET ${path()} HTTP/1.1\r\n${guard()}\r\n\r\n`],
    [
      'length and chunks',
      () => line(`POST ${path()} HTTP/1.1`, `${guard()}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked`),
    ],
    ['two lengths', () => line(`POST ${path()} HTTP/1.1`, `${guard()}\r\nContent-Length: 0\r\nContent-Length: 4`)],
    ['a negative length', () => line(`POST ${path()} HTTP/1.1`, `${guard()}\r\nContent-Length: -1`)],
    ['an odd transfer coding', () => line(`POST ${path()} HTTP/1.1`, `${guard()}\r\nTransfer-Encoding: xchunked`)],
    ['a space before the colon', () => line(`POST ${path()} HTTP/1.1`, `${guard()}\r\nTransfer-Encoding : chunked`)],
    ['a folded header', () => line(`POST ${path()} HTTP/1.1`, `${guard()}\r\nTransfer-Encoding:\r\n chunked`)],
    ['a bare line feed', () => line(`GET ${path()} HTTP/1.1`, `${guard()}\nX: y`)],
    [
      'a bad chunk size',
      () => `${line(`POST ${path()} HTTP/1.1`, `${guard()}\r\nTransfer-Encoding: chunked`)}0x5\r\nhello`,
    ],
    ['headers without end', () => line(`GET ${path()} HTTP/1.1`, `${guard()}\r\nX: ${'y'.repeat(20_000)}`)],
  ])('%s reaches nobody', async (_name, request) => {
    const before = heads.length
    const text = await exchangeRaw(playground.port, request(), true)
    expect(text).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(heads.length).toBe(before)
  })

  test('a second request hidden in the body of the first stays a body', async () => {
    const before = heads.length
    const hidden = `GET ${path()} HTTP/1.1\r\nHost: localhost:${playground.port}\r\nX-Playground: 1\r\n\r\n`
    const text = await exchangeRaw(
      playground.port,
      `${line(`POST ${path()} HTTP/1.1`, `${guard()}\r\nConnection: close\r\nContent-Length: ${hidden.length}`)}${hidden}`,
      false,
    )
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(1)
    expect(heads.slice(before).map((head) => head.split('\r\n')[0])).toEqual(['POST / HTTP/1.1'])
  })
})

describe('the playground’s own answers', () => {
  test('health and facts', async () => {
    const health = await call(playground.port, '/healthz')
    expect(health.body.toString()).toBe('{"status":"ok","version":"1.2.3"}')
    const facts = await call(playground.port, '/playground.json')
    expect(facts.headers['cache-control']).toBe('no-store')
    expect(JSON.parse(facts.body.toString())).toEqual({
      version: '1.2.3',
      sample: null,
      oauthClientId: null,
      allowedHosts: [],
    })
  })

  test('settings show in the facts', async () => {
    const other = await startPlayground({ oauthClientId: 'mine', allowedHosts: ['a.example'] })
    const facts = await call(other.port, '/playground.json')
    expect(JSON.parse(facts.body.toString())).toMatchObject({ oauthClientId: 'mine', allowedHosts: ['a.example'] })
    await other.close()
  })

  test.each(['127.0.0.1', '[::1]'])('a page opened at %s moves to localhost', async (host) => {
    const headers = { host: `${host}:${playground.port}`, 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' }
    const answer = await call(playground.port, '/?code=a&state=b', { headers })
    expect([answer.status, answer.headers.location]).toEqual([
      307,
      `http://localhost:${playground.port}/?code=a&state=b`,
    ])
    const double = await call(playground.port, '//evil.example/', { headers })
    expect(double.headers.location).toBe(`http://localhost:${playground.port}//evil.example/`)
  })

  test.each(['/unknown', '/relay', '/index.htm', '/healthz/', '/../package.json', '/%2e%2e/package.json'])(
    '%s is not there',
    async (path) => {
      expect(codeOf(await call(playground.port, path))).toBe('not-found')
    },
  )

  test('both families of loopback answer', async () => {
    const bytes = `GET /healthz HTTP/1.1\r\nHost: [::1]:${playground.port}\r\nConnection: close\r\n\r\n`
    const socket = connect({ port: playground.port, host: '::1' })
    socket.end(bytes)
    const [first] = await once(socket, 'data')
    expect(String(first)).toMatch(/^HTTP\/1\.1 200/)
  })

  test('a port in use in either family is said', async () => {
    await expect(openGate({ ...plainSettings, port: playground.port })).rejects.toThrow(PortInUse)
    const other = createServer()
    other.listen(0, '::1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await expect(openGate({ ...plainSettings, port })).rejects.toThrow(PortInUse)
    other.close()
  })
})

test('closing ends at once what is open, idle or waiting, in both families', async () => {
  const gate = await openGate(plainSettings)
  const hosts = ['127.0.0.1', '::1']
  const sockets = hosts.map((host) => connect({ port: gate.port, host }))
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  sockets[0]?.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  const ended = sockets.map((socket) => {
    socket.on('error', () => undefined)
    return new Promise((resolve) => socket.once('close', resolve))
  })
  await gate.close()
  await Promise.all(ended)
})

test('requests that come before there is an answer wait for it', async () => {
  const gate = await openGate(plainSettings)
  const arrived = once(gate.server, 'request')
  const early = call(gate.port, '/')
  await arrived
  gate.serve((_request, response) => response.end('late'))
  expect((await early).body.toString()).toBe('late')
  await gate.close()
})

test.each([
  [{ kind: 'loopback' } as const, 'localhost:8020', true],
  [{ kind: 'loopback' } as const, 'LOCALHOST:8020', true],
  [{ kind: 'loopback' } as const, '127.0.0.2:8020', false],
  [{ kind: 'loopback' } as const, '192.168.1.5:8020', false],
  [{ kind: 'address', address: '192.168.1.5' } as const, '192.168.1.5:8020', true],
  [{ kind: 'address', address: '192.168.1.5' } as const, '192.168.1.6:8020', false],
  [{ kind: 'address', address: 'fd00::5' } as const, '[fd00::5]:8020', true],
  [{ kind: 'everywhere', address: '0.0.0.0' } as const, '10.0.0.1:9000', true],
  [{ kind: 'everywhere', address: '0.0.0.0' } as const, 'localhost:9000', true],
  [{ kind: 'everywhere', address: '0.0.0.0' } as const, 'evil.example:8020', false],
])('%j answers to %s: %s', (listening, host, answers) => {
  expect(isOwnHost(host, ownOriginOf(listening, 8020))).toBe(answers)
})

test('2000 garbled requests leave the same process answering', { timeout: 120_000 }, async () => {
  const noise = fc.oneof(
    fc.constantFrom('GET ', 'POST ', 'PRI * HTTP/2.0\r\n\r\n', '/relay/http/', 'localhost', '%3A1/', ' HTTP/1.1\r\n', '\r\n', '\r\n\r\n'), // prettier-ignore
    fc.constantFrom('Host: localhost\r\n', 'X-Playground: 1\r\n', 'Content-Length: 5\r\n', 'Transfer-Encoding: chunked\r\n', 'Expect: 100-continue\r\n', 'Upgrade: x\r\nConnection: upgrade\r\n'), // prettier-ignore
    fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  )
  const message = fc.array(noise, { maxLength: 12 }).map((pieces) => pieces.join(''))
  const honest = message.map(
    (text) => `GET /healthz?${encodeURIComponent(text)} HTTP/1.1\r\nHost: localhost:1\r\n${text}\r\n\r\n`,
  )
  const requests = fc.sample(fc.oneof(message, honest), { seed: 20_261_122, numRuns: 2000 })
  for (let start = 0; start < requests.length; start += 50) {
    const batch = requests.slice(start, start + 50)
    await Promise.all(batch.map((text) => exchangeRaw(playground.port, Buffer.from(text, 'latin1'), true)))
  }
  const health = await call(playground.port, '/healthz')
  expect(health.status).toBe(200)
})
