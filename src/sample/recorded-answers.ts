import { readdirSync, readFileSync } from 'node:fs'
import { entriesOf, numberOf, parseJson, stringOf, type Json } from '../lib/json.ts'
import { beat, bodyOf, bytesOf, Cut, type Beat } from './beat.ts'

/**
 * Recordings of our own making, one per behaviour of an agent, a server or a proxy. `fault-lab` plays them over HTTP,
 * and the tests fold the same bytes and compare with what each recording expects.
 */
export interface RecordedAnswer {
  readonly name: string
  /** One sentence: what is recorded. */
  readonly about: string
  readonly status: number
  /** Content type first. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly bytes: Uint8Array
  /** The connection breaks where the bytes end. */
  readonly isCut: boolean
}

const folder = new URL('./recordings/', import.meta.url)

const read = (json: Json): RecordedAnswer => {
  const base64 = stringOf(json, 'base64')
  const contentType = stringOf(json, 'contentType')
  return {
    name: stringOf(json, 'name') ?? '',
    about: stringOf(json, 'about') ?? '',
    status: numberOf(json, 'status') ?? 200,
    headers: [
      ...(contentType === undefined ? [] : [['content-type', contentType] as const]),
      ...entriesOf(json, 'headers').flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as const] : [],
      ),
    ],
    bytes: base64 === undefined ? bytesOf(stringOf(json, 'body') ?? '') : new Uint8Array(Buffer.from(base64, 'base64')),
    isCut: stringOf(json, 'end') === 'broken',
  }
}

/** All of them, by name. They are small, and read once. */
export const recordedAnswers: readonly RecordedAnswer[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => {
    const parsed = parseJson(readFileSync(new URL(name, folder), 'utf8'))
    if (!parsed.ok) throw new Error(`The recording ${name} is not JSON: ${parsed.detail}`)
    return read(parsed.value)
  })

const lineFeed = 10

/** Pieces that end with a blank line, as an agent flushes them. */
function* flushed(bytes: Uint8Array): Generator<Uint8Array> {
  let from = 0
  for (let at = 1; at < bytes.length; at++) {
    const isBlank = bytes[at] === lineFeed && (bytes[at - 1] === lineFeed || bytes[at - 2] === lineFeed)
    if (!isBlank || bytes[at + 1] === lineFeed) continue
    yield bytes.subarray(from, at + 1)
    from = at + 1
  }
  if (from < bytes.length) yield bytes.subarray(from)
}

function* beatsOf({ bytes, isCut }: RecordedAnswer): Generator<Beat> {
  for (const piece of flushed(bytes)) yield { afterMs: 40, bytes: piece }
  if (!isCut) return
  yield beat(40, '')
  throw new Cut()
}

/** Plays a recording: its status, its headers and its bytes, an event at a time. */
export const playRecording = (recorded: RecordedAnswer, pace: number): Response =>
  new Response(recorded.bytes.length === 0 ? null : bodyOf(beatsOf(recorded), pace), {
    status: recorded.status,
    headers: new Headers(Object.fromEntries(recorded.headers)),
  })
