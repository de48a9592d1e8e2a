import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { once } from 'node:events'
import { runInNewContext } from 'node:vm'
import { setFlagsFromString } from 'node:v8'
import type { Socket } from 'node:net'
import fc from 'fast-check'
import {
  type RawServer,
  type RunningPlayground,
  call,
  codeOf,
  deferred,
  open,
  readAll,
  relayPath,
  startPlayground,
  startRawServer,
} from './test-servers.ts'
import { callUpstream, upstreamLimits } from './upstream.ts'
import { isLoginLocation } from './upstream-failure.ts'
import { bodyLimit } from './forward.ts'
import { judgeTarget } from './allow-list.ts'

let playground: RunningPlayground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

const upstreams: RawServer[] = []
afterEach(async () => {
  await Promise.all(upstreams.splice(0).map((upstream) => upstream.close()))
})
const upstream = async (onRequest: (socket: Socket, head: string) => void): Promise<RawServer> => {
  const server = await startRawServer(onRequest)
  upstreams.push(server)
  return server
}
const answering = (text: string | Buffer): Promise<RawServer> => upstream((socket) => socket.end(text))

const chunked = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.byteLength.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
const bytesOf = (length: number): Buffer => Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31) % 251))

describe('how an answer ends', () => {
  /** Each way of dying after `sent` of `whole` bytes; the last one cannot be told from an honest end. */
  const heads = {
    'chunked, reset': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
    'chunked, no last chunk': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
    'content-length short': 'HTTP/1.1 200 OK\r\nContent-Length: 200001\r\n\r\n',
    'close-delimited': 'HTTP/1.1 200 OK\r\n\r\n',
  } as const
  type End = keyof typeof heads
  const dying = (end: End, sent: Buffer): Promise<RawServer> =>
    upstream((socket) => {
      socket.write(heads[end])
      const body = end.startsWith('chunked') && sent.byteLength > 0 ? chunked(sent) : sent
      socket.write(body, () => {
        if (end === 'chunked, reset') socket.resetAndDestroy()
        else socket.end()
      })
    })

  const cuts: readonly End[] = ['chunked, reset', 'chunked, no last chunk', 'content-length short']
  test.each(cuts)('%s is never a clean end', async (end) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 200_000 }), async (offset) => {
        const sent = bytesOf(offset)
        const server = await dying(end, sent)
        const answer = await call(playground.port, relayPath(server.port))
        if (answer.headers['x-playground-relay'] === 'refused') {
          // The reset overtook the head, so there was no answer to cut.
          expect(end).toBe('chunked, reset')
          expect(codeOf(answer)).toBe('upstream-closed')
          return
        }
        expect(answer.clean).toBe(false)
        // A reset may discard what was on its way; every other cut delivers all that was sent.
        if (end === 'chunked, reset') expect(sent.indexOf(answer.body)).toBe(0)
        else expect(answer.body.equals(sent)).toBe(true)
      }),
      { seed: 8020, numRuns: 25 },
    )
  })

  test('fetch reports a cut as an error, too', async () => {
    const server = await dying('chunked, no last chunk', bytesOf(10))
    const response = await fetch(`http://localhost:${playground.port}${relayPath(server.port)}`, {
      headers: { 'x-playground': '1' },
    })
    await expect(response.text()).rejects.toThrow()
  })

  test('close-delimited ends cleanly, because HTTP cannot tell', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 200_000 }), async (offset) => {
        const server = await dying('close-delimited', bytesOf(offset))
        const answer = await call(playground.port, relayPath(server.port))
        expect([answer.clean, answer.body.byteLength]).toEqual([true, offset])
      }),
      { seed: 8020, numRuns: 10 },
    )
  })

  test('bytes that arrived before a cut come before the error, even to a reader that was late', async () => {
    const sent = bytesOf(40_000)
    const server = await dying('chunked, no last chunk', sent)
    const verdict = judgeTarget('GET', relayPath(server.port), {
      loopback: true,
      ownPort: 1,
      sampleOrigin: null,
      allowedHosts: [],
    })
    if (!verdict.ok) throw new Error(verdict.refusal.message)
    const { signal } = new AbortController()
    const fetched = await callUpstream({
      target: verdict.target,
      method: 'GET',
      headers: {},
      body: undefined,
      signal,
      limits: upstreamLimits,
    })
    const socket = server.sockets[0]
    if (!fetched.ok || fetched.response.body === null || socket === undefined) throw new Error('no answer')
    if (!socket.closed) await once(socket, 'close')
    const pieces: Uint8Array[] = []
    const reading = (async () => {
      for await (const piece of fetched.response.body ?? []) pieces.push(piece)
    })()
    await expect(reading).rejects.toThrow('aborted')
    expect(Buffer.concat(pieces).equals(sent)).toBe(true)
  })

  test('silence beyond the limit is a cut', async () => {
    const impatient = await startPlayground({}, { idle: 50 })
    const server = await upstream((socket) => socket.write(`${heads['chunked, reset']}2\r\nhi\r\n`))
    const answer = await call(impatient.port, relayPath(server.port))
    expect([answer.clean, answer.body.toString()]).toEqual([false, 'hi'])
    await impatient.close()
  })
})

describe('bytes', () => {
  test('pass untouched, as they come: each chunk reaches the page before the next one is sent', async () => {
    const arrived = deferred<Socket>()
    const server = await upstream((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n')
      arrived.resolve(socket)
    })
    const incoming = await open(playground.port, relayPath(server.port), { method: 'POST', body: '{}' })
    const socket = await arrived.promise
    for (const text of ['data: a\n\n', 'd', 'ata: \u{1f642}', '\n', '\n', 'data: [DONE]\n\n']) {
      const arrival = once(incoming, 'data')
      socket.write(chunked(Buffer.from(text)))
      const [bytes] = await arrival
      expect(String(bytes)).toBe(text)
    }
    const end = once(incoming, 'end')
    socket.end('0\r\n\r\n')
    await end
    expect(incoming.complete).toBe(true)
  })

  test('the head arrives before any byte of the body', async () => {
    const server = await upstream((socket) => socket.write('HTTP/1.1 207 Odd Reason\r\nContent-Length: 5\r\n\r\n'))
    const incoming = await open(playground.port, relayPath(server.port))
    expect([incoming.statusCode, incoming.statusMessage, incoming.headers['content-length']]).toEqual([
      207,
      'Odd Reason',
      '5',
    ])
    incoming.destroy()
  })

  test('random bodies in both directions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 20_000 }),
        fc.constantFrom('POST', 'PATCH', 'DELETE'),
        async (bytes, method) => {
          const body = Buffer.from(bytes)
          const server = await startEcho()
          const answer = await call(playground.port, relayPath(server.port), { method, body })
          expect([answer.status, answer.clean, answer.body.equals(body)]).toEqual([200, true, true])
        },
      ),
      { seed: 8020, numRuns: 20 },
    )
  })

  const startEcho = (): Promise<RawServer> =>
    upstream((socket, head) => {
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
      const pieces: Buffer[] = [Buffer.from(head.slice(head.indexOf('\r\n\r\n') + 4), 'latin1')]
      const reply = (): void => {
        const body = Buffer.concat(pieces)
        if (body.byteLength < length) return
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n`)
        socket.end(body)
      }
      socket.on('data', (piece: Buffer) => {
        pieces.push(piece)
        reply()
      })
      reply()
    })

  test('a compressed answer stays compressed and says so', async () => {
    const server = await answering('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nxyz')
    const answer = await call(playground.port, relayPath(server.port))
    expect([answer.headers['content-encoding'], answer.body.toString()]).toEqual(['gzip', 'xyz'])
  })

  test.each(['204 No Content', '304 Not Modified'])('%s has no body', async (status) => {
    const server = await answering(`HTTP/1.1 ${status}\r\n\r\n`)
    const answer = await call(playground.port, relayPath(server.port))
    expect([answer.status, answer.clean, answer.headers['x-playground-relay']]).toEqual([
      Number(status.slice(0, 3)),
      true,
      'forwarded',
    ])
  })

  test('HEAD', async () => {
    const server = await answering('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n')
    const answer = await call(playground.port, relayPath(server.port), { method: 'HEAD' })
    expect([answer.status, answer.headers['content-length'], answer.body.byteLength]).toEqual([200, '99', 0])
  })
})

describe('pressure and leaving', () => {
  /** Bytes in buffers that are still in use, after everything else was collected. */
  const heldBytes = (): number => {
    setFlagsFromString('--expose-gc')
    runInNewContext('gc()')
    return process.memoryUsage().arrayBuffers
  }

  test('a page that does not read holds the agent back', async () => {
    const piece = Buffer.alloc(64 * 1024, 7)
    const whole = 2048
    let sent = 0
    const server = await upstream((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${whole * piece.byteLength}\r\n\r\n`)
      const pump = (): void => {
        while (sent < whole) {
          sent += 1
          if (!socket.write(piece)) {
            socket.once('drain', pump)
            return
          }
        }
        socket.end()
      }
      pump()
    })
    const incoming = await open(playground.port, relayPath(server.port))
    const before = heldBytes()
    // Still when nothing was sent for a while; a machine that pauses longer only makes the bound easier.
    for (let last = -1; last !== sent;) {
      last = sent
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    // What is on its way sits in four socket buffers of the system; the relay itself adds little.
    expect(sent * piece.byteLength).toBeLessThan(32 * 1024 * 1024)
    // The agent and the page of this test live in the same process and hold a few slabs of their own: an eighth of
    // the answer tells a relay that keeps some reads from one that keeps them all.
    expect(heldBytes() - before).toBeLessThan((whole * piece.byteLength) / 8)
    const answer = await readAll(incoming)
    expect([answer.clean, answer.body.byteLength]).toEqual([true, whole * piece.byteLength])
  })

  test('a page that leaves in the middle closes the upstream', async () => {
    const server = await upstream((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n'),
    )
    const incoming = await open(playground.port, relayPath(server.port))
    await once(incoming, 'data')
    const socket = server.sockets[0]
    if (socket === undefined) throw new Error('no upstream')
    const end = once(socket, 'end')
    incoming.destroy()
    await end
  })

  test('a page that leaves before the answer closes the upstream', async () => {
    const arrived = deferred<Socket>()
    const server = await upstream((socket) => arrived.resolve(socket))
    const leaving = new AbortController()
    const pending = open(playground.port, relayPath(server.port), { signal: leaving.signal })
    const socket = await arrived.promise
    const end = once(socket, 'end')
    leaving.abort()
    await expect(pending).rejects.toThrow()
    await end
  })
})

describe('refusals that name the hop', () => {
  test('a redirect to a sign-in, which is not followed', async () => {
    const location = 'https://dbc-1.cloud.databricks.com/oidc/oauth2/v2.0/authorize?client_id=x'
    const server = await answering(`HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`)
    const answer = await call(playground.port, relayPath(server.port))
    expect(answer.status).toBe(502)
    expect(JSON.parse(answer.body.toString())).toMatchObject({
      error: { code: 'upstream-login-required', location, upstream_status: 302 },
    })
    expect(answer.headers.location).toBeUndefined()
  })

  test.each([301, 302, 303, 307, 308])('any other redirect (%i)', async (status) => {
    const server = await answering(`HTTP/1.1 ${status} Moved\r\nLocation: http://169.254.169.254/\r\n\r\n`)
    const answer = await call(playground.port, relayPath(server.port))
    expect(JSON.parse(answer.body.toString())).toMatchObject({
      error: { code: 'upstream-redirected', location: 'http://169.254.169.254/', upstream_status: status },
    })
  })

  test.each([
    ['/.auth/login', true],
    ['https://app/.auth/callback', true],
    ['https://idp.example/oauth2/authorize?x', true],
    ['/login?next=%2F', true],
    ['https://x/?next=/oidc/v1', true],
    ['/responses/', false],
    ['', false],
  ])('Location %s is a sign-in: %s', (location, login) => {
    expect(isLoginLocation(location)).toBe(login)
  })

  const refusalOf = async (path: string): Promise<readonly [number, string, string]> => {
    const answer = await call(playground.port, path)
    expect(answer.headers['x-playground-relay']).toBe('refused')
    return [answer.status, codeOf(answer), answer.body.toString()]
  }

  test('nobody listens', async () => {
    const server = await answering('')
    const { port } = server
    await server.close()
    upstreams.splice(0)
    for (const host of ['localhost', '127.0.0.1', 'agent.localhost']) {
      const [status, code, body] = await refusalOf(relayPath(port, '/', host))
      expect([status, code]).toEqual([502, 'upstream-unreachable'])
      expect(body).toContain('Is the agent running on that port?')
    }
  })

  test('a name that does not exist', async () => {
    const other = await startPlayground({ allowedHosts: ['no-such-host.invalid'] })
    expect(codeOf(await call(other.port, '/relay/https/no-such-host.invalid/'))).toBe('upstream-dns')
    await other.close()
  })

  test('TLS to a server that does not speak it', async () => {
    const server = await startRawServer(() => undefined)
    upstreams.push(server)
    const port = relayPath(server.port).replace('/http/', '/https/')
    const answering400 = call(playground.port, port)
    while (server.sockets.length === 0) await new Promise((resolve) => setImmediate(resolve))
    server.sockets[0]?.end('HTTP/1.1 400 Bad Request\r\n\r\n')
    expect(codeOf(await answering400)).toBe('upstream-tls')
  })

  test('a connection that takes too long', async () => {
    const impatient = await startPlayground({}, { connect: 50 })
    const server = await upstream(() => undefined)
    const answer = await call(impatient.port, relayPath(server.port).replace('/http/', '/https/'))
    expect([answer.status, codeOf(answer)]).toEqual([504, 'upstream-timeout'])
    await impatient.close()
  })

  test('an answer that takes too long', async () => {
    const impatient = await startPlayground({}, { firstByte: 50 })
    const server = await upstream(() => undefined)
    const answer = await call(impatient.port, relayPath(server.port))
    expect([answer.status, codeOf(answer)]).toEqual([504, 'upstream-timeout'])
    await impatient.close()
  })

  test.each([
    ['', 'upstream-closed'],
    ['SSH-2.0-OpenSSH_9.6\r\n', 'upstream-malformed'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 'upstream-malformed'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n', 'upstream-malformed'],
    [`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 'upstream-malformed'],
    ['HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n', 'upstream-malformed'],
    ['HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n', 'upstream-malformed'],
  ])('an answer %j', async (text, code) => {
    const server = await answering(text)
    expect((await refusalOf(relayPath(server.port)))[1]).toBe(code)
  })

  test('a body that is too large, announced or not, reaches nobody', async () => {
    const server = await answering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
    const body = Buffer.alloc(bodyLimit + 1)
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      const answer = await call(playground.port, relayPath(server.port), { method: 'POST', body, headers })
      expect([answer.status, codeOf(answer)]).toEqual([413, 'body-too-large'])
    }
    expect(server.sockets).toHaveLength(0)
  })
})

test('the log holds neither query nor header nor body', async () => {
  const server = await answering('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret')
  await call(playground.port, relayPath(server.port, '/a/b?secret=1'), {
    method: 'POST',
    headers: { authorization: 'Bearer secret' },
    body: 'secret',
  })
  const line = playground.lines.at(-1) ?? ''
  expect(line).toMatch(new RegExp(`^POST 127\\.0\\.0\\.1:${server.port} /a/b 200 \\d+ ms$`))
  expect(playground.lines.join('\n')).not.toContain('secret')
})
