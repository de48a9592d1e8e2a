import type { Agent, AgentCall, AgentId } from '../agent/agent.ts'
import { atPath, takesBackground } from '../agent/call-of.ts'
import { wallClock } from '../browser/clock.ts'
import { createId } from '../browser/ids.ts'
import { tryLock } from '../browser/locks.ts'
import { takeConnectionSlot } from '../exchange/connection-slots.ts'
import type { Recordings } from '../exchange/recordings.ts'
import type { EpochMs } from '../lib/brand.ts'
import { isObject, parseJson, type JsonObject } from '../lib/json.ts'
import { failure, sentenceOf, success, type Problem, type Result } from '../lib/problem.ts'
import type { Outcome } from '../protocol/outcome.ts'
import { bodyInDialect } from '../protocol/dialect-request.ts'
import type { ApprovalAnswer } from '../protocol/request-body.ts'
import type { ApprovalRequestItem } from '../protocol/item.ts'
import { emptySnapshot } from '../protocol/snapshot.ts'
import { dataUrlOf, inputFilesOf, shortDataUrl } from './attachment.ts'
import type { Attachments } from './attachments.ts'
import { pinned } from './baseline.ts'
import {
  branchOf,
  titleOf,
  type Attachment,
  type Conversation,
  type ConversationId,
  type Interruption,
  type Mode,
  type ImportSource,
  type Run,
  type RunId,
  type Turn,
  type TurnId,
  type TurnInput,
} from './conversation.ts'
import type { PortableConversation } from './conversation-file.ts'
import { createKeepArchive, type ArchiveMessage, type KeepArchiveServices } from './keep-archive.ts'
import { foldRun } from './fold-run.ts'
import { createRecoverRuns, runLock } from './recover-runs.ts'
import { isResumable } from './resumption.ts'
import { doRun, goOnWithRun } from './run-controller.ts'
import { createRunLine, type RunLine } from './run-line.ts'
import type { Connection, RunServices } from './run-work.ts'
import type { TidyArchive } from './tidy-archive.ts'
import { tellDecision, tellStop } from './tell-stream.ts'
import { unlessStopped } from './unless-stopped.ts'

/** How an agent is reached right now, decided by the rooms that know workspaces and agents. */
export interface AgentConnection extends Connection {
  readonly call: AgentCall
}

export interface TalkServices extends RunServices, KeepArchiveServices {
  readonly recordings: Recordings
  readonly attachments: Attachments
  readonly connect: (agent: Agent, mode: Mode) => Result<AgentConnection>
  /** The agent with what is known about how it is called; waits while that is being found out. */
  readonly settled: (agent: Agent) => Promise<Agent>
  readonly agentUsed: (agent: Agent) => void
  /** The agent of an older conversation, as the registry remembers it. */
  readonly agentOf: (id: AgentId) => Agent | undefined
}

/** What the agent is told of decisions: not the words that this screen remembers with them. */
const approvalsOf = ({ decisions = [] }: TurnInput): readonly ApprovalAnswer[] =>
  decisions.map(({ tool: _tool, serverLabel: _server, ...answer }) => answer)

/** Another tab may still offer to bring a deleted conversation back. */
const undoMilliseconds = 10 * 60_000

const internalProblem = (thrown: unknown): Problem => ({
  kind: 'protocol',
  code: 'playground-error',
  title: 'The playground itself made a mistake',
  detail: `What was received is kept. The error says: ${sentenceOf(thrown)}`,
  remedy: 'Run again. If it happens again, export the answer and report it.',
  who: 'this computer',
})

const missingFile = ({ name }: Attachment): Problem => ({
  kind: 'storage',
  code: 'attachment-missing',
  title: 'A file of this conversation is not in this browser any more',
  detail: `“${name}” was sent with an earlier message, or came with an imported conversation. Nothing was sent.`,
  remedy: 'Begin a new conversation, and attach the file again.',
  who: 'you',
})

const unreadableHistory: Problem = {
  kind: 'storage',
  code: 'history-unreadable',
  title: 'The earlier answers could not be read',
  detail: 'The agent would have been told half of the conversation, so nothing was sent.',
  remedy: 'Reload the page and run again, or begin a new conversation.',
  who: 'this computer',
}

/** Stores the conversation of a run, at once or soon. */
type KeepOne = (id: ConversationId) => Promise<void>

/** The commands of the conversation room: each is called by a person's action, never by an effect. */
export const createTalk = (services: TalkServices) => {
  const { conversations, archive, channel } = services
  const lines = new Map<RunId, RunLine>()
  /** The work on each run of `lines`, which ends after the run was stored. */
  const works = new Map<RunId, Promise<void>>()
  const keep = createKeepArchive(services)
  const { kept, saveConversation, saveConversationSoon, saveRun } = keep
  /** Seldom needed, and so fetched when it is. */
  const importConversation = async (portable: PortableConversation, source: ImportSource): Promise<ConversationId> => {
    const { createImportConversation } = await import('./import-conversation.ts')
    return createImportConversation({ ...services, keep })(portable, source)
  }
  /** A conversation of its own that begins as this run's does, and ends with it. Nothing is sent. */
  const copyBranch = async (run: RunId): Promise<ConversationId | undefined> => {
    const { createCopyBranch } = await import('./copy-branch.ts')
    return createCopyBranch({ ...services, keep })(run)
  }
  const { openConversation, runChanged } = createRecoverRuns({
    ...services,
    keep,
    isOurs: (id) => lines.has(id),
    goOn: (run) => {
      const agent = services.agentOf(found(run.conversation)?.agent ?? ('' as AgentId))
      if (agent !== undefined) reconnect(agent, run.id, 'page')
    },
  })

  /** The turns that the agent is told about: the branch above this turn, with the runs that are shown. */
  const historyOf = (conversation: Conversation, parent: TurnId | null, dataUrl: (file: Attachment) => string) =>
    branchOf(conversation, parent).map((turn) => ({
      input: turn.input.text,
      files: inputFilesOf(turn.input.attachments, dataUrl),
      approvals: approvalsOf(turn.input),
      snapshot:
        (turn.chosen === null ? undefined : conversations.getState().runs[turn.chosen]?.snapshot) ?? emptySnapshot,
    }))

  const customInputsOf = (text: string): JsonObject | undefined => {
    const parsed = text.trim() === '' ? undefined : parseJson(text)
    return parsed?.ok === true && isObject(parsed.value) ? parsed.value : undefined
  }

  const wholeDataUrl = (file: Attachment): string =>
    dataUrlOf(file.mediaType, services.attachments.held(file.id) ?? new Uint8Array())

  /** The body as it will be sent. For a preview, `shown` leaves the bytes of files out. */
  const bodyOf = (
    conversation: Conversation | undefined,
    parent: TurnId | null,
    input: TurnInput,
    mode: Mode,
    { dialect, model, fields, takesInstructions }: AgentCall,
    background = false,
    files: 'whole' | 'shortened' = 'shortened',
  ): JsonObject => {
    const dataUrl = files === 'whole' ? wholeDataUrl : shortDataUrl
    const customInputs = customInputsOf(input.customInputs)
    const request = {
      history: conversation === undefined ? [] : historyOf(conversation, parent, dataUrl),
      input: input.text,
      files: inputFilesOf(input.attachments, dataUrl),
      approvals: approvalsOf(input),
      stream: mode === 'streamed',
      ...(customInputs === undefined ? {} : { customInputs }),
      ...(takesInstructions && input.instructions.trim() !== '' ? { instructions: input.instructions } : {}),
      ...(model === undefined ? {} : { model }),
      ...(conversation === undefined ? {} : { conversationId: conversation.id }),
    }
    return bodyInDialect(dialect, request, background ? { ...fields, background: true } : fields)
  }

  /** The body with the bytes of all files, read into memory first; or which of them is gone. */
  const wholeBodyOf = async (
    conversation: Conversation | undefined,
    input: TurnInput,
    mode: Mode,
    call: AgentCall,
    background: boolean,
  ): Promise<Result<JsonObject>> => {
    const parent = conversation?.leaf ?? null
    const earlier = conversation === undefined ? [] : branchOf(conversation, parent).map((turn) => turn.input)
    const lost = await services.attachments.missing([...earlier, input].flatMap(({ attachments }) => attachments ?? []))
    if (lost !== undefined) return failure(missingFile(lost))
    return success(bodyOf(conversation, parent, input, mode, call, background, 'whole'))
  }

  const startRun = (
    agent: Agent,
    conversationId: ConversationId,
    turn: Turn,
    mode: Mode,
    shown: 'shown' | 'beside' = 'shown',
    keepConversation: KeepOne = saveConversation,
  ): RunId => {
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
    const line = createRunLine()
    conversations.runAdded(run, shown)
    begin(run, line, () => perform(agent, run, turn, line), keepConversation)
    return run.id
  }

  /** Stores what was held in memory: when there is room again, and when a history is kept again. Never rejects. */
  const catchUp = async (): Promise<void> => {
    try {
      await services.recordings.remove(archive.dropDeleted())
      await services.recordings.storeRest()
      conversations.storageRecovered('recording-not-stored')
      await services.attachments.storeRest()
      const stored = await archive.storeRest()
      conversations.storageRecovered('not-stored')
      for (const id of stored) channel.send({ kind: 'conversation-changed', id })
    } catch (thrown) {
      keep.failed(thrown)
    }
  }

  /** Does a run and keeps it, before it begins and when it is over. Never rejects. */
  const carryOut = async (
    run: Run,
    line: RunLine,
    work: () => Promise<Run>,
    keepConversation: KeepOne = saveConversation,
  ): Promise<void> => {
    lines.set(run.id, line)
    const owner = await tryLock(runLock(run.id))
    await Promise.all([keepConversation(run.conversation), saveRun(run)])
    const finished = await work().catch((thrown: unknown) =>
      over(conversations.getState().runs[run.id] ?? run, { kind: 'failed', problem: internalProblem(thrown) }),
    )
    await saveRun(finished)
    await keepConversation(run.conversation)
    owner?.release()
    lines.delete(run.id)
    void catchUp()
  }

  const begin = (run: Run, line: RunLine, work: () => Promise<Run>, keepConversation?: KeepOne): void => {
    works.set(
      run.id,
      carryOut(run, line, work, keepConversation).finally(() => works.delete(run.id)),
    )
  }

  /** Resolves when nothing of these runs will be stored any more, or when that takes too long. */
  const stopRuns = async (ids: readonly RunId[]): Promise<void> => {
    for (const id of ids) stopRun(id)
    const settled = new AbortController()
    const ending = Promise.all(ids.map((id) => works.get(id))).finally(() => settled.abort())
    await Promise.race([ending, services.patience(settled.signal)])
  }

  /** The services of a run that is kept while it goes on. */
  const keeping = (run: Run): RunServices => {
    let saved = run.exchanges
    return {
      ...services,
      advance: (next) => {
        services.advance(next)
        // The row names the exchange before its bytes come, so that a crash finds them.
        if (next.exchanges !== saved) void saveRun(next)
        saved = next.exchanges
      },
    }
  }

  /** Reads the files of a branch into memory; the first that is not there any more. */
  const filesGone = (conversationId: ConversationId, turn: Turn): Promise<Attachment | undefined> => {
    const conversation = found(conversationId)
    const branch = conversation === undefined ? [turn] : [...branchOf(conversation, turn.parent), turn]
    return services.attachments.missing(branch.flatMap(({ input }) => input.attachments ?? []))
  }

  const over = (run: Run, outcome: Outcome): Run => {
    const ended: Run = { ...run, phase: { at: 'over', outcome } }
    services.advance(ended)
    return ended
  }

  /** Waits for one of the few connections that answers may take; undefined when the run was stopped before. */
  const connectionSlot = (run: Run, signal: AbortSignal) =>
    takeConnectionSlot(signal, () =>
      services.advance({
        ...run,
        phase: { at: 'preparing', waitingFor: 'a free connection: five answers are already coming in' },
      }),
    )

  const perform = async (agent: Agent, run: Run, turn: Turn, line: RunLine): Promise<Run> => {
    const { signal } = line
    const known = await unlessStopped(signal, services.settled(agent))
    if (known === undefined) return over(run, { kind: 'stopped' })
    const connection = services.connect(atPath(known, turn.input.callPath), run.mode)
    if (!connection.ok) return over(run, { kind: 'failed', problem: connection.problem })
    const { call } = connection.value
    await unlessStopped(signal, openConversation(run.conversation))
    if (signal.aborted) return over(run, { kind: 'stopped' })
    if (!conversations.getState().opened.has(run.conversation))
      return over(run, { kind: 'failed', problem: unreadableHistory })
    const lost = await filesGone(run.conversation, turn)
    if (lost !== undefined) return over(run, { kind: 'failed', problem: missingFile(lost) })
    const slot = await connectionSlot(run, signal)
    if (slot === undefined) return over(run, { kind: 'stopped' })
    try {
      const background = agent.background === true && takesBackground(agent.target, call.dialect)
      const body = bodyOf(found(run.conversation), turn.parent, turn.input, run.mode, call, background, 'whole')
      const begun: Run = { ...run, dialect: call.dialect, ...(background ? { background } : {}) }
      const ended = await doRun(begun, body, connection.value, line, keeping(run))
      if (ended.phase.at !== 'over' || ended.phase.outcome.kind !== 'stopped') return ended
      const told = await tellStop(call.cancelUrl, connection.value.authorization, ended.snapshot, services.fetch)
      return told === undefined ? ended : over(ended, { kind: 'stopped', told })
    } finally {
      slot.release()
    }
  }

  /** Asks for the rest of a run that goes on without us. Nothing is sent to the agent: its events are read again. */
  const goOn = async (agent: Agent, run: Run, before: Outcome, line: RunLine, why: Interruption): Promise<Run> => {
    const path = turnOf(found(run.conversation), run.turn)?.input.callPath
    const connection = services.connect(atPath(agent, path), run.mode)
    if (!connection.ok) return over(run, why === 'page' ? before : { kind: 'failed', problem: connection.problem })
    const recordings = await Promise.all(run.exchanges.map((id) => services.recordings.load(id)))
    const slot = await connectionSlot(run, line.signal)
    if (slot === undefined) return over(run, { kind: 'stopped' })
    try {
      const fold = foldRun(recordings.filter((recording) => recording !== undefined))
      return await goOnWithRun({ run, fold, outcome: before, why }, connection.value, line, keeping(run))
    } finally {
      slot.release()
    }
  }

  const reconnect = (agent: Agent, id: RunId, why: Interruption = 'asked'): void => {
    const run = conversations.getState().runs[id]
    if (run === undefined || run.phase.at !== 'over' || lines.has(id)) return
    const { outcome } = run.phase
    if (!isResumable(run, outcome)) return
    const line = createRunLine()
    const next: Run = { ...run, phase: { at: 'reconnecting', why } }
    services.advance(next)
    begin(next, line, () => goOn(agent, next, outcome, line, why))
  }

  /** Cuts the connection and leaves the run alone, to see whether its agent lets it be resumed. */
  const dropConnection = (id: RunId): void => lines.get(id)?.drop()

  const newTurn = (parent: TurnId | null, input: TurnInput): Turn => ({
    id: createId('turn') as TurnId,
    parent,
    input,
    createdAt: wallClock(),
    runs: [],
    chosen: null,
  })

  const addTurn = (conversation: Conversation, parent: TurnId | null, input: TurnInput): Turn => {
    const turn = newTurn(parent, input)
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
    const known = conversationId === null ? undefined : found(conversationId)
    const conversation =
      known ?? newConversation(agent, input.text.trim() === '' ? (input.attachments?.[0]?.name ?? '') : input.text)
    if (known === undefined) conversations.runsLoaded(conversation.id, [])
    const turn = addTurn(conversation, conversation.leaf, input)
    services.agentUsed(agent)
    startRun(agent, conversation.id, turn, mode)
    return conversation.id
  }

  /**
   * A conversation of questions that are asked apart from each other, each a first turn: see `askApart`. It is stored
   * before the first is asked, so that none is lost.
   */
  const beginApart = (agent: Agent, title: string, inputs: readonly TurnInput[]): Conversation => {
    const turns = inputs.map((input) => newTurn(null, input))
    const conversation: Conversation = { ...newConversation(agent, title), turns, leaf: turns[0]?.id ?? null }
    conversations.runsLoaded(conversation.id, [])
    conversations.conversationChanged(conversation)
    services.agentUsed(agent)
    void saveConversation(conversation.id)
    return conversation
  }

  /** Asks a turn of such a conversation. With many of them only what changed is stored at once: the run. */
  const askApart = (agent: Agent, conversationId: ConversationId, turnId: TurnId, mode: Mode): RunId | undefined => {
    const turn = turnOf(found(conversationId), turnId)
    if (turn === undefined) return undefined
    // Nobody waits for the conversation's row: each run's own row leads to its turn.
    return startRun(agent, conversationId, turn, mode, 'shown', async (id) => void saveConversationSoon(id))
  }

  /** Answers to turns of such a conversation that were asked in another way than by this page's own requests. */
  const answersCame = async (conversationId: ConversationId, runs: readonly Run[]): Promise<void> => {
    if (found(conversationId) === undefined) return
    conversations.runsAnswered(conversationId, runs)
    await keep.saveRuns(conversationId, runs)
    void saveConversationSoon(conversationId)
  }

  /** Goes on below a turn, whatever was asked there before: a decision about what its answer requests. */
  const sendBelow = (
    agent: Agent,
    conversationId: ConversationId,
    parent: TurnId,
    input: TurnInput,
    mode: Mode,
  ): RunId | undefined => {
    const conversation = found(conversationId)
    if (conversation === undefined || turnOf(conversation, parent) === undefined) return undefined
    services.agentUsed(agent)
    return startRun(agent, conversationId, addTurn(conversation, parent, input), mode)
  }

  /** A further attempt to answer a turn: from now on shown as its answer, or `beside` the one that is. */
  const runAgain = (
    agent: Agent,
    conversationId: ConversationId,
    turnId: TurnId,
    mode: Mode,
    shown: 'shown' | 'beside' = 'shown',
  ): RunId | undefined => {
    const turn = turnOf(found(conversationId), turnId)
    return turn === undefined ? undefined : startRun(agent, conversationId, turn, mode, shown)
  }

  /** An edited message becomes a sibling; the first wording and its answers stay. */
  const editTurn = (
    agent: Agent,
    conversationId: ConversationId,
    turnId: TurnId,
    text: string,
    mode: Mode,
  ): RunId | undefined => {
    const conversation = found(conversationId)
    const turn = turnOf(conversation, turnId)
    if (conversation === undefined || turn === undefined) return undefined
    return startRun(agent, conversationId, addTurn(conversation, turn.parent, { ...turn.input, text }), mode)
  }

  /** Stops a run at whatever it is doing; one of another tab through that tab. */
  const stopRun = (id: RunId): void => {
    const line = lines.get(id)
    if (line !== undefined) line.stop()
    else if (conversations.getState().runs[id]?.phase.at !== 'over') channel.send({ kind: 'run-stop', run: id })
  }

  /** Tells a stream that waits inside itself what a person decided. The words of what went wrong, if anything did. */
  const decideInStream = async (
    agent: Agent,
    mode: Mode,
    request: Pick<ApprovalRequestItem, 'id' | 'streamId'>,
    approve: boolean,
  ): Promise<string | undefined> => {
    const connection = services.connect(await services.settled(agent), mode)
    if (!connection.ok) return connection.problem.title
    const { call, authorization } = connection.value
    return tellDecision(call.approveUrl, authorization, request, approve, services.fetch)
  }

  const chooseRun = (conversationId: ConversationId, turnId: TurnId, run: RunId): void => {
    conversations.runChosen(conversationId, turnId, run)
    void saveConversation(conversationId)
  }

  /** The runs of a conversation, to choose among them: reading them does not open it. */
  const runsOf = async (id: ConversationId): Promise<readonly Run[]> => {
    const { opened, runs } = conversations.getState()
    return opened.has(id) ? Object.values(runs).filter((run) => run.conversation === id) : archive.loadRuns(id)
  }

  /** From now on the other runs of this message are held against this one, or against none. */
  const pinBaseline = (conversationId: ConversationId, turnId: TurnId, run: RunId | null): void => {
    const conversation = found(conversationId)
    if (conversation === undefined) return
    for (const changed of pinned(conversations.getState().conversations, conversation, turnId, run)) {
      conversations.conversationChanged(changed)
      void saveConversation(changed.id)
    }
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

  /** From now on this conversation goes on with that agent; what was said before is its history. */
  const chooseAgent = (conversationId: ConversationId, agent: Agent): void => {
    const conversation = found(conversationId)
    if (conversation === undefined) return
    conversations.conversationChanged({ ...conversation, agent: agent.id, agentName: agent.name })
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

  /** Seldom needed, and so fetched when it is. */
  const tidied = async (): Promise<TidyArchive> => {
    const { createTidyArchive } = await import('./tidy-archive.ts')
    return createTidyArchive({ ...services, stopRuns, runsGoingOn: () => [...works.keys()] })
  }

  /** Its recordings stay when others leave to make room, or no longer do. */
  const pin = (conversationId: ConversationId, pinned: boolean): void => {
    const conversation = found(conversationId)
    if (conversation === undefined) return
    conversations.conversationChanged({ ...conversation, pinned })
    void saveConversation(conversationId)
  }

  const loadIndex = async (): Promise<void> => {
    const { kept: list, deleted } = await archive.loadConversations((wallClock() - undoMilliseconds) as EpochMs)
    conversations.indexLoaded(list)
    // Nobody waits for it: the first paint least of all.
    if (deleted.length > 0) void tidied().then(({ removeForGood }) => removeForGood(deleted), keep.failed)
  }

  /** Reads the index, and removes for good what was deleted before. Resolves soon also where storage is blocked. */
  const start = async (): Promise<void> => {
    channel.listen((message) => void follow(message).catch(keep.failed))
    await kept(loadIndex())
    if (!conversations.getState().loaded) conversations.indexLoaded([])
  }

  const followConversation = async (id: ConversationId): Promise<void> => {
    const stored = await archive.loadConversation(id)
    if (stored !== undefined) {
      conversations.conversationFollowed(stored)
      return
    }
    // Deleted elsewhere: an answer that nobody can see or stop any more must not go on.
    for (const run of Object.values(conversations.getState().runs)) {
      if (run.conversation === id) lines.get(run.id)?.stop()
    }
    conversations.conversationVanished(id)
  }

  /** Another tab changed something in the shared archive, or asks for something. */
  const follow = async (message: ArchiveMessage): Promise<void> => {
    switch (message.kind) {
      case 'conversation-changed':
        return followConversation(message.id)
      case 'run-changed':
        return runChanged(message.conversation, message.run)
      case 'everything-deleted':
        for (const line of lines.values()) line.stop()
        services.openRecordings.forgetAll()
        services.attachments.forgetAll()
        conversations.everythingDeleted()
        return undefined
      case 'run-stop':
        lines.get(message.run)?.stop()
        return undefined
    }
  }

  return {
    start,
    openConversation,
    sendTurn,
    beginApart,
    askApart,
    answersCame,
    sendBelow,
    runAgain,
    editTurn,
    stopRun,
    reconnect,
    dropConnection,
    decideInStream,
    runsOf,
    chooseRun,
    pinBaseline,
    showBranch,
    rename,
    deleteConversation,
    restoreDeleted,
    importConversation,
    copyBranch,
    catchUp,
    tidied,
    pin,
    chooseAgent,
    bodyOf,
    wholeBodyOf,
  }
}

export type Talk = ReturnType<typeof createTalk>
