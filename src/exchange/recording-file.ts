import { assertNever } from '../lib/assert-never.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import {
  distrusting,
  ifPresent,
  listAt,
  numberAt,
  objectAt,
  oneOfAt,
  refuse,
  textAt,
  within,
  type Found,
} from '../lib/distrust.ts'
import type { Json, JsonObject } from '../lib/json.ts'
import { problemKinds, responsible, type Problem, type Result } from '../lib/problem.ts'
import { defined } from '../protocol/defined.ts'
import { base64Of, bytesOfBase64 } from './base64.ts'
import { ChunkLog } from './chunk-log.ts'
import { missingThings, type ExchangeEnd, type Head, type RecordedExchange, type RecordedRequest } from './recording.ts'
import { redactHeaders, redactUrl } from './redact.ts'

const bodyLimit = 32 * 1024 * 1024
const headerLimit = 64 * 1024
const headersAtMost = 300
const chunksAtMost = 2_000_000
/** A chunk is one read; browsers read at most a few megabytes at once. */
const chunkLimit = 64 * 1024 * 1024
/** No exchange lasts longer than a year. */
const longest = 366 * 86_400_000
/** The last moment that a date can name. */
const lastEpoch = 8.64e15

export const unreadableFile = (detail: string): Problem => ({
  kind: 'input',
  code: 'file-unreadable',
  title: 'This is not a recording that can be read',
  detail,
  remedy: 'Nothing was changed. Export the recording again where it was made, or ask whoever sent it.',
  who: 'you',
})

const problemToJson = (problem: Problem): JsonObject => ({ ...defined(problem) })

const endToJson = (end: ExchangeEnd): JsonObject =>
  end.kind === 'broken'
    ? { kind: end.kind, at: end.at, problem: problemToJson(end.problem) }
    : { kind: end.kind, at: end.at }

const headersToJson = (headers: RecordedRequest['headers']): Json =>
  redactHeaders(headers).map(([name, value]) => [name, value])

/** One exchange as JSON. Credentials are masked again on the way out, whoever made the recording. */
export const recordingToJson = ({ startedAt, request, head, chunks, end, missing }: RecordedExchange): JsonObject => ({
  startedAt,
  request: {
    method: request.method,
    url: redactUrl(request.url),
    headers: headersToJson(request.headers),
    body: request.body,
  },
  ...defined({
    head: head === undefined ? undefined : { ...head, headers: headersToJson(head.headers) },
    end: end === undefined ? undefined : endToJson(end),
    missing: missing === undefined ? undefined : [...missing],
  }),
  chunks: Array.from({ length: chunks.count }, (_, index) => ({
    at: chunks.at(index),
    base64: base64Of(chunks.chunk(index)),
  })),
})

const momentAt = (found: Found): Ms => numberAt(found, 0, longest) as Ms

export const epochAt = (found: Found): EpochMs => numberAt(found, 0, lastEpoch) as EpochMs

const headersAt = (found: Found): RecordedRequest['headers'] =>
  redactHeaders(
    listAt(found, headersAtMost).map((field) => {
      const [name, value, more] = listAt(field, 3)
      if (name === undefined || value === undefined || more !== undefined) {
        return refuse(field.place, 'should be a name and a value')
      }
      return [textAt(name, headerLimit), textAt(value, headerLimit)] as const
    }),
  )

const requestAt = (found: Found): RecordedRequest => {
  objectAt(found)
  return {
    method: textAt(within(found, 'method'), 20),
    url: redactUrl(textAt(within(found, 'url'), headerLimit)),
    headers: headersAt(within(found, 'headers')),
    body: textAt(within(found, 'body'), bodyLimit),
  }
}

const headAt = (found: Found): Head => {
  objectAt(found)
  return {
    at: momentAt(within(found, 'at')),
    status: numberAt(within(found, 'status'), 100, 599),
    statusText: ifPresent(within(found, 'statusText'), (text) => textAt(text, 1000)) ?? '',
    headers: headersAt(within(found, 'headers')),
  }
}

const wordsLimit = 100_000

const problemAt = (found: Found): Problem => {
  objectAt(found)
  const words = (name: string) => textAt(within(found, name), wordsLimit)
  return {
    kind: oneOfAt(within(found, 'kind'), problemKinds),
    code: words('code'),
    title: words('title'),
    detail: words('detail'),
    remedy: words('remedy'),
    who: oneOfAt(within(found, 'who'), responsible),
    ...defined({
      status: ifPresent(within(found, 'status'), (status) => numberAt(status, 100, 599)),
      requestId: ifPresent(within(found, 'requestId'), (id) => textAt(id, 1000)),
    }),
  }
}

const endAt = (found: Found): ExchangeEnd => {
  const at = momentAt(within(found, 'at'))
  const kind = oneOfAt(within(found, 'kind'), ['whole-body', 'stopped', 'broken', 'abandoned'])
  switch (kind) {
    case 'whole-body':
    case 'stopped':
    case 'abandoned':
      return { kind, at }
    case 'broken':
      return { kind, at, problem: problemAt(within(found, 'problem')) }
    default:
      return assertNever(kind)
  }
}

const chunksAt = (found: Found): ChunkLog => {
  const chunks = new ChunkLog()
  let before = 0
  for (const chunk of listAt(found, chunksAtMost)) {
    const at = momentAt(within(chunk, 'at'))
    if (at < before) return refuse(chunk.place, 'lies in time before the chunk ahead of it')
    before = at
    const bytes = bytesOfBase64(textAt(within(chunk, 'base64'), chunkLimit))
    if (bytes === undefined) return refuse(`${chunk.place}.base64`, 'is not base64')
    chunks.append(bytes, at)
  }
  return chunks
}

/** One exchange out of a document that is read already; refuses by throwing, inside of `distrusting`. */
export const exchangeAt = (found: Found): RecordedExchange => {
  objectAt(found)
  const chunks = chunksAt(within(found, 'chunks'))
  const end = ifPresent(within(found, 'end'), endAt)
  if (end !== undefined && chunks.count > 0 && end.at < chunks.at(chunks.count - 1)) {
    return refuse(`${found.place}.end`, 'lies in time before the last chunk')
  }
  return {
    startedAt: epochAt(within(found, 'startedAt')),
    request: requestAt(within(found, 'request')),
    head: ifPresent(within(found, 'head'), headAt),
    chunks,
    end,
    ...defined({
      missing: ifPresent(within(found, 'missing'), (list) =>
        listAt(list, missingThings.length).map((thing) => oneOfAt(thing, missingThings)),
      ),
    }),
  }
}

/** The inverse of `recordingToJson`, for JSON that anybody may have written. */
export const recordingFromJson = (json: Json): Result<RecordedExchange> =>
  distrusting(() => exchangeAt({ json, place: '' }), unreadableFile)
