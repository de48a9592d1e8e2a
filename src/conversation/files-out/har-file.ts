import { base64Of } from '../../exchange/base64.ts'
import { ChunkLog } from '../../exchange/chunk-log.ts'
import { contentTypeOf, headerField } from '../../exchange/header-field.ts'
import { lacks, type RecordedRequest } from '../../exchange/recording.ts'
import { recordingToJson } from '../../exchange/recording-file.ts'
import type { Json, JsonObject } from '../../lib/json.ts'
import { defined } from '../../protocol/defined.ts'
import { conversationToJson, type PortableConversation, type PortableExchange } from '../conversation-file.ts'

/**
 * HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec): what developer tools and proxies read. Its custom fields
 * begin with an underscore; one of ours keeps what it has no room for: the moment and length of each read, how the
 * exchange ended, and to which turn it belongs.
 */
export const ownField = '_agentPlayground'

/** Of the custom fields; HAR wants a version of whoever writes it. */
const ownVersion = '1'

/** HAR asks for a text where none is known. */
const unknown = 'unknown'

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

const pairs = (list: Iterable<readonly [string, string]>): Json =>
  Array.from(list, ([name, value]) => ({ name, value }))

const queryOf = (url: string): Json => (URL.canParse(url) ? pairs(new URL(url).searchParams) : [])

const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const contentOf = (exchange: PortableExchange): JsonObject => {
  const bytes = exchange.chunks.bytes()
  const text = textOf(bytes)
  const facts = { size: bytes.length, mimeType: contentTypeOf(exchange) ?? 'x-unknown' }
  return text === undefined ? { ...facts, text: base64Of(bytes), encoding: 'base64' } : { ...facts, text }
}

/** HAR has no entry without a request: whoever reads it as HAR alone sees at once that this is none. */
const unknownRequest: RecordedRequest = { method: 'GET', url: 'about:blank', headers: [], body: '' }

const requestOf = (exchange: PortableExchange): JsonObject => {
  const request = lacks(exchange, 'request') && exchange.request.url === '' ? unknownRequest : exchange.request
  const type = headerField(request.headers, 'content-type')
  return {
    method: request.method,
    url: request.url,
    httpVersion: unknown,
    cookies: [],
    headers: pairs(request.headers),
    queryString: queryOf(request.url),
    headersSize: -1,
    bodySize: bytesOf(request.body),
    ...(request.body === '' ? {} : { postData: { mimeType: type ?? 'application/json', text: request.body } }),
  }
}

const responseOf = (exchange: PortableExchange): JsonObject => ({
  // What browsers write where no head came.
  status: exchange.head?.status ?? 0,
  statusText: exchange.head?.statusText ?? '',
  httpVersion: unknown,
  cookies: [],
  headers: pairs(exchange.head?.headers ?? []),
  content: contentOf(exchange),
  redirectURL: headerField(exchange.head?.headers ?? [], 'location') ?? '',
  headersSize: -1,
  bodySize: exchange.chunks.byteLength,
})

/** HAR has no word for "not known": zeros, with a comment that says so. */
const timesOf = (exchange: PortableExchange) => {
  const { head, end, chunks } = exchange
  const last = end?.at ?? (chunks.count === 0 ? (head?.at ?? 0) : chunks.at(chunks.count - 1))
  const wait = Math.min(head?.at ?? last, last)
  return lacks(exchange, 'times') ? { wait: 0, receive: 0 } : { wait, receive: last - wait }
}

const commentOf = (exchange: PortableExchange): JsonObject =>
  lacks(exchange, 'times') ? { comment: 'The source did not hold the times: they are not zero, but unknown.' } : {}

/** How it ended and what is missing, written as in a recording. */
const factsOf = (exchange: PortableExchange): JsonObject => {
  const { end, missing } = recordingToJson({ ...exchange, chunks: new ChunkLog() })
  return defined({ headAt: exchange.head?.at, continues: exchange.continues, end, missing })
}

const entryOf = (exchange: PortableExchange, turn: number, run: number): JsonObject => {
  const { wait, receive } = timesOf(exchange)
  const { chunks } = exchange
  return {
    startedDateTime: new Date(exchange.startedAt).toISOString(),
    time: wait + receive,
    request: requestOf(exchange),
    response: responseOf(exchange),
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait, receive },
    ...commentOf(exchange),
    [ownField]: {
      turn,
      run,
      ...factsOf(exchange),
      chunks: Array.from({ length: chunks.count }, (_, index) => [chunks.at(index), chunks.length(index)]),
    },
  }
}

/** The conversation without its exchanges: which turn follows which, and what was asked. */
const frameOf = (conversation: PortableConversation): JsonObject =>
  conversationToJson({
    ...conversation,
    turns: conversation.turns.map((turn) => ({
      ...turn,
      runs: turn.runs.map((run) => ({ ...run, exchanges: [] })),
    })),
  })

/** The content of a `*.har`. */
export const harFile = (conversation: PortableConversation): string =>
  JSON.stringify({
    log: {
      version: '1.2',
      creator: { name: 'Agent Playground', version: ownVersion },
      pages: [],
      entries: conversation.turns.flatMap(({ runs }, turn) =>
        runs.flatMap(({ exchanges }, run) => exchanges.map((exchange) => entryOf(exchange, turn, run))),
      ),
      [ownField]: frameOf(conversation),
    },
  })
