import type { AgentId } from '../agent/agent.ts'
import { wallClock } from '../browser/clock.ts'
import { createId } from '../browser/ids.ts'
import { finishedRecording, type Recordings } from '../exchange/recordings.ts'
import { lacks, missingThings, type ExchangeId, type Recording } from '../exchange/recording.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import { outcomeOf, type Outcome } from '../protocol/outcome.ts'
import { defined } from '../protocol/defined.ts'
import { emptySnapshot } from '../protocol/snapshot.ts'
import { snapshotOfAnswer } from '../protocol/snapshot-of-answer.ts'
import type { Archive } from './archive.ts'
import { mediaTypeOf } from './attachment.ts'
import type { Attachments } from './attachments.ts'
import type {
  PortableConversation,
  PortableExchange,
  PortableFile,
  PortableRun,
  PortableTurn,
} from './conversation-file.ts'
import type { ConversationStore } from './conversation-store.ts'
import type {
  Attachment,
  AttachmentId,
  Conversation,
  ConversationId,
  ImportSource,
  Origin,
  Run,
  RunId,
  Turn,
  TurnId,
} from './conversation.ts'
import type { KeepArchive } from './keep-archive.ts'
import { foldRun, type RunFold } from './fold-run.ts'
import { outcomeOfRun } from './run-outcome.ts'

export interface ImportServices {
  readonly conversations: ConversationStore
  readonly archive: Archive
  readonly recordings: Recordings
  readonly keep: KeepArchive
  readonly attachments: Attachments
}

/** An imported conversation belongs to no agent of this browser until a person chooses one. */
export const noAgent = '' as AgentId

const missingIn = (turns: readonly PortableTurn[]): Origin['missing'] => {
  const exchanges = turns.flatMap(({ runs }) => runs.flatMap((run) => run.exchanges))
  return missingThings.filter((thing) => exchanges.some((exchange) => lacks(exchange, thing)))
}

/** What was said without a recording of how: it was over, and that is all that is known. */
const toldOutcome = (answer: NonNullable<PortableRun['answer']>): Pick<Run, 'snapshot' | 'phase'> => {
  const snapshot = snapshotOfAnswer(answer, 0 as Ms)
  const outcome = outcomeOf({ end: 'whole-body', snapshot, form: 'whole', status: 200 })
  return { snapshot, phase: { at: 'over', outcome } }
}

const nothingAnswered: Outcome = {
  kind: 'interrupted',
  cause: 'source',
  detail: 'Neither a recording nor an answer was in the source.',
}

/** Bytes that our own fold fails on must not keep their whole conversation from opening. */
const foldOf = (recordings: readonly Recording[]): RunFold | undefined => {
  try {
    return foldRun(recordings)
  } catch {
    return undefined
  }
}

/** Everything of a run is folded from its bytes again; nothing that the source claims about it is believed. */
const folded = (
  { callee, answer }: PortableRun,
  recordings: readonly Recording[],
): Pick<Run, 'snapshot' | 'phase' | 'figures'> => {
  const fold = foldOf(recordings)
  if (fold?.last === undefined) {
    const told =
      answer === undefined
        ? { snapshot: emptySnapshot, phase: { at: 'over' as const, outcome: nothingAnswered } }
        : toldOutcome(answer)
    return { ...told, figures: { events: 0, bytes: 0 } }
  }
  const outcome = outcomeOfRun(fold, callee ?? 'app')
  return { snapshot: fold.snapshot, figures: fold.figures, phase: { at: 'over', outcome } }
}

/** Exchanges of the source with ids of this browser. */
const identified = (exchanges: readonly PortableExchange[]): readonly Recording[] => {
  const ids = exchanges.map(() => createId('exchange') as ExchangeId)
  return exchanges.map(({ continues, ...exchange }, position) =>
    finishedRecording(
      ids[position] ?? ('' as ExchangeId),
      exchange,
      continues === undefined ? undefined : ids[continues],
    ),
  )
}

export interface UnpackedRun {
  readonly run: Run
  readonly recordings: readonly Recording[]
}

export interface UnpackedFile {
  readonly attachment: Attachment
  /** Undefined where it was left out. */
  readonly bytes: Uint8Array | undefined
}

/** What it is, its bytes say, and not whoever wrote the source. */
const unpackFile = ({ name, mediaType, size, bytes }: PortableFile): UnpackedFile => ({
  bytes,
  attachment: {
    id: createId('attachment') as AttachmentId,
    name,
    mediaType: mediaTypeOf(name, mediaType, bytes ?? new Uint8Array()),
    size,
    ...(bytes === undefined ? { leftOut: true as const } : {}),
  },
})

/** What a portable conversation is here: with ids, folded from its bytes, and stored nowhere yet. */
export interface Unpacked {
  readonly conversation: Conversation
  readonly runs: readonly UnpackedRun[]
  readonly files?: readonly UnpackedFile[]
}

export const unpackConversation = (
  portable: PortableConversation,
  source: ImportSource,
  importedAt: EpochMs,
): Unpacked => {
  const id = createId('conversation') as ConversationId
  const origin: Origin = { ...source, importedAt, missing: missingIn(portable.turns) }
  const turnIds = portable.turns.map(() => createId('turn') as TurnId)
  const idAt = (position: number | null) => (position === null ? null : (turnIds[position] ?? null))

  const unpackRun = (turn: TurnId, run: PortableRun): UnpackedRun => {
    const recordings = identified(run.exchanges)
    return {
      recordings,
      run: {
        id: createId('run') as RunId,
        conversation: id,
        turn,
        mode: run.mode,
        startedAt: run.startedAt,
        ...folded(run, recordings),
        ...(run.callee === undefined ? {} : { callee: run.callee }),
        exchanges: recordings.map((recording) => recording.id),
        origin,
      },
    }
  }

  const unpacked = portable.turns.map((turn, position) => {
    const turnId = turnIds[position] ?? ('' as TurnId)
    const runs = turn.runs.map((run) => unpackRun(turnId, run))
    const files = (turn.files ?? []).map(unpackFile)
    const own: Turn = {
      id: turnId,
      parent: idAt(turn.parent),
      input:
        files.length === 0 ? turn.input : { ...turn.input, attachments: files.map(({ attachment }) => attachment) },
      createdAt: turn.createdAt,
      runs: runs.map(({ run }) => run.id),
      chosen: (turn.chosen === null ? runs.at(-1) : runs[turn.chosen])?.run.id ?? null,
      ...defined({ baseline: turn.baseline === undefined ? undefined : runs[turn.baseline]?.run.id }),
    }
    return { turn: own, runs, files }
  })
  const turns = unpacked.map(({ turn }) => turn)
  return {
    runs: unpacked.flatMap(({ runs }) => runs),
    files: unpacked.flatMap(({ files }) => files),
    conversation: {
      id,
      agent: noAgent,
      agentName: portable.agentName,
      title: portable.title,
      createdAt: importedAt,
      updatedAt: importedAt,
      turns,
      leaf: portable.leaf === null ? (turns.at(-1)?.id ?? null) : idAt(portable.leaf),
      origin,
    },
  }
}

/** Puts a conversation with its recordings beside this browser's own. Where storage fails, this page remembers them. */
export const createInstallConversation = (services: ImportServices) => {
  const { conversations, archive, recordings, keep, attachments } = services

  /** What fails is remembered by those who store it, until there is room. */
  const storeRun = ({ run, recordings: made }: UnpackedRun): Promise<void> =>
    keep.kept(Promise.all([...made.map(recordings.put), archive.saveRun(run)]))

  return async ({ conversation, runs, files = [] }: Unpacked): Promise<ConversationId> => {
    for (const { attachment, bytes } of files) if (bytes !== undefined) await attachments.keep(attachment.id, bytes)
    for (const run of runs) await storeRun(run)
    conversations.conversationChanged(conversation)
    conversations.runsLoaded(
      conversation.id,
      runs.map(({ run }) => run),
    )
    await keep.saveConversation(conversation.id)
    return conversation.id
  }
}

/**
 * Installs a conversation that came from elsewhere beside this browser's own: new ids, recordings stored like any
 * other, folds made again from the bytes. Needs no agent and no sign-in, sends nothing, and changes nothing that is
 * here already.
 */
export const createImportConversation = (services: ImportServices) => {
  const install = createInstallConversation(services)
  return (portable: PortableConversation, source: ImportSource): Promise<ConversationId> =>
    install(unpackConversation(portable, source, wallClock()))
}
