import { type IncomingMessage, type OutgoingHttpHeaders, request as httpRequest } from 'node:http'
import { type Server, type Socket, connect, createServer } from 'node:net'
import { once } from 'node:events'
import type { UpstreamLimits } from './upstream.ts'
import type { Settings } from './settings.ts'
import { createPlayground, openGate } from './server.ts'
import { nodeListener } from './node-http.ts'
import { withFiles } from './routes.ts'

/** Real servers and clients on loopback for the tests of this room. */

export const plainSettings: Settings = {
  port: 0,
  listening: { kind: 'loopback' },
  samplePort: null,
  allowedHosts: [],
  oauthClientId: null,
  logCalls: false,
}

export interface RunningPlayground {
  readonly port: number
  readonly lines: readonly string[]
  close(): Promise<void>
}

export const startPlayground = async (
  settings: Partial<Settings> = {},
  limits: Partial<UpstreamLimits> = {},
): Promise<RunningPlayground> => {
  const all = { ...plainSettings, ...settings }
  const gate = await openGate(all)
  const lines: string[] = []
  const playground = createPlayground({
    settings: all,
    port: gate.port,
    version: '1.2.3',
    sampleOrigin: null,
    limits,
    log: (line) => void lines.push(line),
  })
  gate.serve(nodeListener(withFiles(playground, () => undefined)))
  return { port: gate.port, lines, close: gate.close }
}

export interface RawServer {
  readonly port: number
  /** Connections that were ever opened. */
  readonly sockets: readonly Socket[]
  close(): Promise<void>
}

/** A server on bare sockets; `onRequest` gets the request's head once it is complete. */
export const startRawServer = async (onRequest: (socket: Socket, head: string) => void): Promise<RawServer> => {
  const sockets: Socket[] = []
  const server: Server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    let head = ''
    const onData = (bytes: Buffer): void => {
      head += bytes.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      socket.off('data', onData)
      socket.resume()
      onRequest(socket, head)
    }
    socket.on('data', onData)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    sockets,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

export const relayPath = (port: number, path = '/', host = '127.0.0.1'): string =>
  `/relay/http/${encodeURIComponent(`${host}:${port}`)}${path}`

export interface CallOptions {
  readonly method?: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Buffer
  readonly signal?: AbortSignal
}

const lengthOf = ({ body = '', headers }: CallOptions): OutgoingHttpHeaders =>
  headers?.['transfer-encoding'] === undefined ? { 'content-length': Buffer.byteLength(body) } : {}

/** A call as the page makes it; resolves with the head of the answer, its body unread. */
export const open = (port: number, path: string, options: CallOptions = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const origin = `http://localhost:${port}`
    const outgoing = httpRequest({
      host: '127.0.0.1',
      port,
      path,
      method: options.method ?? 'GET',
      agent: false,
      headers: {
        host: `localhost:${port}`,
        origin,
        'sec-fetch-site': 'same-origin',
        'x-playground': '1',
        ...(options.body === undefined ? {} : lengthOf(options)),
        ...options.headers,
      },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
    outgoing.on('response', resolve).on('error', reject)
    outgoing.end(options.body)
  })

export interface ReadAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
  /** False is what a browser reports as a network error. */
  readonly clean: boolean
}

export const readAll = (incoming: IncomingMessage): Promise<ReadAnswer> =>
  new Promise((resolve) => {
    const pieces: Buffer[] = []
    const settle = (clean: boolean): void =>
      resolve({
        status: incoming.statusCode ?? 0,
        headers: incoming.headers,
        body: Buffer.concat(pieces),
        clean: clean && incoming.complete,
      })
    incoming.on('data', (bytes: Buffer) => void pieces.push(bytes))
    incoming.on('end', () => settle(true))
    incoming.on('error', () => settle(false))
    incoming.on('close', () => settle(false))
  })

export const call = async (port: number, path: string, options: CallOptions = {}): Promise<ReadAnswer> =>
  readAll(await open(port, path, options))

/** The code of a refusal; empty where the answer is none. */
export const codeOf = (answer: ReadAnswer): string =>
  /^\{"error":\{"code":"([^"]+)"/.exec(answer.body.toString())?.[1] ?? ''

/**
 * Sends bytes on a bare socket and resolves with everything that came back until the other side closed.
 * `leave` says that nothing more will come, which a server may take for the client's departure.
 */
export const exchangeRaw = (port: number, bytes: string | Buffer, leave: boolean, patience = 3000): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    let received = ''
    const timer = setTimeout(() => socket.destroy(), patience)
    socket.on('data', (piece) => (received += piece.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(received)
    })
    socket.on('connect', () => (leave ? socket.end(bytes) : socket.write(bytes)))
  })

/** A promise and its key. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>
  resolve(value: Value): void
}

export const deferred = <Value>(): Deferred<Value> => {
  let resolve: (value: Value) => void = () => undefined
  const promise = new Promise<Value>((settle) => (resolve = settle))
  return { promise, resolve }
}
