import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { EpochMs, Ms } from '../lib/brand.ts'
import { LiveRecording } from './live-recording.ts'
import type { ExchangeId } from './recording.ts'
import { send } from './send.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const serve = async (answer: (response: ServerResponse) => void): Promise<URL> => {
  const server = createServer((_request, response) => answer(response))
  servers.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/responses`)
}

const exchange = async (
  url: URL,
  onProgress: (recording: LiveRecording, stop: AbortController) => void = () => undefined,
  isLeaving = false,
) => {
  const request = { method: 'POST', url: url.href, headers: [], body: '{}' }
  const recording = new LiveRecording('exchange_1' as ExchangeId, 0 as EpochMs, request)
  const stop = new AbortController()
  let moment = 0
  await send(
    recording,
    url,
    { method: 'POST', headers: {}, body: '{}', signal: stop.signal },
    {
      fetch: (target, { method, headers, body, signal }) =>
        fetch(target, { method, headers, signal, ...(body === undefined ? {} : { body }) }),
      elapsed: () => ++moment as Ms,
      onProgress: () => onProgress(recording, stop),
      isLeaving: () => isLeaving,
    },
  )
  const chunks = recording.takePending()
  return { recording, chunks, text: Buffer.concat(chunks.map(({ bytes }) => bytes)).toString() }
}

test('records head, bytes and end, each with its moment', async () => {
  const url = await serve((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'r-1' })
    response.end('data: {"type":"x"}\n\n')
  })
  const { recording, chunks, text } = await exchange(url)
  expect(recording.head?.status).toBe(200)
  expect(recording.head?.headers).toContainEqual(['x-request-id', 'r-1'])
  expect(text).toBe('data: {"type":"x"}\n\n')
  expect(recording.end?.kind).toBe('whole-body')
  const moments = [recording.head?.at, ...chunks.map(({ at }) => at), recording.end?.at]
  expect(moments).toEqual([...moments].sort((a, b) => Number(a) - Number(b)))
})

test('a body that is cut keeps what came and says that the connection broke', async () => {
  const url = await serve((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: {"type":"x"}\n\n', () => response.socket?.destroy())
  })
  const { recording, text } = await exchange(url)
  expect(text).toBe('data: {"type":"x"}\n\n')
  expect(recording.end).toMatchObject({ kind: 'broken', problem: { code: 'connection-lost' } })
})

test('a page that goes away is no broken network', async () => {
  const url = await serve((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: one\n\n', () => response.socket?.destroy())
  })
  const { recording, text } = await exchange(url, undefined, true)
  expect(text).toBe('data: one\n\n')
  expect(recording.end?.kind).toBe('abandoned')
})

test('stopping in the middle keeps what came and is not a fault', async () => {
  const url = await serve((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: one\n\n')
  })
  const { recording, text } = await exchange(url, (live, stop) => {
    if (live.hasPending) stop.abort()
  })
  expect(text).toBe('data: one\n\n')
  expect(recording.end?.kind).toBe('stopped')
})

test('no server at all is a problem in words', async () => {
  const { recording } = await exchange(new URL('http://127.0.0.1:1/responses'))
  expect(recording.head).toBeUndefined()
  expect(recording.end).toMatchObject({ kind: 'broken', problem: { code: 'playground-unreachable', who: 'you' } })
})

test('a refusal of the relay is not taken for an answer', async () => {
  const url = await serve((response) => {
    response.writeHead(502, { 'content-type': 'application/json', 'x-playground-relay': 'refused' })
    response.end(JSON.stringify({ error: { code: 'upstream-unreachable', message: 'Nothing listens on port 8000.' } }))
  })
  const { recording } = await exchange(url)
  expect(recording.head).toBeUndefined()
  expect(recording.end).toMatchObject({
    kind: 'broken',
    problem: { kind: 'relay', code: 'upstream-unreachable', detail: 'Nothing listens on port 8000.' },
  })
})

test('a refusal that breaks off is a broken exchange, not an exception', async () => {
  const url = await serve((response) => {
    response.writeHead(502, { 'content-length': '100', 'x-playground-relay': 'refused' })
    response.write('{"error":')
    setImmediate(() => response.destroy())
  })
  const { recording } = await exchange(url)
  expect(recording.end?.kind).toBe('broken')
})
