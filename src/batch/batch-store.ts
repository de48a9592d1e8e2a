import { createStore } from 'zustand/vanilla'
import type { Agent } from '../agent/agent.ts'
import type { HeldLock } from '../browser/locks.ts'
import type { ConversationId } from '../conversation/conversation.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import type { Talk } from '../conversation/talk.ts'
import type { EpochMs } from '../lib/brand.ts'
import { sentenceOf, type Problem } from '../lib/problem.ts'
import type { WorkspaceId } from '../workspace/workspace.ts'
import { askThroughApi } from './ask-through-api.ts'
import { askWarehouse, type StatementNow } from './ask-warehouse.ts'
import type { BatchArchive } from './batch-archive.ts'
import { batchRows, countRows, turnsOfBatch, turnsToAsk, type WhichTurns } from './batch-rows.ts'
import { firstWish, type BatchWish } from './batch-wish.ts'
import type { Batch, BatchEnd, BatchWay } from './batch.ts'
import type { StatementDoors } from './run-statement.ts'

interface BatchState {
  readonly batches: Readonly<Record<ConversationId, Batch>>
  /** The batch that this tab is doing. It goes on while something else is looked at. */
  readonly live: ConversationId | null
  /** What a warehouse does for it. */
  readonly statement: StatementNow | null
  /** Of the form, for as long as this page lives: one looks at the chat in between. */
  readonly wish: BatchWish
}

export interface BatchServices {
  readonly talk: Pick<Talk, 'beginApart' | 'askApart' | 'answersCame' | 'stopRun' | 'openConversation'>
  readonly conversations: Pick<ConversationStore, 'getState' | 'subscribe'>
  readonly archive: BatchArchive
  readonly now: () => EpochMs
  /** The way to the REST API of a workspace. */
  readonly statements: (workspace: WorkspaceId) => StatementDoors
  readonly tryLock: (name: string) => Promise<HeldLock | undefined>
}

/** How long the entry of a batch outlives its conversation, which can be brought back for some minutes. */
const forgetAfter = 60 * 60_000

const ownMistake = (thrown: unknown): Problem => ({
  kind: 'protocol',
  code: 'playground-error',
  title: 'The playground itself made a mistake',
  detail: `What was answered is kept. The error says: ${sentenceOf(thrown)}`,
  remedy: 'Ask the rest again. If it happens again, report it.',
  who: 'this computer',
})

/** The batches of this browser: those that were done, and the one that this tab is doing. */
export const createBatches = (services: BatchServices) => {
  const { talk, conversations, archive, now, tryLock } = services
  const store = createStore<BatchState>(() => ({ batches: {}, live: null, statement: null, wish: firstWish }))
  let stopping = new AbortController()

  const put = (batch: Batch): void => {
    store.setState(({ batches }) => ({ batches: { ...batches, [batch.id]: batch } }))
    // Where nothing can be stored, the conversation's own row has said so already.
    void archive.save(batch).catch(() => undefined)
  }

  const completedOf = ({ id, total }: Batch): number => {
    const { conversations: all, runs } = conversations.getState()
    return countRows(batchRows(turnsOfBatch(all[id], total), runs)).completed
  }

  const ask = (batch: Batch, agent: Agent, which: WhichTurns, signal: AbortSignal): Promise<BatchEnd> => {
    const { id, total, way } = batch
    const { conversations: all, runs } = conversations.getState()
    const turns = turnsToAsk(turnsOfBatch(all[id], total), runs, which)
    if (way.kind === 'api') return askThroughApi({ agent, conversation: id, turns, way }, signal, services)
    return askWarehouse({ conversation: id, turns, way, pending: batch.pending }, signal, {
      talk,
      now,
      doors: services.statements(way.workspace),
      onNow: (statement) => store.setState({ statement }),
      answeredSince: (moment) => {
        const state = conversations.getState()
        const rows = batchRows(turnsOfBatch(state.conversations[id], total), state.runs)
        return new Set(rows.flatMap(({ turn, run }) => (run !== undefined && run.startedAt >= moment ? [turn.id] : [])))
      },
      onPending: (statement) => {
        const { pending: _, ...rest } = store.getState().batches[id] ?? batch
        put(statement === undefined ? rest : { ...rest, pending: statement })
      },
    })
  }

  /** Whether it was begun: not where another tab does this batch. */
  const begin = async (batch: Batch, agent: Agent, which: WhichTurns): Promise<boolean> => {
    stopping = new AbortController()
    const { signal } = stopping
    store.setState({ live: batch.id })
    const owner = await tryLock(`agent-playground:batch-${batch.id}`)
    if (owner === undefined) {
      store.setState({ live: null })
      return false
    }
    const { ended: _, completed: __, ...going } = batch
    put(going)
    // A deleted conversation ends its batch, wherever it was deleted.
    const unsubscribe = conversations.subscribe(() => {
      if (conversations.getState().conversations[batch.id] === undefined) stopping.abort()
    })
    void ask(going, agent, which, signal)
      .catch((thrown: unknown): BatchEnd => ({ kind: 'stopped', problem: ownMistake(thrown) }))
      .then((ended) => {
        put({ ...(store.getState().batches[batch.id] ?? going), completed: completedOf(batch), ended })
        store.setState({ live: null, statement: null })
        unsubscribe()
        owner.release()
      })
    return true
  }

  const start = (agent: Agent, questions: readonly string[], way: BatchWay): ConversationId => {
    // A statement hands the question over and nothing else.
    const { customInputs, instructions } = way.kind === 'api' ? agent : { customInputs: '', instructions: '' }
    const { id } = talk.beginApart(
      agent,
      `Batch of ${questions.length.toLocaleString('en')}`,
      questions.map((text) => ({ text, customInputs, instructions })),
    )
    const total = questions.length
    void begin({ id, agent: agent.id, agentName: agent.name, way, total, createdAt: now() }, agent, 'unasked')
    return id
  }

  /** Asks what was left unasked, because it was cancelled or its page went away; or once more what failed. */
  const goOn = async (id: ConversationId, agent: Agent, which: WhichTurns): Promise<boolean> => {
    const batch = store.getState().batches[id]
    if (batch === undefined || store.getState().live !== null) return false
    await talk.openConversation(id)
    return begin(batch, agent, which)
  }

  /** Asks no further question, and stops those that are being answered. */
  const cancel = (): void => stopping.abort()

  const load = async (): Promise<void> => {
    const kept = await archive.load().catch(() => [])
    const known = conversations.getState().conversations
    for (const { id, createdAt } of kept) {
      if (known[id] === undefined && createdAt < now() - forgetAfter) void archive.remove(id).catch(() => undefined)
    }
    store.setState(({ batches, live }) => ({
      batches: {
        ...batches,
        // Another tab may have done something meanwhile; of what this one does it knows best.
        ...Object.fromEntries(kept.filter(({ id }) => id !== live).map((batch) => [batch.id, batch])),
      },
    }))
  }

  const wishChanged = (change: Partial<BatchWish>): void =>
    store.setState(({ wish }) => ({ wish: { ...wish, ...change } }))

  return { state: store, load, start, goOn, cancel, wishChanged }
}

export type Batches = ReturnType<typeof createBatches>
