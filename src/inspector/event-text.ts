import type { ChunkLog } from '../exchange/chunk-log.ts'
import { utf8 } from '../exchange/utf8.ts'
import { arrayOf, fieldOf, isObject, parseJson, stringOf, type Json } from '../lib/json.ts'
import type { EventRow } from '../protocol/event-log.ts'
import type { Reading } from '../protocol/reading.ts'

export const textOfBytes = (bytes: Uint8Array): string => utf8.decode(bytes).text

/** The exact text of an event as it stood in the body, field names and line ends included. */
export const frameTextOf = (chunks: ChunkLog, row: EventRow, atMostBytes = Infinity): string =>
  textOfBytes(chunks.bytes(row.start, Math.min(row.end, row.start + atMostBytes)))

/**
 * The `data` of a server-sent event: all `data` lines joined with a line feed, one leading space removed
 * (HTML Standard, "Interpreting an event stream"). Other forms of answer are payload throughout.
 */
export const payloadOf = (form: Reading['form'], frameText: string): string => {
  if (form !== 'stream') return frameText
  return frameText
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.startsWith('data:') || line === 'data')
    .map((line) => line.slice(5).replace(/^ /, ''))
    .join('\n')
}

const previewBytes = 4096
const previewLength = 320

/** Fields that every event has; in a preview they would push out what differs. */
const common = new Set([
  'type',
  'sequence_number',
  'item_id',
  'output_index',
  'content_index',
  'summary_index',
  'object',
])

const shorten = (text: string): string => (text.length > previewLength ? `${text.slice(0, previewLength)}…` : text)

/** `function_call get_weather {"city":"Oslo"}`: an output item in one line. */
const itemPreview = (item: Json): string => {
  const words = [stringOf(item, 'type'), stringOf(item, 'name'), stringOf(item, 'status')].filter(
    (word) => word !== undefined,
  )
  const rest = stringOf(item, 'arguments') ?? stringOf(item, 'output')
  return [...words, ...(rest === undefined || rest === '' ? [] : [rest])].join(' ')
}

/** The text in a chunk of the chat dialects: `choices[0].delta.content` or `delta.content`. */
const chatDelta = (event: Json): string | undefined =>
  stringOf(fieldOf(arrayOf(event, 'choices')?.[0], 'delta') ?? fieldOf(event, 'delta'), 'content')

/** One line that tells events of a type apart: the delta, the item, the error, else what is not common to all. */
export const previewOf = (payload: string): string => {
  const parsed = parseJson(payload)
  if (!parsed.ok || !isObject(parsed.value)) return shorten(payload)
  const event = parsed.value
  const delta = stringOf(event, 'delta') ?? chatDelta(event)
  if (delta !== undefined) return shorten(JSON.stringify(delta))
  if (isObject(event['item'])) return shorten(itemPreview(event['item']))
  const rest = Object.entries(event).filter(([name]) => !common.has(name))
  const only = rest.length === 1 ? rest[0] : undefined
  return shorten(
    only === undefined ? JSON.stringify(Object.fromEntries(rest)) : `${only[0]} ${JSON.stringify(only[1])}`,
  )
}

/** The preview of a row. Of a very large event only the beginning is decoded. */
export const rowPreview = (form: Reading['form'], chunks: ChunkLog, row: EventRow): string => {
  const text = frameTextOf(chunks, row, previewBytes)
  const payload = payloadOf(form, text)
  if (payload === '') return shorten(text.trim())
  return row.end - row.start > previewBytes ? shorten(payload) : previewOf(payload)
}
