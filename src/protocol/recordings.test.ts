import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../exchange/utf8.ts'
import type { Ms } from '../lib/brand.ts'
import type { Json } from '../lib/json.ts'
import { comparable } from './comparable.ts'
import { createReading } from './create-reading.ts'
import type { EventRow } from './event-log.ts'
import { findingCodes } from './finding.ts'
import type { Item } from './item.ts'
import { outcomeOf } from './outcome.ts'
import type { Reading } from './reading.ts'
import { snapshotOfAnswer } from './snapshot-of-answer.ts'

interface Expected {
  readonly items: readonly string[]
  readonly outcome: string
  readonly findings: readonly string[]
  readonly error?: string
  readonly traceId?: string
  readonly rounds?: number
  /** Total tokens. */
  readonly usage?: number
}
interface AgentRecording {
  readonly name: string
  readonly about: string
  readonly contentType: string
  readonly body?: string
  readonly base64?: string
  /** 200 unless told. */
  readonly status?: number
  /** The connection breaks where the bytes end, so what is missing is nobody's fault. */
  readonly end?: 'broken'
  /** The same answer, not streamed, as the same agent gives it. */
  readonly whole?: Json
  readonly expect: Expected
}

const folder = new URL('../sample/recordings/', import.meta.url)
const recordings = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as AgentRecording)

const bytesOf = ({ body, base64 }: AgentRecording): Uint8Array =>
  base64 === undefined ? new TextEncoder().encode(body) : Uint8Array.from(Buffer.from(base64, 'base64'))

const read = ({ contentType, status = 200, end }: AgentRecording, pieces: Iterable<Uint8Array>): Reading => {
  const reading = createReading({ contentType, utf8, status })
  for (const piece of pieces) reading.push(piece, 0 as Ms)
  reading.end(0 as Ms, end === 'broken')
  return reading
}

const rowsOf = ({ events }: Reading): EventRow[] =>
  Array.from({ length: events.count }, (_, index) => events.row(index))
const told = (reading: Reading): unknown => ({
  form: reading.form,
  rows: rowsOf(reading),
  types: reading.events.types,
  snapshot: reading.snapshot,
  pendingBytes: reading.pendingBytes,
})

/** One line per item, as the recordings' `expect` writes them. */
const lineOf = (item: Item): string => {
  switch (item.kind) {
    case 'message': {
      const annotations = item.parts.flatMap((part) => (part.kind === 'text' ? part.annotations : [])).length
      const text = item.parts.map((part) =>
        part.kind === 'other' ? '' : part.kind === 'refusal' ? `(refusal) ${part.text}` : part.text,
      )
      return `message ${text.join('')}${annotations > 0 ? ` [${annotations} annotations]` : ''}`
    }
    case 'reasoning':
      return `reasoning ${item.parts.map((part) => part.text).join('|')}`
    case 'tool-call':
    case 'approval-request':
      return `${item.kind} ${item.name} ${item.arguments}`
    case 'tool-output':
      return `tool-output ${typeof item.output === 'string' ? item.output : JSON.stringify(item.output)}`
    case 'other':
      return `other ${item.type}`
  }
}

describe.each(recordings)('$name', (recording) => {
  const bytes = bytesOf(recording)
  const whole = read(recording, [bytes])
  const { snapshot } = whole

  it('folds to what is expected', () => {
    expect(snapshot.items.map(lineOf)).toEqual(recording.expect.items)
    expect(snapshot.findings.map((finding) => finding.code).sort()).toEqual([...recording.expect.findings].sort())
    expect(snapshot.error?.message).toBe(recording.expect.error)
    expect(
      outcomeOf({ end: recording.end ?? 'whole-body', snapshot, form: whole.form, status: recording.status ?? 200 })
        .kind,
    ).toBe(recording.expect.outcome)
    if (recording.expect.traceId !== undefined) expect(snapshot.traceId).toBe(recording.expect.traceId)
    if (recording.expect.rounds !== undefined) expect(snapshot.rounds).toBe(recording.expect.rounds)
    if (recording.expect.usage !== undefined) expect(snapshot.usage?.totalTokens).toBe(recording.expect.usage)
  })

  it('gives the same rows and the same snapshot however it is cut', () => {
    expect(
      told(
        read(
          recording,
          [...bytes].map((byte) => Uint8Array.of(byte)),
        ),
      ),
    ).toEqual(told(whole))
    const place = fc.nat(bytes.length)
    fc.assert(
      fc.property(fc.array(place, { maxLength: 8 }), (places) => {
        const cuts = [0, ...places.sort((one, other) => one - other), bytes.length]
        const pieces = cuts.slice(1).map((cut, index) => bytes.subarray(cuts[index], cut))
        expect(told(read(recording, pieces))).toEqual(told(whole))
      }),
      { seed: 20260103, numRuns: 40 },
    )
  })

  it('leaves no byte without a row', () => {
    const rows = rowsOf(whole)
    for (const [index, row] of rows.entries()) expect(row.start).toBe(rows[index - 1]?.end ?? 0)
    expect(rows.at(-1)?.end).toBe(bytes.length)
  })

  it('touches text that is there', () => {
    for (const { touch } of rowsOf(whole)) {
      if (touch === undefined) continue
      expect(snapshot.items.map((item) => item.key)).toContain(touch.item)
      expect(touch.to).toBeGreaterThanOrEqual(touch.from)
    }
  })
})

describe('every finding', () => {
  const found = new Set(recordings.flatMap(({ expect }) => expect.findings))

  it.each(findingCodes)('%s has a recording that shows it', (code) => {
    expect(found).toContain(code)
  })

  it('is told where it is', () => {
    for (const recording of recordings) {
      const { events, snapshot } = read(recording, [bytesOf(recording)])
      const rows = rowsOf({ events } as Reading)
      for (const finding of snapshot.findings) {
        expect(finding.events[0]).toBe(finding.event)
        for (const event of finding.events) expect(rows[event]?.findings, recording.name).toBeGreaterThan(0)
      }
    }
  })
})

describe('a streamed answer', () => {
  it.each(recordings.filter((recording) => recording.whole !== undefined))(
    'says the same as the whole one: $name',
    (recording) => {
      const streamed = read(recording, [bytesOf(recording)]).snapshot
      const answered = snapshotOfAnswer(recording.whole ?? null, 0 as Ms)
      expect(comparable(streamed)).toEqual(comparable(answered))
    },
  )
})
