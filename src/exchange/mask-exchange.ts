import { ChunkLog } from './chunk-log.ts'
import type { Mask } from './mask.ts'
import type { ExchangeEnd, Head, RecordedExchange, RecordedRequest } from './recording.ts'

type Fields = readonly (readonly [name: string, value: string])[]

/**
 * Header fields that tell how an answer came and nothing about anybody. All others stay here, whatever they are
 * called: a list of what is secret would always be too short.
 */
const harmless: ReadonlySet<string> = new Set([
  'accept',
  'cache-control',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'retry-after',
  'server',
  'transfer-encoding',
  'x-accel-buffering',
  'x-mlflow-return-trace-id',
  'x-playground-relay',
])

export const isHarmlessField = (name: string): boolean => harmless.has(name.toLowerCase())

const harmlessFields = (fields: Fields, mask: Mask): Fields =>
  fields.flatMap(([name, value]) => (isHarmlessField(name) ? [[name, mask.text(value)] as const] : []))

const maskRequest = ({ method, url, headers, body }: RecordedRequest, mask: Mask): RecordedRequest => ({
  method,
  url: mask.text(url),
  headers: harmlessFields(headers, mask),
  body: mask.text(body),
})

const maskHead = ({ at, status, statusText, headers }: Head, mask: Mask): Head => ({
  at,
  status,
  statusText: mask.text(statusText),
  headers: harmlessFields(headers, mask),
})

const maskEnd = (end: ExchangeEnd, mask: Mask): ExchangeEnd => {
  if (end.kind !== 'broken') return end
  // The request id and the link are the other side's, and lead to somebody's logs and connections.
  const { requestId: _id, link: _link, ...problem } = end.problem
  const { title, detail, remedy } = problem
  return {
    ...end,
    problem: { ...problem, title: mask.text(title), detail: mask.text(detail), remedy: mask.text(remedy) },
  }
}

/** The same exchange with what was chosen masked: every chunk keeps its place, its length and its moment. */
export const maskExchange = <Exchange extends RecordedExchange>(exchange: Exchange, mask: Mask): Exchange => {
  const { request, head, chunks, end } = exchange
  const bytes = mask.bytes(chunks.bytes())
  const masked = new ChunkLog()
  for (let index = 0; index < chunks.count; index += 1) {
    const offset = chunks.offset(index)
    masked.append(bytes.subarray(offset, offset + chunks.length(index)), chunks.at(index))
  }
  return {
    ...exchange,
    request: maskRequest(request, mask),
    head: head === undefined ? undefined : maskHead(head, mask),
    chunks: masked,
    end: end === undefined ? undefined : maskEnd(end, mask),
  }
}
