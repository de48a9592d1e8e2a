import { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { headerPairsOf } from './headers.ts'
import { refusalResponse } from './refusal.ts'

/** What a `Request` cannot say. */
export interface Call {
  /** The request target exactly as it stood on the wire; `request.url` is a cleaned version of it. */
  readonly target: string
  /** Aborts when the browser leaves before the answer is complete. */
  readonly signal: AbortSignal
}

export type WebHandler = (request: Request, call: Call) => Promise<Response>
/** A handler that may leave a request to whoever comes next. */
export type WebMiddleware = (request: Request, call: Call) => Promise<Response | undefined>

/**
 * The body of a request, read only when asked for. Leaving it unread does no harm: Node discards what
 * is left when the answer ends. Destroying it would close the connection under the answer.
 */
const requestBodyOf = (incoming: IncomingMessage): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>(
    {
      pull: (controller) =>
        new Promise<void>((resolve) => {
          const settle = (action: () => void): void => {
            incoming.off('data', onData).off('end', onEnd).off('error', onCut).off('close', onCut)
            incoming.pause()
            action()
            resolve()
          }
          const onData = (bytes: Uint8Array): void => settle(() => controller.enqueue(bytes))
          const onEnd = (): void => settle(() => controller.close())
          const onCut = (): void => settle(() => controller.error(new Error('The request was cut off.')))
          if (incoming.readableEnded) controller.close()
          else if (incoming.destroyed) controller.error(new Error('The request was cut off.'))
          else {
            incoming.on('data', onData).on('end', onEnd).on('error', onCut).on('close', onCut)
            incoming.resume()
            return
          }
          resolve()
        }),
    },
    { highWaterMark: 0 },
  )

const hasBody = (incoming: IncomingMessage): boolean =>
  incoming.method !== 'GET' &&
  incoming.method !== 'HEAD' &&
  (incoming.headers['transfer-encoding'] !== undefined || Number(incoming.headers['content-length'] ?? 0) > 0)

/** Undefined for what no web request can be: TRACE, an absolute-form target, an impossible Host. */
const requestOf = (incoming: IncomingMessage, target: string, signal: AbortSignal): Request | undefined => {
  if (!target.startsWith('/')) return undefined
  try {
    const headers = new Headers()
    for (const [name, value] of headerPairsOf(incoming.rawHeaders)) headers.append(name, value)
    const url = new URL(`http://${headers.get('host') ?? ''}`)
    // Assigning keeps a target such as `//evil.example/` a path; parsing the whole would make it a host.
    const [path = '/', ...query] = target.split('?')
    url.pathname = path
    url.search = query.join('?')
    return new Request(url, {
      method: incoming.method ?? 'GET',
      headers,
      signal,
      ...(hasBody(incoming) ? { body: requestBodyOf(incoming), duplex: 'half' as const } : {}),
    })
  } catch {
    return undefined
  }
}

const writableAgain = (res: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const settle = (): void => {
      res.off('drain', settle).off('close', settle)
      resolve()
    }
    res.on('drain', settle).on('close', settle)
  })

/**
 * Milliseconds between the last bytes of a cut answer and the cut. A stream that errors in a browser drops what its
 * page has not read yet, so bytes and break must not arrive together.
 */
const readingTime = 150

/**
 * Writes an answer as its body comes, one write per chunk, no further ahead than the socket takes.
 * A body that fails must never look finished: what had arrived is flushed, then the connection is torn
 * down, which a browser reports as a network error (the chunked body lacks its last chunk, or the
 * Content-Length is not reached).
 */
const sendResponse = async (response: Response, res: ServerResponse): Promise<void> => {
  res.statusCode = response.status
  res.statusMessage = response.statusText
  // An agent that sends no Date is shown without one.
  res.sendDate = response.headers.get('x-playground-relay') !== 'forwarded'
  for (const [name, value] of response.headers) res.appendHeader(name, value)
  const { body } = response
  if (body === null) {
    res.end()
    return
  }
  const reader = body.getReader()
  const onClose = (): void => void reader.cancel().catch(() => undefined)
  res.once('close', onClose)
  let flushed = Promise.resolve()
  try {
    res.flushHeaders()
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const { value } = read
      let ready = true
      flushed = new Promise((resolve) => {
        ready = res.write(value, () => resolve())
      })
      if (!ready && !res.destroyed) await writableAgain(res)
    }
    res.off('close', onClose)
    res.end()
  } catch {
    res.off('close', onClose)
    const closed = new Promise<void>((resolve) => res.once('close', () => resolve()))
    if (!res.destroyed) await Promise.race([flushed.then(() => wait(readingTime)), closed])
    res.destroy()
  }
}

const malformed = (): Response =>
  refusalResponse({
    code: 'request-malformed',
    status: 400,
    message: 'This is not a request that the playground understands.',
  })

const failed = (): Response =>
  refusalResponse({ code: 'relay-failed', status: 500, message: 'The playground itself failed. Please report this.' })

const handle = async (
  handler: WebMiddleware,
  incoming: IncomingMessage,
  res: ServerResponse,
  next: () => void,
): Promise<void> => {
  const leaving = new AbortController()
  res.on('close', () => {
    if (!res.writableFinished) leaving.abort()
  })
  const target = incoming.url ?? ''
  const request = requestOf(incoming, target, leaving.signal)
  let response: Response | undefined
  try {
    response = request === undefined ? malformed() : await handler(request, { target, signal: leaving.signal })
  } catch {
    if (res.destroyed) return
    response = failed()
  }
  if (response === undefined) next()
  else await sendResponse(response, res)
}

/** Turns a web middleware into a connect-style one, for Vite's development server. */
export const nodeMiddleware =
  (handler: WebMiddleware) =>
  (incoming: IncomingMessage, res: ServerResponse, next: () => void): void => {
    handle(handler, incoming, res, next).catch(() => res.destroy())
  }

/** Turns a web handler into a `node:http` listener. The one place that touches both worlds. */
export const nodeListener = (handler: WebHandler): RequestListener => {
  const middleware = nodeMiddleware(handler)
  return (incoming, res) => middleware(incoming, res, () => res.destroy())
}
