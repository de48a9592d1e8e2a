import { contentTypeOf } from '../../exchange/header-field.ts'
import { joinedBytes } from '../../lib/joined-bytes.ts'
import type { PortableConversation, PortableExchange } from '../conversation-file.ts'

const encoder = new TextEncoder()

/** Begins the comment that stands ahead of each body where a file holds several. */
export const bodyMark = ': agent-playground body '

interface Body {
  readonly turn: number
  readonly run: number
  readonly exchange: PortableExchange
}

const bodiesOf = ({ turns }: PortableConversation): readonly Body[] =>
  turns.flatMap(({ runs }, turn) =>
    runs.flatMap(({ exchanges }, run) => exchanges.map((exchange) => ({ turn, run, exchange }))),
  )

/** A comment of the event stream, which every client skips; the length says where the body ends, to the byte. */
const markOf = ({ turn, run, exchange }: Body): string => {
  const { head, chunks, continues } = exchange
  const facts = { turn, run, status: head?.status ?? null, type: contentTypeOf(exchange) ?? null, continues }
  return `${bodyMark}${JSON.stringify({ ...facts, length: chunks.byteLength })}\n`
}

/** One body exactly as received; several one after the other, each behind a mark that says where it ends. */
export const bytesFile = (conversation: PortableConversation): Uint8Array => {
  const bodies = bodiesOf(conversation)
  const only = bodies.length === 1 ? bodies[0] : undefined
  if (only !== undefined) return only.exchange.chunks.bytes()
  return joinedBytes(
    bodies.flatMap((body) => [encoder.encode(markOf(body)), body.exchange.chunks.bytes(), encoder.encode('\n\n')]),
  )
}

/** What the file is: by what the server called a single body, and an event stream where there are several. */
export const bytesForm = (conversation: PortableConversation): { ending: string; mediaType: string } => {
  const bodies = bodiesOf(conversation)
  const only = bodies.length === 1 ? bodies[0]?.exchange : undefined
  if (only === undefined) return { ending: 'sse', mediaType: 'text/event-stream' }
  const mediaType = contentTypeOf(only) ?? 'application/octet-stream'
  const first = new TextDecoder().decode(only.chunks.bytes(0, 1024)).trimStart()
  if (/^[[{]/.test(first)) return { ending: 'json', mediaType }
  return { ending: /^(data|event|id|retry)?:/m.test(first) ? 'sse' : 'txt', mediaType }
}
