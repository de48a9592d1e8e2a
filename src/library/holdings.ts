import {
  attachmentsOf,
  type AttachmentId,
  type Conversation,
  type ConversationId,
  type Run,
  type RunId,
} from '../conversation/conversation.ts'
import type { ExchangeId } from '../exchange/recording.ts'
import type { EpochMs } from '../lib/brand.ts'

/** One answer as the library counts it. */
export interface HeldRun {
  readonly id: RunId
  readonly conversation: ConversationId
  readonly startedAt: EpochMs
  /** Whether nothing of it is still to be stored. */
  readonly isOver: boolean
  /** Of its recording: requests and answers. */
  readonly bytes: number
  readonly hasLeft: boolean
}

/** What this browser holds of one conversation. */
export interface Holding {
  readonly id: ConversationId
  readonly title: string
  readonly agentName: string
  readonly updatedAt: EpochMs
  readonly isPinned: boolean
  readonly runs: number
  /** Whether something of it is in storage. Without history a conversation is in the memory of its tab alone. */
  readonly isStored: boolean
  /** Runs whose recording left to make room. */
  readonly left: number
  readonly recordingBytes: number
  readonly fileBytes: number
}

export interface Holdings {
  /** The most recently changed first. */
  readonly conversations: readonly Holding[]
  /** Recordings that may leave, the oldest first. */
  readonly mayLeave: readonly HeldRun[]
  readonly recordingBytes: number
  readonly fileBytes: number
}

/** What was counted in storage. */
export interface Counted {
  readonly runs: readonly HeldRun[]
  readonly files: ReadonlyMap<AttachmentId, number>
}

export const heldRunOf = (
  run: Run,
  sizes: ReadonlyMap<ExchangeId, number>,
  isHeld: (id: ExchangeId) => boolean,
): HeldRun => ({
  id: run.id,
  conversation: run.conversation,
  startedAt: run.startedAt,
  isOver: run.phase.at === 'over' && !run.exchanges.some(isHeld),
  bytes: run.exchanges.reduce((sum, id) => sum + (sizes.get(id) ?? 0), 0),
  hasLeft: run.recordingLeftAt !== undefined,
})

const sumOf = <Item>(items: readonly Item[], value: (item: Item) => number): number =>
  items.reduce((sum, item) => sum + value(item), 0)

const pinnedRuns = (conversation: Conversation): ReadonlySet<RunId> =>
  new Set(conversation.turns.flatMap(({ baseline }) => (baseline === null || baseline === undefined ? [] : [baseline])))

/** Puts what was counted together with what is known of the conversations. */
export const holdingsOf = (conversations: readonly Conversation[], { runs, files }: Counted): Holdings => {
  const byConversation = new Map<ConversationId, HeldRun[]>(conversations.map(({ id }) => [id, []]))
  for (const run of runs) byConversation.get(run.conversation)?.push(run)
  const known = new Map(conversations.map((conversation) => [conversation.id, conversation]))
  const baselines = new Set(conversations.flatMap((conversation) => [...pinnedRuns(conversation)]))
  const held = conversations
    .map((conversation): Holding => {
      const own = byConversation.get(conversation.id) ?? []
      return {
        id: conversation.id,
        title: conversation.title,
        agentName: conversation.agentName,
        updatedAt: conversation.updatedAt,
        isPinned: conversation.pinned === true,
        runs: sumOf(conversation.turns, (turn) => turn.runs.length),
        isStored: own.length > 0,
        left: own.filter(({ hasLeft }) => hasLeft).length,
        recordingBytes: sumOf(own, ({ bytes }) => bytes),
        fileBytes: sumOf(attachmentsOf(conversation.turns), ({ id }) => files.get(id) ?? 0),
      }
    })
    .toSorted((one, other) => other.updatedAt - one.updatedAt)
  return {
    conversations: held,
    mayLeave: runs
      .filter(({ id, conversation, isOver, bytes }) => {
        const isPinned = known.get(conversation)?.pinned === true || baselines.has(id)
        return known.has(conversation) && isOver && bytes > 0 && !isPinned
      })
      .toSorted((one, other) => one.startedAt - other.startedAt),
    recordingBytes: sumOf(held, ({ recordingBytes }) => recordingBytes),
    fileBytes: sumOf(held, ({ fileBytes }) => fileBytes),
  }
}

export const totalOf = ({ recordingBytes, fileBytes }: Pick<Holding, 'recordingBytes' | 'fileBytes'>): number =>
  recordingBytes + fileBytes

/** A proposal of what leaves: nothing happens before somebody says so. */
export interface Leaving {
  readonly runs: readonly HeldRun[]
  readonly bytes: number
  /** What is held afterwards. More than the budget where pinned ones and files alone take more. */
  readonly remains: number
}

/** All recordings of one conversation that may leave. */
export const leavingOf = (holdings: Holdings, conversation: ConversationId): Leaving => {
  const runs = holdings.mayLeave.filter((run) => run.conversation === conversation)
  const bytes = sumOf(runs, (run) => run.bytes)
  return { runs, bytes, remains: totalOf(holdings) - bytes }
}

/** The oldest recordings, as many as have to leave until what remains is within the budget. */
export const leavingFor = (holdings: Holdings, budget: number): Leaving => {
  const runs: HeldRun[] = []
  let remains = totalOf(holdings)
  for (const run of holdings.mayLeave) {
    if (remains <= budget) break
    runs.push(run)
    remains -= run.bytes
  }
  return { runs, bytes: totalOf(holdings) - remains, remains }
}
