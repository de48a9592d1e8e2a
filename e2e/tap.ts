import { once } from 'node:events'
import {
  createServer,
  request as call,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'

export interface Tap {
  readonly url: string
  /** The bodies of all answers so far, exactly as the server behind it wrote them. */
  readonly bodies: readonly Buffer[]
  /** All calls so far, as they came. */
  readonly calls: readonly { readonly headers: IncomingHttpHeaders; readonly body: Buffer }[]
  /** Where the next calls go, and what stands in their header. */
  leadTo(url: string, authorization: string): void
  close(): Promise<void>
}

/** Stands between the relay and an agent, changes nothing of an answer, and keeps a copy of its bytes. */
export const startTap = async (): Promise<Tap> => {
  const bodies: Buffer[] = []
  const calls: { headers: IncomingHttpHeaders; body: Buffer }[] = []
  let target = ''
  let credential = ''

  const forward = (incoming: IncomingMessage, response: ServerResponse): void => {
    const at = bodies.push(Buffer.alloc(0)) - 1
    const parts: Buffer[] = []
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.on('end', () => calls.push({ headers: incoming.headers, body: Buffer.concat(parts) }))
    const { host: _, ...headers } = incoming.headers
    const upstream = call(target, { method: incoming.method, headers: { ...headers, authorization: credential } })
    upstream.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.on('data', (part: Buffer) => {
        bodies[at] = Buffer.concat([bodies[at] ?? Buffer.alloc(0), part])
        response.write(part)
      })
      answer.on('end', () => response.end())
      answer.on('error', () => response.destroy())
    })
    upstream.on('error', () => response.destroy())
    response.on('close', () => upstream.destroy())
    incoming.pipe(upstream)
  }

  const server = createServer((incoming, response) => {
    if (incoming.method === 'POST') forward(incoming, response)
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"agent_api":"responses"}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The tap has no port.')
  return {
    url: `http://localhost:${address.port}`,
    bodies,
    calls,
    leadTo: (url, authorization) => {
      target = url
      credential = authorization
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
