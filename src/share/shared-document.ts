import {
  conversationFromJson,
  conversationToJson,
  type PortableConversation,
  type PortableExchange,
} from '../conversation/conversation-file.ts'
import type { Mode } from '../conversation/conversation.ts'
import { ChunkLog } from '../exchange/chunk-log.ts'
import type { ExchangeEnd } from '../exchange/recording.ts'
import type { Ms } from '../lib/brand.ts'
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
import { isDeeper } from '../lib/json-depth.ts'
import { fieldOf, parseJson, type JsonObject } from '../lib/json.ts'
import { joinedBytes } from '../lib/joined-bytes.ts'
import { failure, type Problem, type Result } from '../lib/problem.ts'
import { defined } from '../protocol/defined.ts'
import { damaged, oversized, unreadable } from './link-problems.ts'
import { scopes, type Shared, type SharedHeader } from './shared.ts'

/**
 * What a link holds once it is unpacked: a line of JSON that says what it is about, a line with the conversation, and
 * the recorded bytes as they are, one exchange after another. The first two lines can be read where the end is lost,
 * and bytes that are not base64 within JSON deflate to a tenth.
 */
export const longestDocument = 1024 * 1024
const deepest = 64
export const mostTurns = 200
const mostExchanges = 400
const mostReads = 50_000
/** Moments are kept to a tenth of a millisecond: what clocks of browsers give. */
const ticks = 10

const tickOf = (at: number): number => Math.round(at * ticks)
const momentOf = (tick: number): Ms => (tick / ticks) as Ms

const exchangesOf = ({ turns }: PortableConversation): readonly PortableExchange[] =>
  turns.flatMap(({ runs }) => runs.flatMap(({ exchanges }) => exchanges))

const mapExchanges = (
  conversation: PortableConversation,
  change: (exchange: PortableExchange, position: number) => PortableExchange,
): PortableConversation => {
  let position = 0
  return {
    ...conversation,
    turns: conversation.turns.map((turn) => ({
      ...turn,
      runs: turn.runs.map((run) => ({
        ...run,
        exchanges: run.exchanges.map((exchange) => {
          position += 1
          return change(exchange, position - 1)
        }),
      })),
    })),
  }
}

const endAt = (end: ExchangeEnd): ExchangeEnd => ({ ...end, at: momentOf(tickOf(end.at)) })

/** The exchange without its bytes, its moments rounded as those of the bytes are. */
const emptied = (exchange: PortableExchange): PortableExchange => ({
  ...exchange,
  chunks: new ChunkLog(),
  head: exchange.head === undefined ? undefined : { ...exchange.head, at: momentOf(tickOf(exchange.head.at)) },
  end: exchange.end === undefined ? undefined : endAt(exchange.end),
})

/** Lengths of the reads, and the time from one to the next. */
const readsOf = ({ chunks }: PortableExchange): JsonObject => {
  const lengths: number[] = []
  const times: number[] = []
  let before = 0
  for (let index = 0; index < chunks.count; index += 1) {
    const tick = tickOf(chunks.at(index))
    lengths.push(chunks.length(index))
    times.push(tick - before)
    before = tick
  }
  return { lengths, times }
}

/** What the recordings take, before anything is packed: with more than the longest document no link can be made. */
export const recordedBytes = ({ conversation }: Shared): number =>
  exchangesOf(conversation).reduce((sum, { chunks, request }) => sum + chunks.byteLength + request.body.length, 0)

/** Whether a reader takes it; what has more is left to files. */
export const fitsDocument = ({ conversation }: Shared, document: Uint8Array): boolean =>
  document.length <= longestDocument &&
  conversation.turns.length <= mostTurns &&
  exchangesOf(conversation).length <= mostExchanges

export const writeDocument = ({ header, conversation }: Shared): Uint8Array<ArrayBuffer> => {
  const exchanges = exchangesOf(conversation)
  const content = {
    conversation: conversationToJson(mapExchanges(conversation, emptied)),
    reads: exchanges.map(readsOf),
  }
  const text = `${JSON.stringify(header)}\n${JSON.stringify(content)}\n`
  return joinedBytes([new TextEncoder().encode(text), ...exchanges.map(({ chunks }) => chunks.bytes())])
}

/** What could be read: all of it, a part and why not more, or nothing and why. */
export interface DocumentReading {
  readonly header?: SharedHeader
  readonly conversation?: PortableConversation
  readonly problem?: Problem
}

const longestName = 2000
const modes: readonly Mode[] = ['streamed', 'whole']

const headerAt = (found: Found): SharedHeader => {
  objectAt(found)
  const name = (field: string) => textAt(within(found, field), longestName)
  return {
    agent: name('agent'),
    agentName: name('agentName'),
    title: name('title'),
    scope: oneOfAt(within(found, 'scope'), scopes),
    ...defined({
      workspace: ifPresent(within(found, 'workspace'), (text) => textAt(text, longestName)),
      mode: ifPresent(within(found, 'mode'), (mode) => oneOfAt(mode, modes)),
    }),
  }
}

const wholeAt = (found: Found, most: number): number => {
  const value = numberAt(found, 0, most)
  return Number.isInteger(value) ? value : refuse(found.place, 'should be a whole number')
}

const lastTick = 366 * 86_400_000 * ticks

/** Takes the next reads off the bytes; where these end too early, so does the exchange. */
const createFiller = (bytes: Uint8Array) => {
  let position = 0
  let isCut = false
  const filled = (exchange: PortableExchange, reads: Found): PortableExchange => {
    const lengths = listAt(within(reads, 'lengths'), mostReads)
    const times = listAt(within(reads, 'times'), mostReads)
    if (lengths.length !== times.length) return refuse(reads.place, 'has not as many times as lengths')
    const chunks = new ChunkLog()
    let tick = 0
    let isWhole = true
    lengths.forEach((length, index) => {
      const wanted = wholeAt(length, longestDocument)
      tick += wholeAt(times[index] ?? reads, lastTick)
      if (tick > lastTick) refuse(reads.place, 'lasts longer than a year')
      const read = bytes.subarray(position, position + wanted)
      position += wanted
      isWhole = isWhole && read.length === wanted
      if (read.length > 0 || wanted === 0) chunks.append(read, momentOf(tick))
    })
    if (!isWhole) {
      isCut = true
      // How it ended is known only together with the bytes before: the fold must not take it for their end.
      return {
        ...exchange,
        chunks,
        end: undefined,
        missing: [...new Set([...(exchange.missing ?? []), 'end' as const])],
      }
    }
    if (exchange.end !== undefined && tickOf(exchange.end.at) < tick) {
      return refuse(reads.place, 'goes on after its end')
    }
    return { ...exchange, chunks }
  }
  return { filled, isCut: () => isCut, isUsedUp: () => position >= bytes.length }
}

interface Content {
  readonly conversation: PortableConversation
  readonly isCut: boolean
}

const contentOf = (text: string, bytes: Uint8Array): Result<Content> => {
  const parsed = isDeeper(text, deepest) ? undefined : parseJson(text)
  if (parsed === undefined) return failure(unreadable(`Its content is nested more than ${deepest} levels deep.`))
  if (!parsed.ok) return failure(damaged('Its content is not valid JSON.'))
  const read = conversationFromJson(fieldOf(parsed.value, 'conversation') ?? null)
  if (!read.ok) return failure(unreadable(read.problem.detail))
  const { value: empty } = read
  if (empty.turns.length > mostTurns) return failure(oversized(`It has more than ${mostTurns} messages.`))
  const count = exchangesOf(empty).length
  if (count > mostExchanges) return failure(oversized(`It has more than ${mostExchanges} exchanges.`))
  const filler = createFiller(bytes)
  return distrusting(() => {
    const reads = listAt(within({ json: parsed.value, place: '' }, 'reads'), mostExchanges)
    if (reads.length !== count) refuse('reads', 'does not fit the exchanges')
    const total = reads.reduce((sum, each) => sum + listAt(within(each, 'lengths'), mostReads).length, 0)
    if (total > mostReads) refuse('reads', `has more than ${mostReads.toLocaleString('en')} entries`)
    const conversation = mapExchanges(empty, (exchange, position) =>
      filler.filled(exchange, reads[position] ?? refuse('reads', 'is too short')),
    )
    if (!filler.isUsedUp()) refuse('', 'holds more bytes than its reads name')
    return { conversation, isCut: filler.isCut() }
  }, unreadable)
}

const headerOf = (text: string): Result<SharedHeader> => {
  const parsed = isDeeper(text, deepest) ? undefined : parseJson(text)
  if (parsed?.ok !== true) return failure(damaged('Not even its beginning can be read.'))
  return distrusting(() => headerAt({ json: parsed.value, place: '' }), unreadable)
}

const lineEnd = 0x0a

/** Reads the document as far as it goes. `isWhole`: nothing was lost on the way. */
export const readDocument = (bytes: Uint8Array, isWhole: boolean): DocumentReading => {
  const first = bytes.indexOf(lineEnd)
  if (first < 0) return { problem: damaged('Its beginning is missing or changed.') }
  const decoder = new TextDecoder()
  const header = headerOf(decoder.decode(bytes.subarray(0, first)))
  if (!header.ok) return { problem: header.problem }
  const second = bytes.indexOf(lineEnd, first + 1)
  if (second < 0) {
    return {
      header: header.value,
      problem: damaged('Its end is missing: what it is about can be read, and nothing of what was said.'),
    }
  }
  const content = contentOf(decoder.decode(bytes.subarray(first + 1, second)), bytes.subarray(second + 1))
  if (!content.ok) return { header: header.value, problem: content.problem }
  const { conversation, isCut } = content.value
  const lost = isCut
    ? 'Its end is missing. Below is what could be read: the recording breaks off early.'
    : 'Something in it was changed on the way. Below is what could be read; do not rely on it.'
  return { header: header.value, conversation, ...(isWhole && !isCut ? {} : { problem: damaged(lost) }) }
}
