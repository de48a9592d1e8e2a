import { lacks } from '../../exchange/recording.ts'
import { frameTextOf, payloadOf } from '../../inspector/event-text.ts'
import { parseJson } from '../../lib/json.ts'
import { defined } from '../../protocol/defined.ts'
import type { PortableConversation } from '../conversation-file.ts'
import type { FoldedExchange } from '../fold-run.ts'
import { openedOf } from './opened-run.ts'

/** `data` that is not JSON, such as `[DONE]`, stands as its text. */
const parsed = (payload: string) => {
  const json = parseJson(payload)
  return json.ok ? json.value : payload
}

interface Place {
  readonly turn: number
  readonly run: number
  readonly exchange: number
  /** The exchange of the run whose answer this one goes on with. */
  readonly continues?: number
}

const linesOf = ({ recording, reading }: FoldedExchange, place: Place): readonly string[] => {
  if (reading === undefined) return []
  const timed = !lacks(recording, 'times')
  return Array.from({ length: reading.events.count }, (_, index) => {
    const row = reading.events.row(index)
    return JSON.stringify({
      ...place,
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
export const eventsFile = ({ turns }: PortableConversation): string =>
  turns
    .flatMap(({ runs }, turn) =>
      runs.flatMap((each, run) =>
        openedOf(each).flatMap((opened, exchange) =>
          linesOf(opened, { turn, run, exchange, ...defined({ continues: each.exchanges[exchange]?.continues }) }),
        ),
      ),
    )
    .map((line) => `${line}\n`)
    .join('')
