import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request as the agent got it. */
export interface ReceivedRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** The body as JSON. */
  json(): Record<string, unknown>
  /** Settles when the answer is over for the client: it read all of it, or it left before. */
  readonly left: Promise<'finished' | 'gone'>
}

/** The answer to one request, written by the test step by step. */
export interface Answer {
  readonly request: ReceivedRequest
  head(status: number, headers: Readonly<Record<string, string>>): void
  /** Head of an event stream. */
  stream(): void
  /** Resolves when the bytes were handed to the network. */
  write(bytes: string | Uint8Array): Promise<void>
  event(data: unknown): Promise<void>
  end(): void
  /** Breaks the connection off without an end. */
  destroy(): void
  json(status: number, body: unknown, headers?: Readonly<Record<string, string>>): void
}

export type Script = (answer: Answer) => Promise<void> | void

export interface TestAgent {
  readonly url: string
  readonly port: number
  /** Every POST so far. */
  readonly requests: readonly ReceivedRequest[]
  /** SHA-256 and the like can be taken over this: every byte of the answer's body, per request. */
  readonly written: readonly Uint8Array[]
  /** Scripts are used once each, in order; after them `always` answers. */
  next(...scripts: readonly Script[]): void
  always(script: Script): void
  close(): Promise<void>
}

/** Something a script waits for and the test opens. */
export const createLatch = () => {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

let serial = 0
const nextId = (prefix: string): string => {
  serial += 1
  return `${prefix}_${serial}`
}

/** Events of one message in the Responses dialect: declared, streamed piece by piece, done. */
export const messageEvents = (pieces: readonly string[], id: string, outputIndex = 0): readonly unknown[] => {
  const item = (status: string, text: string) => ({
    type: 'message',
    id,
    role: 'assistant',
    status,
    content: status === 'completed' ? [{ type: 'output_text', text, annotations: [] }] : [],
  })
  const text = pieces.join('')
  return [
    { type: 'response.output_item.added', output_index: outputIndex, item: item('in_progress', '') },
    ...pieces.map((delta) => ({
      type: 'response.output_text.delta',
      item_id: id,
      output_index: outputIndex,
      content_index: 0,
      delta,
    })),
    { type: 'response.output_item.done', output_index: outputIndex, item: item('completed', text) },
  ]
}

/** A whole answer with one message. */
export const wholeAnswer = (text: string): unknown => {
  const id = nextId('msg')
  return {
    id: nextId('resp'),
    object: 'response',
    status: 'completed',
    output: [
      {
        type: 'message',
        id,
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text, annotations: [] }],
      },
    ],
  }
}

/** Streams these pieces as one message; `hold` stands between the two halves when it is given. */
export const say =
  (pieces: readonly string[], hold?: Promise<void>): Script =>
  async (answer) => {
    if (answer.request.json()['stream'] !== true) {
      await hold
      answer.json(200, wholeAnswer(pieces.join('')))
      return
    }
    const events = messageEvents(pieces, nextId('msg'))
    const half = 1 + Math.ceil(pieces.length / 2)
    answer.stream()
    for (const event of events.slice(0, half)) await answer.event(event)
    await hold
    for (const event of events.slice(half)) await answer.event(event)
    await answer.event({ type: 'response.completed', response: { id: nextId('resp'), status: 'completed' } })
    await answer.write('data: [DONE]\n\n')
    answer.end()
  }

const bytesOf = (part: string | Uint8Array): Uint8Array => (typeof part === 'string' ? Buffer.from(part) : part)

const createAnswer = (request: ReceivedRequest, response: ServerResponse, written: (bytes: Uint8Array) => void) => {
  const head: Answer['head'] = (status, headers) => {
    response.writeHead(status, headers)
    response.flushHeaders()
  }
  const write: Answer['write'] = async (part) => {
    const bytes = bytesOf(part)
    if (response.destroyed) return
    written(bytes)
    await new Promise<void>((resolve) => {
      response.write(bytes, () => resolve())
    })
  }
  const answer: Answer = {
    request,
    head,
    write,
    stream: () => head(200, { 'content-type': 'text/event-stream; charset=utf-8' }),
    event: (data) => write(`data: ${JSON.stringify(data)}\n\n`),
    end: () => response.end(),
    destroy: () => response.destroy(),
    json: (status, body, headers = {}) => {
      const bytes = bytesOf(JSON.stringify(body))
      head(status, { 'content-type': 'application/json', ...headers })
      written(bytes)
      response.end(bytes)
    },
  }
  return answer
}

/** Starts a real HTTP agent on loopback, on a port that the system chooses. */
export const startTestAgent = async (): Promise<TestAgent> => {
  const requests: ReceivedRequest[] = []
  const written: Buffer[] = []
  const queue: Script[] = []
  const failures: unknown[] = []
  let always: Script = say(['Hello ', 'from the ', 'test agent.'])

  const server = createServer((incoming, response) => {
    if (incoming.url === '/agent/info') {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end('{"name":"test-agent","use_case":"agent","agent_api":"responses","mlflow_version":"3.6.0"}')
      return
    }
    if (incoming.method !== 'POST') {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"detail":"Not Found"}')
      return
    }
    const left = new Promise<'finished' | 'gone'>((resolve) => {
      response.once('close', () => resolve(response.writableFinished ? 'finished' : 'gone'))
    })
    const receive = async () => {
      const parts: Buffer[] = []
      for await (const part of incoming) parts.push(Buffer.from(part))
      const body = Buffer.concat(parts).toString('utf8')
      const request: ReceivedRequest = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body,
        json: () => {
          const parsed: unknown = JSON.parse(body)
          return typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {}
        },
        left,
      }
      const at = requests.push(request) - 1
      written[at] = Buffer.alloc(0)
      const script = queue.shift() ?? always
      await script(
        createAnswer(request, response, (bytes) => {
          written[at] = Buffer.concat([written[at] ?? Buffer.alloc(0), bytes])
        }),
      )
    }
    receive().catch((error: unknown) => {
      failures.push(error)
      response.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('The test agent has no port.')
  const { port } = address
  return {
    port,
    url: `http://localhost:${port}`,
    requests,
    written,
    next: (...scripts) => {
      queue.push(...scripts)
    },
    always: (script) => {
      always = script
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      if (failures.length > 0) throw new AggregateError(failures, 'A script of the test agent failed')
    },
  }
}
