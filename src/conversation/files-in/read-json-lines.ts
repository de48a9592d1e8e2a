import { grouped } from '../../lib/grouped.ts'
import { fieldOf, isObject, numberOf, parseJson, stringOf, type Json, type JsonObject } from '../../lib/json.ts'
import { exchangeOfEvents, exchangesOf, isEvent, isWholeAnswer, type LooseEvent } from './event-lines.ts'
import { continuesOf, conversationOf, openedOf, turnOf, type Opened, type Source } from './found.ts'

/** A line of our own `*.jsonl`: the event, with where and when it came. */
const isOwnLine = (json: Json): json is JsonObject =>
  isObject(json) && numberOf(json, 'offset') !== undefined && numberOf(json, 'length') !== undefined && 'event' in json

const kinds: Readonly<Record<string, LooseEvent['kind']>> = {
  '(comment)': 'comment',
  '(incomplete)': 'cut',
  '(body)': 'whole',
}

const looseOf = (line: JsonObject): LooseEvent => {
  const at = numberOf(line, 'ms')
  const type = stringOf(line, 'type') ?? ''
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined
  const event = fieldOf(line, 'event') ?? null
  // Types in brackets are our words for what has none.
  const isNamed = isObject(event) && !('type' in event) && !/^[([]/.test(type) && !/[\r\n]/.test(type)
  return {
    event,
    ...(isNamed ? { name: type } : {}),
    ...(at === undefined ? {} : { at }),
    ...(kind === undefined ? {} : { kind }),
  }
}

const placeOf = (line: JsonObject): string =>
  ['turn', 'run', 'exchange'].map((name) => numberOf(line, name) ?? 0).join(' ')
const turnPlaceOf = (line: JsonObject): number => numberOf(line, 'turn') ?? 0
const runPlaceOf = (line: JsonObject): string => `${turnPlaceOf(line)} ${numberOf(line, 'run') ?? 0}`

/** Our own lines, put back under their turns and runs. */
const readOwn = (lines: readonly JsonObject[], { openedAt, name }: Source): Opened => {
  const turns = [...grouped(lines, turnPlaceOf).values()].map((ofTurn, position) => {
    const runs = [...grouped(ofTurn, runPlaceOf).values()].flatMap((ofRun) => {
      const exchanges = [...grouped(ofRun, placeOf).values()].map((ofExchange, index) => ({
        ...exchangeOfEvents(ofExchange.map(looseOf), openedAt),
        ...continuesOf(ofExchange[0], index),
      }))
      return turnOf(exchanges, null).runs
    })
    return { ...turnOf([], position === 0 ? null : position - 1), createdAt: openedAt, runs }
  })
  return { conversation: conversationOf(turns, name), notes: [] }
}

/** `{"event":"response.created","data":{…}}`, as clients of event streams log what they parsed. */
const unwrapped = (json: Json): Json => {
  if (!isObject(json) || typeof fieldOf(json, 'event') !== 'string') return json
  const data = fieldOf(json, 'data')
  if (isObject(data)) return data
  const parsed = typeof data === 'string' ? parseJson(data) : undefined
  return parsed === undefined ? json : parsed.ok ? parsed.value : (data ?? json)
}

/** JSON that is no event and no answer does not become one by standing in a file. */
const isUseful = (json: Json): boolean => json === '[DONE]' || isEvent(json) || isWholeAnswer(json)

/** Events, or whole answers, one after the other; undefined where none of them is either. */
export const readObjects = (objects: readonly Json[], { openedAt, name }: Source): Opened | undefined => {
  if (objects.length > 0 && objects.every(isOwnLine))
    return readOwn(objects, { openedAt, name, bytes: new Uint8Array(), text: '' })
  const read = objects.map(unwrapped)
  const useful = read.filter(isUseful)
  if (!useful.some((json) => json !== '[DONE]')) return undefined
  const skipped = read.length - useful.length
  const notes = skipped === 0 ? [] : [`${skipped} ${skipped === 1 ? 'value is' : 'values are'} no event, and left out.`]
  return openedOf(exchangesOf(useful, openedAt), name, notes)
}

/** Every line that says something is JSON: the values. Undefined where one is not. */
export const jsonLinesOf = (text: string): readonly Json[] | undefined => {
  const values: Json[] = []
  for (const line of text.split(/\r\n|\n|\r/)) {
    const trimmed = line.trim()
    if (trimmed === '') continue
    if (trimmed === '[DONE]') {
      values.push(trimmed)
      continue
    }
    const parsed = parseJson(trimmed)
    if (!parsed.ok) return undefined
    values.push(parsed.value)
  }
  return values.length === 0 ? undefined : values
}
