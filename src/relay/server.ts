import { type IncomingMessage, type RequestListener, type Server, createServer } from 'node:http'
import { type Socket, type Server as SocketServer, createServer as createSocketServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { hostname } from 'node:os'
import type { Listening, Settings } from './settings.ts'
import { type PlaygroundFacts, createRoutes } from './routes.ts'
import type { OwnOrigin } from './own-origin.ts'
import type { UpstreamLimits } from './upstream.ts'
import type { WebMiddleware } from './node-http.ts'
import { createRelay } from './forward.ts'

/** A port that is open and waits for a listener. */
export interface Gate {
  readonly server: Server
  readonly port: number
  /** Answers requests from now on, beginning with those that came while nobody did. */
  serve(listener: RequestListener): void
  /** Ends every connection at once. */
  close(): Promise<void>
}

/** Another program has the port. */
export class PortInUse extends Error {
  readonly port: number
  constructor(port: number) {
    super(`Port ${port} is in use.`)
    this.name = 'PortInUse'
    this.port = port
  }
}

const addressesOf = (listening: Listening): readonly string[] =>
  listening.kind === 'loopback' ? ['127.0.0.1', '::1'] : [listening.address]

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const listen = (server: SocketServer, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) => reject(codeOf(error) === 'EADDRINUSE' ? new PortInUse(port) : error))
    server.listen({ port, host }, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })

const closed = (server: SocketServer): Promise<void> =>
  new Promise((resolve) => {
    if (server.listening) server.close(() => resolve())
    else resolve()
  })

/** A last word to a connection that Node has given up or handed over. */
const farewell = (socket: Duplex, status: string): void => {
  socket.on('error', () => socket.destroy())
  if (!socket.writable) {
    socket.destroy()
    return
  }
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  // Closing at once would reset the connection under what is still unread, and lose the answer.
  socket.resume()
  setTimeout(() => socket.destroy(), 1000).unref()
}

/** Whether Vite's own hot-reload socket is asked for; it checks the origin itself. */
const isHotReload = (request: IncomingMessage): boolean =>
  (request.headers['sec-websocket-protocol'] ?? '').startsWith('vite-')

/**
 * One HTTP server that nothing a client sends can bring down. The limits on receiving a request are
 * Node's (16 kB of headers, a minute for them, five for a body); an answer may take as long as it takes.
 */
const createHttpServer = (hotReload: boolean): Server => {
  const server = createServer({
    insecureHTTPParser: false,
    headersTimeout: 60_000,
    requestTimeout: 300_000,
    // Longer than browsers keep idle connections, so that none is closed while a request is on its way.
    keepAliveTimeout: 330_000,
    noDelay: true,
  })
  server.timeout = 0
  server.on('clientError', (error, socket) => {
    farewell(
      socket,
      codeOf(error) === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request',
    )
  })
  server.on('connect', (_request, socket) => farewell(socket, '405 Method Not Allowed'))
  server.on('upgrade', (request, socket) => {
    if (!(hotReload && isHotReload(request))) farewell(socket, '400 Bad Request')
  })
  return server
}

/**
 * Opens the port: on loopback for IPv4 and IPv6, because `localhost` means either, depending on the
 * browser. A machine without IPv6 is fine; a port that somebody else holds in either family is not.
 */
export const openGate = async (settings: Pick<Settings, 'port' | 'listening'>, hotReload = false): Promise<Gate> => {
  const server = createHttpServer(hotReload)
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  // The HTTP server listens on the first address and is handed the connections of the others.
  const others: SocketServer[] = []
  const [first = '127.0.0.1', ...rest] = addressesOf(settings.listening)
  const port = await listen(server, settings.port, first)
  for (const address of rest) {
    const other = createSocketServer({ noDelay: true }, (socket) => void server.emit('connection', socket))
    try {
      await listen(other, port, address)
      others.push(other)
    } catch (error) {
      if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(codeOf(error))) {
        await closed(server)
        throw error
      }
    }
  }
  let open: (listener: RequestListener) => void = () => undefined
  const opened = new Promise<RequestListener>((resolve) => (open = resolve))
  server.on('request', (request, response) => void opened.then((listener) => listener(request, response)))
  return {
    server,
    port,
    serve: open,
    close: async () => {
      const all = [server, ...others].map(closed)
      for (const socket of sockets) socket.destroy()
      await Promise.all(all)
    },
  }
}

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address)

const isLoopbackAddress = (address: string): boolean => address === '::1' || address.startsWith('127.')

export const ownOriginOf = (listening: Listening, port: number): OwnOrigin => {
  if (listening.kind === 'loopback') return { port, reach: 'loopback', hosts: [] }
  const hosts = [bracketed(listening.address)]
  if (listening.kind === 'everywhere') return { port, reach: 'everywhere', hosts: [...hosts, hostname().toLowerCase()] }
  return { port, reach: isLoopbackAddress(listening.address) ? 'loopback' : 'address', hosts }
}

export interface PlaygroundOptions {
  readonly settings: Settings
  /** The port that was really opened. */
  readonly port: number
  readonly version: string
  readonly sampleOrigin: string | null
  readonly limits?: Partial<UpstreamLimits>
  readonly log?: (line: string) => void
}

/** Relay, health and facts as one middleware; the page's files come after it. */
export const createPlayground = (options: PlaygroundOptions): WebMiddleware => {
  const { settings, port, version, sampleOrigin, limits, log } = options
  const own = ownOriginOf(settings.listening, port)
  const facts: PlaygroundFacts = {
    version,
    sampleOrigin,
    oauthClientId: settings.oauthClientId,
    allowedHosts: settings.allowedHosts,
  }
  const relay = createRelay({
    own,
    policy: {
      loopback: own.reach === 'loopback',
      ownPort: port,
      sampleOrigin,
      allowedHosts: settings.allowedHosts,
    },
    ...(limits === undefined ? {} : { limits }),
    ...(log === undefined ? {} : { log }),
  })
  return createRoutes({ own, facts, relay })
}
