import { frameTextOf, payloadOf } from '../inspector/event-text.ts'
import { parseJson } from '../lib/json.ts'
import type { OpenRecording } from './open-recordings.ts'

/** `data` that is not JSON, such as `[DONE]`, stands as its text. */
const parsed = (payload: string) => {
  const json = parseJson(payload)
  return json.ok ? json.value : payload
}

const linesOf = ({ recording, reading }: OpenRecording, exchange: number): readonly string[] => {
  if (reading === undefined) return []
  const timed = recording.missing?.includes('times') !== true
  return Array.from({ length: reading.events.count }, (_, index) => {
    const row = reading.events.row(index)
    return JSON.stringify({
      exchange,
      index,
      ms: timed ? row.at : null,
      offset: row.start,
      length: row.end - row.start,
      type: row.type,
      event: parsed(payloadOf(reading.form, frameTextOf(recording.chunks, row))),
    })
  })
}

/** The content of a `*.jsonl`: one line for each event, with its moment and its place in the body of its exchange. */
export const eventsFile = (exchanges: readonly OpenRecording[]): string =>
  exchanges
    .flatMap(linesOf)
    .map((line) => `${line}\n`)
    .join('')
