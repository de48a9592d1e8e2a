import { ChunkLog } from '../../exchange/chunk-log.ts'
import {
  lacks,
  type Head,
  type Missing,
  type RecordedExchange,
  type RecordedRequest,
} from '../../exchange/recording.ts'
import { redactHeaders, redactUrl } from '../../exchange/redact.ts'
import type { EpochMs, Ms } from '../../lib/brand.ts'
import {
  arrayOf,
  fieldOf,
  isObject,
  numberOf,
  parseJson,
  stringOf,
  type Json,
  type JsonObject,
} from '../../lib/json.ts'
import { failure, success, type Result } from '../../lib/problem.ts'
import { duration } from '../../ui/figures.ts'
import { ownField } from '../files-out/har-file.ts'
import { askedIn } from './asked.ts'
import { frameText, isWholeAnswer } from './event-lines.ts'
import { openedOf, unreadableText, type Opened, type Source } from './found.ts'
import { contentBytes, readOwnHar } from './read-own-har.ts'

/** More answers than this are no conversation; whoever needs one of them saves fewer. */
const answersAtMost = 200

/** What was called through the relay of a playground, as its own developer tools saw it. */
const upstreamOf = (url: string): string => {
  const [, scheme = '', authority = '', rest = ''] =
    /^https?:\/\/[^/]+\/relay\/(https?)\/([^/]+)(\/.*)?$/.exec(url) ?? []
  if (scheme === '') return url
  try {
    return `${scheme}://${decodeURIComponent(authority)}${rest}`
  } catch {
    return url
  }
}

const headersOf = (holder: Json | undefined) =>
  redactHeaders(
    (arrayOf(holder, 'headers') ?? []).flatMap((header) => {
      const [name, value] = [stringOf(header, 'name'), stringOf(header, 'value')]
      // What HTTP/2 puts into pseudo fields stands in the URL and the status already.
      return name === undefined || value === undefined || name.startsWith(':') ? [] : [[name, value] as const]
    }),
  )

const requestOf = (entry: Json): RecordedRequest => {
  const request = fieldOf(entry, 'request')
  return {
    method: (stringOf(request, 'method') ?? '').slice(0, 20),
    url: redactUrl(upstreamOf(stringOf(request, 'url') ?? '')),
    headers: headersOf(request),
    body: stringOf(fieldOf(request, 'postData'), 'text') ?? '',
  }
}

const positive = (value: number | undefined): number => (value === undefined || !(value > 0) ? 0 : value)

/** When the head came: HAR tells the phases before it apart, and −1 is one that did not happen. */
const headMoment = (entry: Json): number => {
  const timings = fieldOf(entry, 'timings')
  return ['blocked', 'dns', 'connect', 'send', 'wait'].reduce((sum, name) => sum + positive(numberOf(timings, name)), 0)
}

const headOf = (entry: Json): Head | undefined => {
  const response = fieldOf(entry, 'response')
  const status = numberOf(response, 'status') ?? 0
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined
  const statusText = (stringOf(response, 'statusText') ?? '').slice(0, 1000)
  return { at: headMoment(entry) as Ms, status, statusText, headers: headersOf(response) }
}

interface Message {
  readonly at: number
  readonly frame: string
}

/** What Chromium keeps of an event stream beside its body: each message with its moment, in seconds. */
const messagesOf = (entry: Json, startedAt: number): readonly Message[] =>
  (arrayOf(entry, '_eventSourceMessages') ?? []).flatMap((message) => {
    const [time, data] = [numberOf(message, 'time'), stringOf(message, 'data')]
    if (time === undefined || data === undefined) return []
    const name = stringOf(message, 'eventName') ?? ''
    const frame = frameText(data, name === '' || name === 'message' ? undefined : name)
    return [{ at: Math.max(0, time * 1000 - startedAt), frame }]
  })

/** The body cut behind each blank line, where its messages can be told apart so. */
const framesOf = (bytes: Uint8Array): readonly Uint8Array[] => {
  const text = new TextDecoder('latin1').decode(bytes)
  const frames: Uint8Array[] = []
  let from = 0
  for (const { index, 0: blank } of text.matchAll(/(?:\r\n|\n|\r)(?:\r\n|\n|\r)/g)) {
    frames.push(bytes.subarray(from, index + blank.length))
    from = index + blank.length
  }
  if (from < bytes.length) frames.push(bytes.subarray(from))
  return frames
}

const chunksOf = (pieces: readonly (readonly [at: number, bytes: Uint8Array])[]): ChunkLog => {
  const chunks = new ChunkLog()
  let last = 0
  for (const [at, bytes] of pieces) {
    last = Math.max(last, at)
    if (bytes.length > 0) chunks.append(bytes, last as Ms)
  }
  return chunks
}

const bodyOf = (
  entry: Json,
  bytes: Uint8Array,
  startedAt: number,
): { chunks: ChunkLog; missing: readonly Missing[] } => {
  const messages = messagesOf(entry, startedAt)
  const frames = messages.length === 0 ? [] : framesOf(bytes)
  if (messages.length > 0 && bytes.length === 0) {
    const encoder = new TextEncoder()
    return {
      chunks: chunksOf(messages.map(({ at, frame }) => [at, encoder.encode(frame)])),
      missing: ['chunks', 'bytes'],
    }
  }
  if (messages.length > 0 && frames.length === messages.length) {
    return { chunks: chunksOf(frames.map((frame, index) => [messages[index]?.at ?? 0, frame])), missing: ['chunks'] }
  }
  return { chunks: chunksOf([[0, bytes]]), missing: ['times', 'chunks'] }
}

const brokenBy = (error: string, at: Ms): RecordedExchange['end'] => ({
  kind: 'broken',
  at,
  problem: {
    kind: 'network',
    code: 'har-error',
    title: 'The browser that recorded this lost the connection',
    detail: `It says: ${error.slice(0, 500)}`,
    remedy: 'Look at the network of the computer on which it was recorded.',
    who: 'this computer',
  },
})

const exchangeOf = (entry: Json, openedAt: EpochMs): RecordedExchange => {
  const began = Date.parse(stringOf(entry, 'startedDateTime') ?? '')
  const startedAt = (Number.isFinite(began) && began >= 0 ? began : openedAt) as EpochMs
  const { chunks, missing } = bodyOf(entry, contentBytes(entry) ?? new Uint8Array(), startedAt)
  const last = chunks.count === 0 ? 0 : chunks.at(chunks.count - 1)
  const timings = fieldOf(entry, 'timings')
  const at = Math.max(last, headMoment(entry) + positive(numberOf(timings, 'receive'))) as Ms
  const error = stringOf(fieldOf(entry, 'response'), '_error') ?? stringOf(entry, '_error')
  const head = headOf(entry)
  return {
    startedAt,
    request: requestOf(entry),
    head,
    chunks,
    end: error === undefined || error === '' ? { kind: 'whole-body', at } : brokenBy(error, at),
    missing: head === undefined ? [...missing, 'head'] : missing,
  }
}

const mediaOf = (entry: Json): string =>
  (stringOf(fieldOf(fieldOf(entry, 'response'), 'content'), 'mimeType') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

/** Whether an entry is an agent's answer, and not what else a page loads. */
const isAnswer = (entry: Json): boolean => {
  const request = fieldOf(entry, 'request')
  if (stringOf(request, 'method') === 'OPTIONS') return false
  if (mediaOf(entry) === 'text/event-stream' || (arrayOf(entry, '_eventSourceMessages')?.length ?? 0) > 0) return true
  if (askedIn(stringOf(fieldOf(request, 'postData'), 'text') ?? '').text !== '') return true
  if (!mediaOf(entry).endsWith('json')) return false
  const body = parseJson(new TextDecoder().decode(contentBytes(entry)))
  return body.ok && isWholeAnswer(body.value)
}

const isEmpty = ({ chunks }: RecordedExchange): boolean => chunks.count === 0

const notesOf = (exchanges: readonly RecordedExchange[], all: number): readonly string[] => {
  const [only] = exchanges
  const others = all - exchanges.length
  const empty = exchanges.filter(isEmpty).length
  return [
    ...(others > 0
      ? [`${others} other ${others === 1 ? 'entry is' : 'entries are'} no answer of an agent, and left out.`]
      : []),
    ...(empty > 0
      ? [
          `${empty} of the answers came without a body: the browser did not keep it, or the file was saved without content.`,
        ]
      : []),
    ...(exchanges.length === 1 &&
    only !== undefined &&
    lacks(only, 'times') &&
    only.head !== undefined &&
    only.end !== undefined
      ? [
          `Of the times it holds two: the head came after ${duration(only.head.at)}, the end after ${duration(only.end.at)}.`,
        ]
      : []),
  ]
}

/** Whether a document is an HTTP archive, of whatever version. */
export const harLogOf = (json: Json): JsonObject | undefined => {
  const log = fieldOf(json, 'log')
  return isObject(log) && arrayOf(log, 'entries') !== undefined ? log : undefined
}

/** An HTTP archive: ours, or one that a browser's developer tools wrote. Each answer in it becomes a turn. */
export const readHar = (log: JsonObject, { name, openedAt }: Source): Result<Opened> => {
  const own = fieldOf(log, ownField)
  if (isObject(own)) return readOwnHar(log, own)
  const entries = arrayOf(log, 'entries') ?? []
  const answers = entries.filter(isAnswer)
  if (answers.length === 0) {
    return failure(
      unreadableText(
        'No answer of an agent is in this HTTP archive',
        `Its ${entries.length.toLocaleString('en')} entries hold neither an event stream nor a call that asks an agent.`,
        'Record again with the network panel open while the agent answers, and save it with content.',
      ),
    )
  }
  if (answers.length > answersAtMost) {
    return failure(
      unreadableText(
        'This HTTP archive holds too many answers',
        `It has ${answers.length.toLocaleString('en')}; at most ${answersAtMost} are opened as one conversation.`,
        'Clear the network panel before the call that matters, and save again.',
      ),
    )
  }
  const exchanges = answers.map((entry) => exchangeOf(entry, openedAt))
  return success(openedOf(exchanges, name, notesOf(exchanges, entries.length)))
}
