import type { ExchangeId, Recording } from '../exchange/recording.ts'
import type { Recordings } from '../exchange/recordings.ts'
import { utf8 } from '../exchange/utf8.ts'
import { answeredRequests } from '../protocol/answered-requests.ts'
import { createReading } from '../protocol/create-reading.ts'
import type { Reading } from '../protocol/reading.ts'

/** A recording and the fold of it: what the inspector draws. */
export interface OpenRecording {
  readonly recording: Recording
  /** Absent until a head came, because the parser is chosen by the answer's content type. */
  readonly reading: Reading | undefined
}

export const contentTypeOf = (recording: Recording): string | undefined =>
  recording.head?.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]

/** Folds what is recorded so far. The same bytes give the same reading, whenever it is made. */
export const readingOf = (recording: Recording): Reading | undefined => {
  if (recording.head === undefined) return undefined
  const reading = createReading({
    contentType: contentTypeOf(recording),
    utf8,
    status: recording.head.status,
    answered: answeredRequests(recording.request.body),
  })
  for (let index = 0; index < recording.chunks.count; index += 1) {
    reading.push(recording.chunks.chunk(index), recording.chunks.at(index))
  }
  if (recording.end !== undefined) reading.end(recording.end.at, recording.end.kind !== 'whole-body')
  return reading
}

const kept = 8

/** The recordings that are being made or looked at in this tab; older ones are read from storage again. */
export const createOpenRecordings = (recordings: Recordings) => {
  const open = new Map<ExchangeId, OpenRecording>()
  const live = new Set<ExchangeId>()

  const remember = (id: ExchangeId, entry: OpenRecording) => {
    open.delete(id)
    open.set(id, entry)
    for (const oldest of open.keys()) {
      if (open.size <= kept) break
      if (!live.has(oldest)) open.delete(oldest)
    }
  }

  return {
    /** A run in progress announces its recording, and again when it has a reading. */
    putLive: (recording: Recording, reading: Reading | undefined) => {
      live.add(recording.id)
      remember(recording.id, { recording, reading })
    },
    settle: (id: ExchangeId) => {
      live.delete(id)
    },
    get: (id: ExchangeId): OpenRecording | undefined => open.get(id),
    load: async (id: ExchangeId): Promise<OpenRecording | undefined> => {
      const known = open.get(id)
      if (known !== undefined) return known
      const recording = await recordings.load(id)
      if (recording === undefined) return undefined
      const entry = { recording, reading: readingOf(recording) }
      remember(id, entry)
      return entry
    },
    forget: (ids: readonly ExchangeId[]) => {
      for (const id of ids) {
        open.delete(id)
        live.delete(id)
      }
    },
  }
}

export type OpenRecordings = ReturnType<typeof createOpenRecordings>
