import { ChunkLog } from '../../exchange/chunk-log.ts'
import type { Missing, RecordedExchange, RecordedRequest } from '../../exchange/recording.ts'
import type { EpochMs, Ms } from '../../lib/brand.ts'
import { numberOf, parseJson, type JsonObject } from '../../lib/json.ts'
import type { Problem } from '../../lib/problem.ts'
import type { PortableConversation, PortableExchange, PortableTurn } from '../conversation-file.ts'
import { titleOf } from '../conversation.ts'
import { askedIn, nothingAsked } from './asked.ts'

/** What a file or a pasted text turned out to hold. */
export interface Opened {
  readonly conversation: PortableConversation
  /** What of the source was left out or guessed, one sentence each. */
  readonly notes: readonly string[]
}

/** A text that somebody gave, before anybody knows what it is. */
export interface Source {
  /** The very bytes, as far as they are known: a pasted text has lost them. */
  readonly bytes: Uint8Array
  readonly text: string
  /** The file's name, or what to call a pasted text. */
  readonly name: string
  /** When it was opened: stands in where the source tells no date. */
  readonly openedAt: EpochMs
}

/** Nothing was asked that is known; said by `missing`, and drawn as such. */
export const noRequest: RecordedRequest = { method: '', url: '', headers: [], body: '' }

export const unreadableText = (title: string, detail: string, remedy: string): Problem => ({
  kind: 'input',
  code: 'file-unreadable',
  title,
  detail,
  remedy: `Nothing was changed. ${remedy}`,
  who: 'you',
})

/** A body of which only the bytes are known. */
export const bodyAlone = (bytes: Uint8Array, openedAt: EpochMs, also: readonly Missing[] = []): RecordedExchange => {
  const chunks = new ChunkLog()
  if (bytes.length > 0) chunks.append(bytes, 0 as Ms)
  const isWhole = isJsonBody(bytes)
  return {
    startedAt: openedAt,
    request: noRequest,
    head: undefined,
    chunks,
    // A body of JSON that is complete ended; where a stream was cut nobody can tell.
    end: { kind: isWhole ? 'whole-body' : 'abandoned', at: 0 as Ms },
    missing: ['times', 'chunks', 'head', 'request', ...also, ...(isWhole ? [] : (['end'] as const))],
  }
}

/** Which exchange of its run this one goes on with: one that stands ahead of it, as our own files write it. */
export const continuesOf = (facts: JsonObject | undefined, position: number): { readonly continues?: number } => {
  const continues = numberOf(facts, 'continues')
  return continues !== undefined && Number.isInteger(continues) && continues >= 0 && continues < position
    ? { continues }
    : {}
}

const isJsonBody = (bytes: Uint8Array): boolean => {
  const decoder = new TextDecoder()
  return /^\s*[[{]/.test(decoder.decode(bytes.subarray(0, 1024))) && parseJson(decoder.decode(bytes)).ok
}

const modeOf = ({ chunks, request }: RecordedExchange): 'streamed' | 'whole' => {
  const asked = askedIn(request.body)
  if (asked.stream !== undefined) return asked.stream ? 'streamed' : 'whole'
  return /^\uFEFF?\s*[[{]/.test(new TextDecoder().decode(chunks.bytes(0, 64))) ? 'whole' : 'streamed'
}

/** One question and the exchanges that answered it. */
export const turnOf = (exchanges: readonly PortableExchange[], parent: number | null): PortableTurn => {
  const [first] = exchanges
  const { text, customInputs, instructions } = first === undefined ? nothingAsked : askedIn(first.request.body)
  const startedAt = first?.startedAt ?? (0 as EpochMs)
  return {
    parent,
    input: { text, customInputs, instructions },
    createdAt: startedAt,
    chosen: 0,
    runs: [{ mode: first === undefined ? 'streamed' : modeOf(first), startedAt, exchanges }],
  }
}

/** The host that answered, where a request tells it. */
const agentNameOf = ({ url }: RecordedRequest): string | undefined => {
  if (!URL.canParse(url)) return undefined
  const { host, pathname } = new URL(url)
  const endpoint = /\/serving-endpoints\/([^/]+)\/invocations$/.exec(pathname)?.[1]
  return endpoint ?? (host === '' ? undefined : host)
}

/** A conversation of these turns, each after the one before. */
export const conversationOf = (turns: readonly PortableTurn[], name: string): PortableConversation => {
  const requests = turns.flatMap(({ runs }) => runs.flatMap((run) => run.exchanges.map(({ request }) => request)))
  const asked = turns.find(({ input }) => input.text !== '')?.input.text
  return {
    title: asked === undefined ? name : titleOf(asked),
    agentName: requests.flatMap((request) => agentNameOf(request) ?? [])[0] ?? 'Unnamed agent',
    turns,
    leaf: turns.length === 0 ? null : turns.length - 1,
  }
}

export const openedOf = (
  exchanges: readonly RecordedExchange[],
  name: string,
  notes: readonly string[] = [],
): Opened => ({
  conversation: conversationOf(
    exchanges.map((exchange, position) => turnOf([exchange], position === 0 ? null : position - 1)),
    name,
  ),
  notes,
})
