import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../exchange/utf8.ts'
import type { Ms } from '../lib/brand.ts'
import { comparable } from './comparable.ts'
import { createReading } from './create-reading.ts'
import { outcomeOf } from './outcome.ts'
import { requestBody } from './request-body.ts'
import type { Snapshot } from './snapshot.ts'

const folder = new URL('../sample/recordings/', import.meta.url)
const encoder = new TextEncoder()
const streams = readdirSync(folder)
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { body?: string; contentType: string })
  .filter(({ body, contentType }) => body !== undefined && contentType.includes('event-stream'))
  .map(({ body }) => encoder.encode(body))

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

const joined = (...pieces: Uint8Array[]): Uint8Array => Uint8Array.from(pieces.flatMap((piece) => [...piece]))

/** The bytes after `place`, changed: one to three of flip, cut, insert, repeat, or a piece of another stream. */
const mutated = (random: (below: number) => number, tail: Uint8Array): Uint8Array => {
  let result = tail
  for (let count = 1 + random(3); count > 0; count -= 1) {
    const at = random(result.length + 1)
    const head = result.slice(0, at)
    const rest = result.subarray(at)
    const other = streams[random(streams.length)] ?? tail
    const from = random(other.length)
    switch (random(5)) {
      case 0:
        if (at > 0) head[at - 1] = random(256)
        result = joined(head, rest)
        break
      case 1:
        result = joined(head, rest.subarray(random(80)))
        break
      case 2:
        result = joined(head, insertions[random(insertions.length)] ?? head, rest)
        break
      case 3:
        result = joined(head, rest.subarray(0, random(200)), rest)
        break
      default:
        result = joined(head, other.subarray(from, from + random(300)), rest)
    }
  }
  return result
}

const textOf = ({ items }: Snapshot): string[] =>
  items.map((item) =>
    'arguments' in item
      ? item.arguments
      : 'parts' in item
        ? item.parts.map((part) => ('text' in part ? part.text : '')).join('')
        : '',
  )

describe('streams that are broken on purpose', () => {
  it('never throw, keep their items, and read alike in pieces', () => {
    const runs = 20_000
    for (let seed = 0; seed < runs; seed += 1) {
      const random = randomFrom(seed)
      const original = streams[random(streams.length)] ?? new Uint8Array(0)
      const place = random(original.length)
      const tail = mutated(random, original.subarray(place))
      const reading = createReading({ contentType: 'text/event-stream', utf8 })
      reading.push(original.subarray(0, place), 0 as Ms)
      const before = reading.snapshot
      reading.push(tail, 1 as Ms)
      reading.end(2 as Ms)
      const after = reading.snapshot
      // What was said before the first changed byte may be replaced by a final form, but it never goes away.
      const texts = textOf(after)
      expect(after.items.length, `seed ${seed}`).toBeGreaterThanOrEqual(before.items.length)
      for (const [index, text] of textOf(before).entries()) {
        if (text.trim() === '' || texts[index]?.trim() !== '') continue
        expect(texts.join(''), `seed ${seed}`).toContain(text.trim())
      }
      expect(new Set(after.items.map((item) => item.key)).size).toBe(after.items.length)
      comparable(after)
      outcomeOf({ end: 'broken', snapshot: after, form: reading.form, status: 200 })
      JSON.stringify(requestBody({ history: [{ input: 'q', snapshot: after }], input: 'r', stream: true }))
      if (seed % 20 === 0) {
        const pieces = createReading({ contentType: 'text/event-stream', utf8 })
        const whole = joined(original.subarray(0, place), tail)
        for (let at = 0; at < whole.length; at += 7) pieces.push(whole.subarray(at, at + 7), 0 as Ms)
        pieces.end(0 as Ms)
        expect(comparable(pieces.snapshot), `seed ${seed}`).toEqual(comparable(after))
        expect(pieces.events.count, `seed ${seed}`).toBe(reading.events.count)
      }
    }
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  }, 120_000)
})
