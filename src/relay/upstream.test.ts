import { afterEach, expect, test } from 'vitest'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { call, codeOf, relayPath, startPlayground, startRawServer } from './test-servers.ts'

const before = process.env['HTTPS_PROXY']
afterEach(() => {
  if (before === undefined) delete process.env['HTTPS_PROXY']
  else process.env['HTTPS_PROXY'] = before
})

test('a proxy of the company carries what leaves this computer, and nothing else', async () => {
  const asked: string[] = []
  const proxy = createServer((_request, response) => response.writeHead(500).end())
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '')
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  process.env['HTTPS_PROXY'] = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`

  const playground = await startPlayground()
  const far = await call(playground.port, '/relay/https/dbc-1.cloud.databricks.com/api/2.0/apps')
  expect([codeOf(far), asked]).toEqual(['upstream-unreachable', ['dbc-1.cloud.databricks.com:443']])

  const agent = await startRawServer((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
  expect((await call(playground.port, relayPath(agent.port))).status).toBe(200)
  expect(asked).toHaveLength(1)
  await Promise.all([playground.close(), agent.close()])
  proxy.close()
})
