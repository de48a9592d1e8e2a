import { ChunkLog } from '../../exchange/chunk-log.ts'
import type { Missing, RecordedExchange } from '../../exchange/recording.ts'
import type { EpochMs, Ms } from '../../lib/brand.ts'
import { arrayOf, fieldOf, isObject, stringOf, type Json } from '../../lib/json.ts'
import { isStatementAnswer } from '../../protocol/snapshot-of-statement.ts'
import { noRequest } from './found.ts'

/** An event of which the meaning is known, and its bytes are not: they are made again. */
export interface LooseEvent {
  readonly event: Json
  /** Milliseconds since the request; undefined where the source does not tell. */
  readonly at?: number
  readonly kind?: 'comment' | 'cut' | 'whole'
  /** The name that the frame gave it, where the event does not say its type itself. */
  readonly name?: string
}

const encoder = new TextEncoder()

/** A frame of an event stream with this data. */
export const frameText = (data: string, name?: string): string => {
  const named = name === undefined ? '' : `event: ${name}\n`
  const lines = data.split(/\r\n|\n|\r/).map((line) => `data: ${line}\n`)
  return `${named}${lines.join('')}\n`
}

const frameOf = ({ event, kind, name }: LooseEvent): string => {
  if (kind === 'comment') return ':\n\n'
  const text = typeof event === 'string' ? event : JSON.stringify(event)
  if (kind === 'whole') return text
  const frame = frameText(text, name)
  // Without the blank line that would end it.
  return kind === 'cut' ? frame.slice(0, -1) : frame
}

/** A whole answer, not an event of one: it is a body of its own. */
export const isWholeAnswer = (json: Json): boolean => {
  if (!isObject(json) || stringOf(json, 'type')?.startsWith('response.') === true) return false
  const named = stringOf(json, 'object')
  if (named === 'response' || named === 'chat.completion' || isStatementAnswer(json)) return true
  if (named === 'chat.completion.chunk') return false
  return ['output', 'choices', 'messages'].some((name) => arrayOf(json, name) !== undefined)
}

/** Whether this can be an event of an agent's stream. */
export const isEvent = (json: Json): boolean =>
  isObject(json) &&
  (typeof fieldOf(json, 'type') === 'string' ||
    stringOf(json, 'object') === 'chat.completion.chunk' ||
    isObject(fieldOf(json, 'delta')) ||
    arrayOf(json, 'choices') !== undefined ||
    fieldOf(json, 'error') !== undefined)

/** The exchange that these events came in, each as a chunk of its own where nothing better is known. */
export const exchangeOfEvents = (events: readonly LooseEvent[], openedAt: EpochMs): RecordedExchange => {
  const chunks = new ChunkLog()
  const timed = events.length > 0 && events.every(({ at }) => at !== undefined && Number.isFinite(at) && at >= 0)
  let last = 0
  for (const loose of events) {
    last = timed ? Math.max(last, loose.at ?? 0) : 0
    chunks.append(encoder.encode(frameOf(loose)), last as Ms)
  }
  const isWhole = events.length === 1 && events[0]?.kind === 'whole'
  const missing: readonly Missing[] = [
    ...(timed ? [] : (['times'] as const)),
    ...(['chunks', 'head', 'request', 'bytes'] as const),
    ...(isWhole ? [] : (['end'] as const)),
  ]
  return {
    startedAt: openedAt,
    request: noRequest,
    head: undefined,
    chunks,
    end: { kind: isWhole ? 'whole-body' : 'abandoned', at: last as Ms },
    missing,
  }
}

/** Objects one after the other: events of one stream, or whole answers, each of which is an answer of its own. */
export const exchangesOf = (objects: readonly Json[], openedAt: EpochMs): readonly RecordedExchange[] => {
  if (objects.length > 0 && objects.every(isWholeAnswer)) {
    return objects.map((event) => exchangeOfEvents([{ event, kind: 'whole' }], openedAt))
  }
  return [
    exchangeOfEvents(
      objects.map((event) => ({ event })),
      openedAt,
    ),
  ]
}
