import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../exchange/utf8.ts'
import type { Ms } from '../lib/brand.ts'
import { type Json, parseJson } from '../lib/json.ts'
import { comparable } from './comparable.ts'
import { createReading } from './create-reading.ts'
import { jsonText } from './json-text.ts'
import { outcomeOf } from './outcome.ts'
import { requestBody } from './request-body.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * Recordings that are broken on purpose: frames dropped, doubled and swapped, bytes flipped, cut, put in and taken from
 * other recordings. A few thousand here; `npm run fuzz` does 100,000. What must hold, whatever the bytes:
 *
 * 1. Nothing throws, and the same bytes in small pieces give the same snapshot.
 * 2. What was shown before the first changed byte never goes away without a final form in its place.
 * 3. **Every text shown is in the bytes.** Each message, refusal, reasoning and argument text is a concatenation of
 *    strings that the body's own JSON holds, in the order in which they stand there, none of them used twice. The
 *    strings are found by a reader of its own below, which shares nothing with the fold.
 */

const runs = Number(process.env['FUZZ_RUNS'] ?? 5000)

interface Recorded {
  readonly contentType: string
  readonly bytes: Uint8Array
}

const folder = new URL('../sample/recordings/', import.meta.url)
const encoder = new TextEncoder()
const recordings: readonly Recorded[] = readdirSync(folder)
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Record<string, string>)
  .map(({ body = '', base64, contentType = '' }) => ({
    contentType,
    bytes: base64 === undefined ? encoder.encode(body) : Uint8Array.from(Buffer.from(base64, 'base64')),
  }))

/** A small generator of our own (mulberry32), so that a failing case can be played again from its number. */
const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
type Random = ReturnType<typeof randomFrom>

const insertions = [
  '\n',
  '\n\n',
  '\r',
  '\0',
  '"',
  '}',
  '{',
  'null',
  '-1',
  '1e999',
  '[',
  '\\ud800',
  'data: [DONE]\n\n',
  '"__proto__":',
  '\n\ndata: {"type":"response.created"}\n\n',
  '\n\ndata: {"type":"response.completed"}\n\n',
  '\n\ndata: {"error":{}}\n\n',
  '\n\ndata: {"type":"response.output_item.done","item":{"type":"message","content":{}}}\n\n',
  `${'['.repeat(5000)}`,
  '\n\ndata: {"type":"response.output_item.added","item":{"type":"reasoning","summary":[null,1,{"text":[]}]}}\n\n',
].map((text) => encoder.encode(text))

const joined = (...pieces: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  pieces.reduce((at, piece) => {
    whole.set(piece, at)
    return at + piece.length
  }, 0)
  return whole
}

/** Pieces that end with a blank line. */
const framesOf = (bytes: Uint8Array): Uint8Array[] => {
  const frames: Uint8Array[] = []
  let from = 0
  for (let at = 1; at < bytes.length; at += 1) {
    if (bytes[at] !== 10 || bytes[at - 1] !== 10) continue
    frames.push(bytes.subarray(from, at + 1))
    from = at + 1
  }
  return from < bytes.length ? [...frames, bytes.subarray(from)] : frames
}

/** Whole events that are lost, that come twice, and that overtake one another. */
const withFrames = (random: Random, bytes: Uint8Array): Uint8Array => {
  const frames = framesOf(bytes)
  if (frames.length === 0) return bytes
  const at = random(frames.length)
  const other = random(frames.length)
  const frame = frames[at] ?? bytes
  switch (random(3)) {
    case 0:
      return joined(...frames.toSpliced(at, 1))
    case 1:
      return joined(...frames.toSpliced(other, 0, frame))
    default:
      return joined(...frames.with(at, frames[other] ?? frame).with(other, frame))
  }
}

/** Bytes that are changed, lost, cut off, doubled, or not this agent's. */
const withBytes = (random: Random, bytes: Uint8Array): Uint8Array => {
  const at = random(bytes.length + 1)
  const head = bytes.slice(0, at)
  const rest = bytes.subarray(at)
  const other = recordings[random(recordings.length)]?.bytes ?? bytes
  const from = random(Math.max(1, other.length))
  switch (random(6)) {
    case 0:
      if (at > 0) head[at - 1] = random(256)
      return joined(head, rest)
    case 1:
      return joined(head, rest.subarray(random(80)))
    case 2:
      return joined(head, insertions[random(insertions.length)] ?? head, rest)
    case 3:
      return joined(head, rest.subarray(0, random(200)), rest)
    case 4:
      return head
    default:
      return joined(head, other.subarray(from, from + random(300)), rest)
  }
}

const mutated = (random: Random, tail: Uint8Array): Uint8Array => {
  let result = tail
  for (let count = 1 + random(3); count > 0; count -= 1) {
    result = random(2) === 0 ? withFrames(random, result) : withBytes(random, result)
  }
  return result
}

/** Fields whose value is shown as JSON where it is no string. */
const shownAsJson = new Set(['arguments', 'args', 'input', 'code'])

const collect = (value: Json, into: string[], key = ''): void => {
  if (typeof value === 'string') into.push(value)
  else if (value !== null && shownAsJson.has(key)) into.push(jsonText(value))
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) collect(inner, into, name)
}

/** The data of each event, read line by line as the standard says. An event that the body's end cut off counts too. */
const dataIn = (text: string): readonly string[] => {
  const events: string[][] = [[]]
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === '') events.push([])
    const data = /^data(?:: ?([^]*))?$/.exec(line)
    if (data !== null) events.at(-1)?.push(data[1] ?? '')
  }
  return events.map((lines) => lines.join('\n'))
}

/** All strings of the body's JSON in their order: of the body as a whole, and of each event's data. */
const stringsOf = (bytes: Uint8Array): readonly string[] => {
  const text = new TextDecoder('utf-8').decode(bytes)
  const strings: string[] = []
  for (const candidate of [text, ...dataIn(text)]) {
    const parsed = parseJson(candidate)
    if (parsed.ok) collect(parsed.value, strings)
  }
  return strings
}

/** Whether the text can be laid out of these strings, in their order, each used at most once. */
const isLaidOutOf = (text: string, strings: readonly string[]): boolean => {
  // For each length that is reached, the earliest string after which it is: an earlier one leaves more to choose from.
  const reached = new Map<number, number>([[0, -1]])
  for (const [index, string] of strings.entries()) {
    if (string === '') continue
    for (const [length, last] of reached) {
      if (last >= index || !text.startsWith(string, length)) continue
      const next = length + string.length
      if (!reached.has(next)) reached.set(next, index)
    }
    if (reached.has(text.length)) return true
  }
  return reached.has(text.length)
}

const textsOf = ({ items }: Snapshot): string[] =>
  items.flatMap((item) => {
    if ('arguments' in item) return [item.arguments]
    return 'parts' in item ? item.parts.map((part) => ('text' in part ? part.text : '')) : []
  })

const joinedTexts = (snapshot: Snapshot): string[] =>
  snapshot.items.map((item) => textsOf({ ...snapshot, items: [item] }).join(''))

describe('recordings that are broken on purpose', () => {
  it('never throw, keep what was said, read alike in pieces, and show nothing that is not in their bytes', () => {
    for (let seed = 0; seed < runs; seed += 1) {
      const random = randomFrom(seed)
      const { contentType, bytes: original } = recordings[random(recordings.length)] ?? {
        contentType: '',
        bytes: new Uint8Array(),
      }
      const place = random(original.length + 1)
      const tail = mutated(random, original.subarray(place))
      const whole = joined(original.subarray(0, place), tail)
      const reading = createReading({ contentType, utf8, status: 200 })
      reading.push(original.subarray(0, place), 0 as Ms)
      const before = reading.snapshot
      reading.push(tail, 1 as Ms)
      reading.end(2 as Ms)
      const after = reading.snapshot

      expect(after.items.length, `seed ${seed}`).toBeGreaterThanOrEqual(before.items.length)
      const texts = joinedTexts(after)
      for (const [index, text] of joinedTexts(before).entries()) {
        if (text.trim() === '' || texts[index]?.trim() !== '') continue
        expect(texts.join(''), `seed ${seed}`).toContain(text.trim())
      }
      const strings = stringsOf(whole)
      for (const text of textsOf(after)) {
        if (!isLaidOutOf(text, strings)) expect.fail(`seed ${seed}: ${JSON.stringify(text)} is not in the bytes`)
      }

      expect(new Set(after.items.map((item) => item.key)).size).toBe(after.items.length)
      comparable(after)
      outcomeOf({ end: 'broken', snapshot: after, form: reading.form, status: 200 })
      JSON.stringify(requestBody({ history: [{ input: 'q', snapshot: after }], input: 'r', stream: true }))
      if (seed % 20 !== 0) continue
      const pieces = createReading({ contentType, utf8, status: 200 })
      for (let at = 0; at < whole.length; at += 7) pieces.push(whole.subarray(at, at + 7), 0 as Ms)
      pieces.end(0 as Ms)
      expect(comparable(pieces.snapshot), `seed ${seed}`).toEqual(comparable(after))
      expect(pieces.events.count, `seed ${seed}`).toBe(reading.events.count)
    }
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  }, 600_000)

  it('would be found out by a text that is not in the bytes, that is doubled, or out of order', () => {
    const strings = ['One ', 'two ', 'One two three.']
    const laidOut = ['One two ', 'One two three.', 'two ', ''].map((text) => isLaidOutOf(text, strings))
    const madeUp = ['Three', 'One One ', 'two One ', 'One two'].map((text) => isLaidOutOf(text, strings))
    expect([laidOut, madeUp]).toEqual([
      [true, true, true, true],
      [false, false, false, false],
    ])
  })
})
