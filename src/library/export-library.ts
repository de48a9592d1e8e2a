import type { Archive } from '../conversation/archive.ts'
import type { Attachments } from '../conversation/attachments.ts'
import { attachmentsOf, type Conversation, type Run, type RunId } from '../conversation/conversation.ts'
import { maskConversation } from '../conversation/mask-conversation.ts'
import { maskOrdinary } from '../exchange/mask-ordinary.ts'
import { portableOf } from '../conversation/portable.ts'
import type { ExchangeId, Recording } from '../exchange/recording.ts'
import type { Recordings } from '../exchange/recordings.ts'
import type { EpochMs } from '../lib/brand.ts'
import type { JsonObject } from '../lib/json.ts'
import { libraryHead, lineToJson, type LibraryConversation, type LibraryLine } from './library-file.ts'

export interface ExportServices {
  readonly archive: Archive
  readonly recordings: Recordings
  readonly attachments: Attachments
}

interface ExportWishes {
  readonly conversations: readonly Conversation[]
  /** Texts are masked as in any other file, and attached files, which cannot be, stay here. */
  readonly isMasked: boolean
  readonly exportedAt: EpochMs
  /** After each conversation. */
  readonly onProgress: (done: number) => void
}

/** Bytes of answers in one line: some more than this, and never less than one run. */
const lineBytes = 4_000_000

/** A conversation with some of its runs. */
const pieceOf = (
  conversation: Conversation,
  runs: readonly Run[],
  recordings: ReadonlyMap<ExchangeId, Recording>,
  isMasked: boolean,
): LibraryConversation => {
  const portable = portableOf(conversation, runs, recordings)
  const known = new Set(runs.map(({ id }) => id))
  return {
    id: conversation.id,
    createdAt: conversation.createdAt,
    updatedAt: conversation.updatedAt,
    isPinned: conversation.pinned === true,
    turns: conversation.turns.map(({ id, runs: all, chosen, baseline = null, input }) => ({
      id,
      runs: all.filter((run) => known.has(run)),
      chosen,
      baseline,
      files: isMasked ? [] : (input.attachments ?? []),
    })),
    document: isMasked ? maskOrdinary((mask) => maskConversation(portable, mask)).value : portable,
  }
}

/** Everything as lines, one after the other: never more than one line's worth is in memory. */
export const libraryLines = async function* (
  { archive, recordings, attachments }: ExportServices,
  { conversations, isMasked, exportedAt, onProgress }: ExportWishes,
): AsyncGenerator<string> {
  const written = (json: JsonObject): string => `${JSON.stringify(json)}\n`
  let lines = 0
  const line = (next: LibraryLine): string => {
    lines += 1
    return written(lineToJson(next))
  }
  yield written(libraryHead(exportedAt))
  for (const [done, conversation] of conversations.entries()) {
    onProgress(done)
    for (const { id } of isMasked ? [] : attachmentsOf(conversation.turns)) {
      const bytes = await attachments.read(id)
      if (bytes !== undefined) yield line({ kind: 'file', id, bytes })
    }
    const pending = new Map<RunId, Run>()
    let held = new Map<ExchangeId, Recording>()
    let size = 0
    let isWritten = false
    const piece = (): string => {
      const next = pieceOf(conversation, [...pending.values()], held, isMasked)
      pending.clear()
      held = new Map()
      size = 0
      isWritten = true
      return line({ kind: 'conversation', conversation: next })
    }
    for (const run of await archive.loadRuns(conversation.id)) {
      pending.set(run.id, run)
      for (const id of run.exchanges) {
        const recording = await recordings.load(id)
        if (recording === undefined) continue
        held.set(id, recording)
        size += recording.chunks.byteLength + recording.request.body.length
      }
      if (size >= lineBytes) yield piece()
    }
    if (pending.size > 0 || !isWritten) yield piece()
  }
  onProgress(conversations.length)
  yield written(lineToJson({ kind: 'end', lines }))
}
