import type { RecordedExchange } from '../../exchange/recording.ts'
import { grouped } from '../../lib/grouped.ts'
import { bodyMark } from '../files-out/bytes-file.ts'
import { isObject, numberOf, parseJson, stringOf, type JsonObject } from '../../lib/json.ts'
import type { Ms } from '../../lib/brand.ts'
import type { PortableConversation, PortableTurn } from '../conversation-file.ts'
import { bodyAlone, continuesOf, conversationOf, openedOf, turnOf, type Opened, type Source } from './found.ts'

interface MarkedBody {
  readonly facts: JsonObject
  readonly bytes: Uint8Array
}

const lineFeed = 10
const bodiesAtMost = 10_000

/** The bodies of a file that holds several: each mark says where its body ends, to the byte. */
const markedBodies = (bytes: Uint8Array): readonly MarkedBody[] | undefined => {
  const decoder = new TextDecoder()
  const bodies: MarkedBody[] = []
  for (let at = 0; at < bytes.length && bodies.length < bodiesAtMost;) {
    const end = bytes.indexOf(lineFeed, at)
    const line = decoder.decode(bytes.subarray(at, end < 0 ? bytes.length : end))
    const parsed = line.startsWith(bodyMark) ? parseJson(line.slice(bodyMark.length)) : undefined
    if (end < 0 || parsed?.ok !== true || !isObject(parsed.value)) return undefined
    const length = numberOf(parsed.value, 'length')
    const from = end + 1
    if (length === undefined || !Number.isInteger(length) || length < 0 || from + length > bytes.length)
      return undefined
    bodies.push({ facts: parsed.value, bytes: bytes.subarray(from, from + length) })
    // Two line feeds stand behind each body.
    at = from + length + 2
  }
  return bodies
}

/** Of the head, the mark keeps the status and the type. */
const exchangeOf = ({ facts, bytes }: MarkedBody, source: Source): RecordedExchange => {
  const exchange = bodyAlone(bytes, source.openedAt)
  const status = numberOf(facts, 'status')
  const type = stringOf(facts, 'type')
  if (status === undefined || status < 100 || status > 599) return exchange
  const headers = type === undefined ? [] : [['content-type', type] as const]
  return {
    ...exchange,
    head: { at: 0 as Ms, status, statusText: '', headers },
    missing: (exchange.missing ?? []).filter((thing) => thing !== 'head'),
  }
}

const placeOf = ({ facts }: MarkedBody): string => `${numberOf(facts, 'turn') ?? 0} ${numberOf(facts, 'run') ?? 0}`

/** Marked bodies as the runs that they were: which followed which is kept, what was asked is not. */
const regrouped = (bodies: readonly MarkedBody[], source: Source): PortableConversation => {
  const runs = grouped(bodies, placeOf)
  const turns = new Map<number, PortableTurn>()
  for (const group of runs.values()) {
    const number = numberOf(group[0]?.facts, 'turn') ?? 0
    const exchanges = group.map((body, position) => ({
      ...exchangeOf(body, source),
      ...continuesOf(body.facts, position),
    }))
    const before = turns.get(number)
    const turn = turnOf(exchanges, turns.size === 0 ? null : turns.size - 1)
    turns.set(number, before === undefined ? turn : { ...before, runs: [...before.runs, ...turn.runs] })
  }
  return conversationOf([...turns.values()], source.name)
}

const fieldLine = /^(?:data|event|id|retry)?:/m

export const isEventStream = ({ text }: Pick<Source, 'text'>): boolean => fieldLine.test(text)

/** `data:` lines without the blank line that ends an event: each was printed as it came, and is an event. */
const isLineByLine = (text: string): boolean =>
  !/\r?\n[ \t]*\r?\n|\r\r/.test(text.trim()) && (text.match(/^data:/gm)?.length ?? 0) > 1

const separated = (text: string): Uint8Array =>
  new TextEncoder().encode(
    text
      .split(/\r\n|\n|\r/)
      .map((line) => (line.startsWith('data:') ? `${line}\n\n` : `${line}\n`))
      .join(''),
  )

/** The text of an event stream, as it was saved or copied. */
export const readEventStream = (source: Source): Opened => {
  const bodies = markedBodies(source.bytes)
  if (bodies !== undefined && bodies.length > 0) {
    return {
      conversation: regrouped(bodies, source),
      notes: ['The bodies stand as they came; of their heads only status and type are in this file.'],
    }
  }
  if (isLineByLine(source.text)) {
    const exchange = bodyAlone(separated(source.text), source.openedAt, ['bytes'])
    return openedOf([exchange], source.name, ['The blank lines between events were put in again.'])
  }
  return openedOf([bodyAlone(source.bytes, source.openedAt)], source.name)
}
