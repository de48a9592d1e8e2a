import type { ExchangeId, Recording } from '../exchange/recording.ts'
import { defined } from '../protocol/defined.ts'
import { answerJson } from './answer-json.ts'
import type {
  PortableConversation,
  PortableExchange,
  PortableFile,
  PortableRun,
  PortableTurn,
} from './conversation-file.ts'
import type { Attachment, AttachmentId, Conversation, Run } from './conversation.ts'

type RecordingsById = ReadonlyMap<ExchangeId, Recording>
/** The bytes of files, of as many as may travel. */
type FilesById = ReadonlyMap<AttachmentId, Uint8Array>

const noFiles: FilesById = new Map()

const portableFile = ({ id, name, mediaType, size }: Attachment, files: FilesById): PortableFile => ({
  name,
  mediaType,
  size,
  ...defined({ bytes: files.get(id) }),
})

/** Ids become positions. An exchange whose recording is gone is left out, and whatever went on with it stands alone. */
const portableExchanges = (run: Run, recordings: RecordingsById): readonly PortableExchange[] => {
  const found = run.exchanges.flatMap((id) => recordings.get(id) ?? [])
  const positions = new Map(found.map(({ id }, position) => [id, position]))
  return found.map(({ startedAt, request, head, chunks, end, missing, continues }) => ({
    startedAt,
    request,
    head,
    chunks,
    end,
    ...defined({ missing, continues: continues === undefined ? undefined : positions.get(continues) }),
  }))
}

/** Where no recording is at hand, the answer itself travels: a warehouse's never had one. */
const portableRun = (run: Run, recordings: RecordingsById): PortableRun => {
  const exchanges = portableExchanges(run, recordings)
  const { items, error } = run.snapshot
  const isToldOnly = exchanges.length === 0 && (items.length > 0 || error !== undefined)
  return {
    mode: run.mode,
    startedAt: run.startedAt,
    exchanges,
    ...defined({ callee: run.callee, answer: isToldOnly ? answerJson(run.snapshot) : undefined }),
  }
}

const positionOf = (list: readonly unknown[], value: unknown): number | null => {
  const position = list.indexOf(value)
  return position < 0 ? null : position
}

/** A conversation as it travels, with those of its runs and recordings that are at hand. */
export const portableOf = (
  conversation: Conversation,
  runs: readonly Run[],
  recordings: RecordingsById,
  files: FilesById = noFiles,
): PortableConversation => {
  const known = new Map(runs.map((run) => [run.id, run]))
  const turnIds = conversation.turns.map(({ id }) => id)
  return {
    title: conversation.title,
    agentName: conversation.agentName,
    leaf: positionOf(turnIds, conversation.leaf),
    turns: conversation.turns.map((turn): PortableTurn => {
      const { attachments = [], ...input } = turn.input
      const own = turn.runs.flatMap((id) => known.get(id) ?? [])
      const ids = own.map(({ id }) => id)
      return {
        parent: positionOf(turnIds, turn.parent),
        input,
        ...(attachments.length === 0 ? {} : { files: attachments.map((file) => portableFile(file, files)) }),
        createdAt: turn.createdAt,
        runs: own.map((run) => portableRun(run, recordings)),
        chosen: positionOf(ids, turn.chosen),
        ...defined({ baseline: positionOf(ids, turn.baseline) ?? undefined }),
      }
    }),
  }
}

/** The conversation cut down to one answer and the message that it answers. */
export const onlyRun = (conversation: Conversation, run: Run): Conversation => ({
  ...conversation,
  leaf: run.turn,
  turns: conversation.turns
    .filter(({ id }) => id === run.turn)
    .map((turn) => ({ ...turn, parent: null, runs: [run.id], chosen: run.id })),
})
