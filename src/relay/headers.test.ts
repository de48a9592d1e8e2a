import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningPlayground, call, relayPath, startPlayground, startRawServer } from './test-servers.ts'
import { answerHeadersOf, requestHeadersOf } from './headers.ts'

describe('request headers', () => {
  test('only what an agent needs crosses, and never a compressed answer', () => {
    const headers = new Headers({
      accept: 'text/event-stream',
      'accept-encoding': 'gzip, br',
      authorization: 'Bearer t',
      cookie: 'a=b',
      'content-type': 'application/json',
      forwarded: 'for=1',
      host: 'localhost:8020',
      origin: 'http://localhost:8020',
      referer: 'http://localhost:8020/',
      'sec-fetch-site': 'same-origin',
      'x-api-key': 'k',
      'x-databricks-workspace-id': '1',
      'x-forwarded-access-token': 't',
      'x-forwarded-for': '1.2.3.4',
      'x-mlflow-return-trace-id': 'true',
      'x-playground': '1',
      'x-real-ip': '1.2.3.4',
    })
    expect(requestHeadersOf(headers)).toEqual({
      accept: 'text/event-stream',
      'accept-encoding': 'identity',
      authorization: 'Bearer t',
      'content-type': 'application/json',
      'x-databricks-workspace-id': '1',
      'x-mlflow-return-trace-id': 'true',
    })
  })

  test('what Connection names belongs to the first hop', () => {
    const headers = new Headers({ connection: 'close, X-Databricks-Hop', 'x-databricks-hop': '1' })
    expect(requestHeadersOf(headers)).toEqual({ 'accept-encoding': 'identity' })
  })
})

describe('answer headers', () => {
  test('the agent’s own pass; what would act on this origin is withheld and named', () => {
    const raw = `
      Content-Type: text/event-stream
      X-Request-Id: r
      x-databricks-org-id: 1
      Server: uvicorn
      Retry-After: 3
      Date: today
      WWW-Authenticate: Bearer
      Vary: a
      vary: b
      Set-Cookie: a=b
      Set-Cookie: c=d
      Strict-Transport-Security: max-age=1
      Refresh: 0;url=//evil
      Link: </x>; rel=preload
      Clear-Site-Data: "*"
      Content-Security-Policy: x
      SourceMap: /m
      Access-Control-Allow-Origin: *
      X-Playground-Relay: refused
      Cache-Control: max-age=9
      Connection: keep-alive, X-Hop, content-length
      X-Hop: 1
      Keep-Alive: timeout=5
      Content-Length: 4
      Transfer-Encoding: chunked
      Upgrade: h2c
      Trailer: x`
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => line.trim().split(/: (.*)/, 2))
    expect(Object.fromEntries(answerHeadersOf(raw))).toEqual({
      'content-type': 'text/event-stream',
      'content-length': '4',
      date: 'today',
      'retry-after': '3',
      server: 'uvicorn',
      vary: 'a, b',
      'www-authenticate': 'Bearer',
      'x-databricks-org-id': '1',
      'x-request-id': 'r',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-playground-relay': 'forwarded',
      'x-playground-added':
        'cache-control, content-security-policy, cross-origin-resource-policy, x-content-type-options, connection, keep-alive, transfer-encoding',
      'x-playground-withheld':
        'access-control-allow-origin, cache-control, clear-site-data, content-security-policy, link, refresh, set-cookie, sourcemap, strict-transport-security, x-playground-relay',
    })
  })
})

describe('on the wire', () => {
  let playground: RunningPlayground
  beforeAll(async () => {
    playground = await startPlayground()
  })
  afterAll(() => playground.close())

  test('the other side sees its own host, an honest length and nothing of the browser', async () => {
    const heads: string[] = []
    const upstream = await startRawServer((socket, head) => {
      heads.push(head)
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nSet-Cookie: a=b\r\n\r\n')
    })
    const answer = await call(playground.port, relayPath(upstream.port, '/responses?q=1'), {
      method: 'POST',
      body: '{}',
      headers: { authorization: 'Bearer t', cookie: 'a=b', connection: 'close', 'x-forwarded-host': 'evil' },
    })
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(answer.headers['x-playground-withheld']).toBe('set-cookie')
    expect(answer.headers.date).toBeUndefined()
    const [line, ...lines] = (heads[0] ?? '').split('\r\n\r\n')[0]?.split('\r\n') ?? []
    expect(line).toBe('POST /responses?q=1 HTTP/1.1')
    expect(lines.sort()).toEqual([
      'Connection: close',
      'accept-encoding: identity',
      'authorization: Bearer t',
      'content-length: 2',
      `host: 127.0.0.1:${upstream.port}`,
    ])
    await upstream.close()
  })
})
