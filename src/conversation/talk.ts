import type { Agent } from '../agent/agent.ts'
import { delay, wallClock } from '../browser/clock.ts'
import type { Channel } from '../browser/channel.ts'
import { createId } from '../browser/ids.ts'
import { heldLocks, tryLock } from '../browser/locks.ts'
import { takeConnectionSlot } from '../exchange/connection-slots.ts'
import type { Recordings } from '../exchange/recordings.ts'
import { figuresOf } from '../inspector/figures-of.ts'
import type { EpochMs } from '../lib/brand.ts'
import { isObject, parseJson, type JsonObject } from '../lib/json.ts'
import { messageOf, type Problem, type Result } from '../lib/problem.ts'
import { requestBody } from '../protocol/request-body.ts'
import { emptySnapshot } from '../protocol/snapshot.ts'
import type { Archive } from './archive.ts'
import type { ConversationStore } from './conversation-store.ts'
import {
  branchOf,
  titleOf,
  type Conversation,
  type ConversationId,
  type Mode,
  type Run,
  type RunId,
  type Turn,
  type TurnId,
  type TurnInput,
} from './conversation.ts'
import { readingOf } from './open-recordings.ts'
import { doRun, outcomeOfAttempt, type Connection, type RunServices } from './run-controller.ts'

/** How an agent is reached right now, decided by the rooms that know workspaces and agents. */
export interface AgentConnection extends Connection {
  readonly model?: string
  readonly takesInstructions: boolean
}

/** What tabs tell each other about the shared archive. */
export type ArchiveMessage =
  | { readonly kind: 'conversation-changed'; readonly id: ConversationId }
  | { readonly kind: 'run-changed'; readonly conversation: ConversationId; readonly run: RunId }

export interface TalkServices extends RunServices {
  readonly conversations: ConversationStore
  readonly archive: Archive
  readonly recordings: Recordings
  readonly channel: Channel<ArchiveMessage>
  readonly connect: (agent: Agent) => Result<AgentConnection>
  readonly agentUsed: (agent: Agent) => void
}

/** Another tab may still offer to bring a deleted conversation back. */
const undoMilliseconds = 10 * 60_000

/** How often a tab looks at what another one has recorded. */
const watchMilliseconds = 500

const runLock = (id: RunId) => `agent-playground:run-${id}`

const storageProblem = (thrown: unknown): Problem => ({
  kind: 'storage',
  code: 'not-stored',
  title: 'This browser cannot keep the conversation at the moment',
  detail: `What is on the screen is still in memory. The browser says: ${messageOf(thrown)}.`,
  remedy: 'Export what you need, free some space or delete old conversations, then go on.',
  who: 'you',
})

/** The commands of the conversation room: each is called by a person's action, never by an effect. */
export const createTalk = (services: TalkServices) => {
  const { conversations, archive, channel } = services
  const stops = new Map<RunId, AbortController>()
  const watched = new Set<RunId>()

  /** Storage that fails must not stop a stream: the problem is shown, the memory copy stays. */
  const kept = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work
      if (conversations.getState().storageProblem !== null) conversations.storageRecovered()
    } catch (thrown) {
      conversations.storageFailed(storageProblem(thrown))
    }
  }

  const saveConversation = async (id: ConversationId): Promise<void> => {
    const conversation = conversations.getState().conversations[id]
    if (conversation === undefined) return
    await kept(archive.saveConversation(conversation))
    channel.send({ kind: 'conversation-changed', id })
  }

  const saveRun = async (run: Run): Promise<void> => {
    await kept(archive.saveRun(run))
    channel.send({ kind: 'run-changed', conversation: run.conversation, run: run.id })
  }

  /** The turns that the agent is told about: the branch above this turn, with the runs that are shown. */
  const historyOf = (conversation: Conversation, parent: TurnId | null) =>
    branchOf(conversation, parent).map((turn) => ({
      input: turn.input.text,
      snapshot:
        (turn.chosen === null ? undefined : conversations.getState().runs[turn.chosen]?.snapshot) ?? emptySnapshot,
    }))

  const customInputsOf = (text: string): JsonObject | undefined => {
    const parsed = text.trim() === '' ? undefined : parseJson(text)
    return parsed?.ok === true && isObject(parsed.value) ? parsed.value : undefined
  }

  /** The body as it will be sent; also the preview in the request drawer. */
  const bodyOf = (
    conversation: Conversation | undefined,
    parent: TurnId | null,
    input: TurnInput,
    mode: Mode,
    connection: Pick<AgentConnection, 'model' | 'takesInstructions'>,
  ): JsonObject => {
    const customInputs = customInputsOf(input.customInputs)
    return requestBody({
      history: conversation === undefined ? [] : historyOf(conversation, parent),
      input: input.text,
      stream: mode === 'streamed',
      ...(customInputs === undefined ? {} : { customInputs }),
      ...(connection.takesInstructions && input.instructions.trim() !== '' ? { instructions: input.instructions } : {}),
      ...(connection.model === undefined ? {} : { model: connection.model }),
    })
  }

  const startRun = async (agent: Agent, conversationId: ConversationId, turn: Turn, mode: Mode): Promise<void> => {
    const run: Run = {
      id: createId('run') as RunId,
      conversation: conversationId,
      turn: turn.id,
      mode,
      startedAt: wallClock(),
      phase: { at: 'preparing' },
      snapshot: emptySnapshot,
      figures: { events: 0, bytes: 0 },
      exchanges: [],
    }
    const stop = new AbortController()
    stops.set(run.id, stop)
    conversations.runAdded(run)
    // Held for as long as this tab does the run: a run that nobody holds was interrupted.
    const owner = await tryLock(runLock(run.id))
    await Promise.all([saveConversation(conversationId), saveRun(run)])
    const finished = await perform(agent, run, turn, stop.signal)
    stops.delete(run.id)
    await saveRun(finished)
    await saveConversation(conversationId)
    owner?.release()
  }

  const over = (run: Run, outcome: Extract<Run['phase'], { at: 'over' }>['outcome']): Run => {
    const ended: Run = { ...run, phase: { at: 'over', outcome } }
    services.advance(ended)
    return ended
  }

  const perform = async (agent: Agent, run: Run, turn: Turn, signal: AbortSignal): Promise<Run> => {
    const connection = services.connect(agent)
    if (!connection.ok) return over(run, { kind: 'failed', problem: connection.problem })
    const conversation = conversations.getState().conversations[run.conversation]
    const slot = await takeConnectionSlot(signal, () =>
      services.advance({
        ...run,
        phase: { at: 'preparing', waitingFor: 'a free connection: five answers are already coming in' },
      }),
    )
    if (slot === undefined) return over(run, { kind: 'stopped' })
    try {
      const body = bodyOf(conversation, turn.parent, turn.input, run.mode, connection.value)
      let saved: readonly string[] = []
      return await doRun(run, body, connection.value, signal, {
        ...services,
        advance: (next) => {
          services.advance(next)
          // The row names the exchange before its bytes come, so that a crash finds them.
          if (next.exchanges !== saved) void saveRun(next)
          saved = next.exchanges
        },
      })
    } finally {
      slot.release()
    }
  }

  const addTurn = (conversation: Conversation, parent: TurnId | null, input: TurnInput): Turn => {
    const turn: Turn = {
      id: createId('turn') as TurnId,
      parent,
      input,
      createdAt: wallClock(),
      runs: [],
      chosen: null,
    }
    conversations.conversationChanged({ ...conversation, turns: [...conversation.turns, turn], leaf: turn.id })
    return turn
  }

  const newConversation = (agent: Agent, text: string): Conversation => ({
    id: createId('conversation') as ConversationId,
    agent: agent.id,
    agentName: agent.name,
    title: titleOf(text),
    createdAt: wallClock(),
    updatedAt: wallClock(),
    turns: [],
    leaf: null,
  })

  const found = (id: ConversationId) => conversations.getState().conversations[id]
  const turnOf = (conversation: Conversation | undefined, id: TurnId) =>
    conversation?.turns.find((turn) => turn.id === id)

  /** Sends a message; without a conversation a new one begins. Returns where it is. */
  const sendTurn = (
    agent: Agent,
    conversationId: ConversationId | null,
    input: TurnInput,
    mode: Mode,
  ): ConversationId => {
    const conversation =
      (conversationId === null ? undefined : found(conversationId)) ?? newConversation(agent, input.text)
    const turn = addTurn(conversation, conversation.leaf, input)
    services.agentUsed(agent)
    void startRun(agent, conversation.id, turn, mode)
    return conversation.id
  }

  const runAgain = (agent: Agent, conversationId: ConversationId, turnId: TurnId, mode: Mode): void => {
    const turn = turnOf(found(conversationId), turnId)
    if (turn !== undefined) void startRun(agent, conversationId, turn, mode)
  }

  /** An edited message becomes a sibling; the first wording and its answers stay. */
  const editTurn = (agent: Agent, conversationId: ConversationId, turnId: TurnId, text: string, mode: Mode): void => {
    const conversation = found(conversationId)
    const turn = turnOf(conversation, turnId)
    if (conversation === undefined || turn === undefined) return
    void startRun(agent, conversationId, addTurn(conversation, turn.parent, { ...turn.input, text }), mode)
  }

  const stopRun = (id: RunId): void => stops.get(id)?.abort()

  const chooseRun = (conversationId: ConversationId, turnId: TurnId, run: RunId): void => {
    conversations.runChosen(conversationId, turnId, run)
    void saveConversation(conversationId)
  }

  const showBranch = (conversationId: ConversationId, leaf: TurnId): void => {
    const conversation = found(conversationId)
    if (conversation === undefined) return
    conversations.conversationChanged({ ...conversation, leaf })
    void saveConversation(conversationId)
  }

  const rename = (conversationId: ConversationId, title: string): void => {
    const conversation = found(conversationId)
    if (conversation === undefined || title.trim() === '') return
    conversations.conversationChanged({ ...conversation, title: title.trim() })
    void saveConversation(conversationId)
  }

  /** Hidden at once, removed for good at a later start: until then it can be brought back. */
  const deleteConversation = (id: ConversationId): void => {
    const conversation = found(id)
    if (conversation === undefined) return
    for (const turn of conversation.turns) for (const run of turn.runs) stopRun(run)
    conversations.conversationDeleted(conversation)
    void kept(archive.saveConversation({ ...conversation, deletedAt: wallClock() })).then(() =>
      channel.send({ kind: 'conversation-changed', id }),
    )
  }

  const restoreDeleted = (): void => {
    const conversation = conversations.getState().lastDeleted
    if (conversation === null) return
    conversations.conversationChanged(conversation)
    conversations.deletionForgotten()
    void saveConversation(conversation.id)
  }

  const removeForGood = async (id: ConversationId): Promise<void> => {
    const runs = await archive.removeConversation(id)
    await services.recordings.remove(runs.flatMap(({ exchanges }) => exchanges))
  }

  /** A stored run that nobody is doing any more: its page went away. What was recorded is folded and kept. */
  const recovered = async (run: Run, locks: ReadonlySet<string>): Promise<Run> => {
    if (run.phase.at === 'over' || stops.has(run.id)) return run
    if (locks.has(runLock(run.id))) {
      void watch(run)
      return run
    }
    const exchange = run.exchanges.at(-1)
    const recording = exchange === undefined ? undefined : await services.recordings.load(exchange)
    const reading = recording === undefined ? undefined : readingOf(recording)
    const interrupted: Run = {
      ...run,
      snapshot: reading?.snapshot ?? run.snapshot,
      figures: recording === undefined || reading === undefined ? run.figures : figuresOf(recording, reading),
      phase: {
        at: 'over',
        outcome:
          recording === undefined
            ? { kind: 'interrupted', detail: 'The page went away before the request was sent.' }
            : outcomeOfAttempt({ recording, reading }, 'local'),
      },
    }
    await saveRun(interrupted)
    return interrupted
  }

  /** Another tab is doing this run: shows what that tab has stored so far, until it is over. */
  const watch = async (run: Run): Promise<void> => {
    if (watched.has(run.id)) return
    watched.add(run.id)
    let current: Run | undefined = run
    while (current !== undefined && current.phase.at !== 'over' && (await heldLocks()).has(runLock(run.id))) {
      const exchange = current.exchanges.at(-1)
      const recording = exchange === undefined ? undefined : await services.recordings.load(exchange, true)
      const reading = recording === undefined ? undefined : readingOf(recording)
      if (recording !== undefined && reading !== undefined) {
        services.openRecordings.putLive(recording, reading)
        const figures = figuresOf(recording, reading)
        services.advance({ ...current, phase: { at: 'answering' }, snapshot: reading.snapshot, figures })
      }
      await delay(watchMilliseconds)
      current = await archive.loadRun(run.id)
    }
    watched.delete(run.id)
    if (current === undefined) return
    services.openRecordings.forget(current.exchanges)
    conversations.runAdvanced(await recovered(current, await heldLocks()))
  }

  /** Reads the runs of a conversation, and settles those that a closed or crashed page left behind. */
  const openConversation = async (id: ConversationId): Promise<void> => {
    if (conversations.getState().opened.has(id)) return
    await kept(
      (async () => {
        const [runs, locks] = await Promise.all([archive.loadRuns(id), heldLocks()])
        conversations.runsLoaded(id, await Promise.all(runs.map((run) => recovered(run, locks))))
      })(),
    )
  }

  /** Reads the index, and removes for good what was deleted before. */
  const start = async (): Promise<void> => {
    channel.listen((message) => void follow(message))
    try {
      const { kept: list, deleted } = await archive.loadConversations((wallClock() - undoMilliseconds) as EpochMs)
      conversations.indexLoaded(list)
      await Promise.all(deleted.map(removeForGood))
    } catch (thrown) {
      conversations.indexLoaded([])
      conversations.storageFailed(storageProblem(thrown))
    }
  }

  /** Another tab changed something in the shared archive. */
  const follow = async (message: ArchiveMessage): Promise<void> => {
    if (message.kind === 'conversation-changed') {
      const conversation = await archive.loadConversation(message.id)
      if (conversation === undefined) conversations.conversationVanished(message.id)
      else conversations.conversationChanged(conversation)
      return
    }
    if (!conversations.getState().opened.has(message.conversation) || stops.has(message.run)) return
    const run = await archive.loadRun(message.run)
    if (run === undefined) return
    if (run.phase.at === 'over') conversations.runAdvanced(run)
    else void watch(run)
  }

  return {
    start,
    openConversation,
    sendTurn,
    runAgain,
    editTurn,
    stopRun,
    chooseRun,
    showBranch,
    rename,
    deleteConversation,
    restoreDeleted,
    bodyOf,
  }
}

export type Talk = ReturnType<typeof createTalk>
