import { base64Of, bytesOfBase64 } from '../../exchange/base64.ts'
import { grouped } from '../../lib/grouped.ts'
import { arrayOf, fieldOf, isObject, numberOf, stringOf, type Json, type JsonObject } from '../../lib/json.ts'
import { success, type Result } from '../../lib/problem.ts'
import { defined } from '../../protocol/defined.ts'
import { conversationFromJson } from '../conversation-file.ts'
import { ownField } from '../files-out/har-file.ts'
import { noRequest, type Opened } from './found.ts'

/** The bytes of a body in HAR; undefined where its base64 is none. */
export const contentBytes = (entry: Json): Uint8Array | undefined => {
  const content = fieldOf(fieldOf(entry, 'response'), 'content')
  const text = stringOf(content, 'text') ?? ''
  return stringOf(content, 'encoding') === 'base64' ? bytesOfBase64(text) : new TextEncoder().encode(text)
}

const pairsOf = (holder: Json | undefined): Json =>
  (arrayOf(holder, 'headers') ?? []).map((header) => [stringOf(header, 'name') ?? '', stringOf(header, 'value') ?? ''])

/** The reads as they were: moments and lengths stand in our field, the bytes in the content. */
const chunksOf = (entry: Json, own: Json | undefined): Json | undefined => {
  const bytes = contentBytes(entry)
  const reads = arrayOf(own, 'chunks')
  if (bytes === undefined || reads === undefined) return undefined
  let from = 0
  const chunks = reads.map((read): Json => {
    const [at, length] = Array.isArray(read) ? read : []
    const to = from + (typeof length === 'number' && length >= 0 ? length : Number.NaN)
    const base64 = to <= bytes.length ? base64Of(bytes.subarray(from, to)) : null
    from = to
    return { at: at ?? null, base64 }
  })
  return from === bytes.length || reads.length === 0 ? chunks : undefined
}

const requestJson = (request: Json | undefined): JsonObject => ({
  method: fieldOf(request, 'method') ?? null,
  url: fieldOf(request, 'url') ?? null,
  headers: pairsOf(request),
  body: stringOf(fieldOf(request, 'postData'), 'text') ?? '',
})

/** The source held no request, and so its place was filled for those who read HAR alone. */
const isUnasked = (own: Json | undefined, request: Json | undefined): boolean =>
  arrayOf(own, 'missing')?.includes('request') === true && stringOf(request, 'url') === 'about:blank'

/** The exchange as it stands in a recording, for the one reader that distrusts it. */
const exchangeJson = (entry: Json): JsonObject => {
  const own = fieldOf(entry, ownField)
  const response = fieldOf(entry, 'response')
  const headAt = fieldOf(own, 'headAt')
  const head = {
    at: headAt ?? null,
    status: fieldOf(response, 'status') ?? null,
    statusText: fieldOf(response, 'statusText') ?? '',
    headers: pairsOf(response),
  }
  return {
    startedAt: Date.parse(stringOf(entry, 'startedDateTime') ?? ''),
    request: isUnasked(own, fieldOf(entry, 'request')) ? { ...noRequest } : requestJson(fieldOf(entry, 'request')),
    ...(headAt === undefined ? {} : { head }),
    ...defined({ continues: fieldOf(own, 'continues'), end: fieldOf(own, 'end'), missing: fieldOf(own, 'missing') }),
    chunks: chunksOf(entry, own) ?? null,
  }
}

const placeOf = (entry: Json): string => {
  const own = fieldOf(entry, ownField)
  return `${numberOf(own, 'turn')} ${numberOf(own, 'run')}`
}

const withExchanges = (run: Json, exchanges: readonly Json[]): Json => (isObject(run) ? { ...run, exchanges } : run)

/** A HAR that the playground wrote: everything that a recording holds is in it. */
export const readOwnHar = (log: JsonObject, frame: JsonObject): Result<Opened> => {
  const entries = grouped(arrayOf(log, 'entries') ?? [], placeOf)
  const turns = (arrayOf(frame, 'turns') ?? []).map((turn, turnAt) => {
    if (!isObject(turn)) return turn
    const runs = (arrayOf(turn, 'runs') ?? []).map((run, runAt) =>
      withExchanges(run, (entries.get(`${turnAt} ${runAt}`) ?? []).map(exchangeJson)),
    )
    return { ...turn, runs }
  })
  const read = conversationFromJson({ ...frame, turns })
  return read.ok ? success({ conversation: read.value, notes: [] }) : read
}
