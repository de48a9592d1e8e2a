import type { AgentId } from '../agent/agent.ts'
import type { Callee } from '../exchange/answer-problem.ts'
import type { ExchangeId, Missing } from '../exchange/recording.ts'
import type { Brand, EpochMs, Ms } from '../lib/brand.ts'
import { grouped } from '../lib/grouped.ts'
import type { Dialect } from '../protocol/dialect.ts'
import type { ApprovalAnswer } from '../protocol/request-body.ts'
import type { Outcome } from '../protocol/outcome.ts'
import type { Snapshot } from '../protocol/snapshot.ts'

export type ConversationId = Brand<string, 'ConversationId'>
export type TurnId = Brand<string, 'TurnId'>
export type RunId = Brand<string, 'RunId'>

export type Mode = 'streamed' | 'whole'

export const otherMode = (mode: Mode): Mode => (mode === 'streamed' ? 'whole' : 'streamed')

/** What a person decided about a call that the agent asked to make, with the words to tell it by. */
export interface Decision extends ApprovalAnswer {
  readonly tool: string
  readonly serverLabel: string
}

export type AttachmentId = Brand<string, 'AttachmentId'>

/** A file that goes with a message. Its bytes lie apart, under its id. */
export interface Attachment {
  readonly id: AttachmentId
  readonly name: string
  /** By its bytes where they tell, else as the browser or its name says. */
  readonly mediaType: string
  readonly size: number
  /** Came without its bytes from elsewhere: it is named, and cannot be sent. */
  readonly leftOut?: true
}

export interface TurnInput {
  readonly text: string
  /** JSON text of an object, or empty. */
  readonly customInputs: string
  readonly instructions: string
  /** Where it is sent, if to another path than the agent's own. */
  readonly callPath?: string
  /** What was decided about the requests of the answer before. A turn that says this alone has no text. */
  readonly decisions?: readonly Decision[]
  readonly attachments?: readonly Attachment[]
}

/** Where something came from that was not recorded in this browser. */
export interface Origin {
  /** `warehouse`: asked from here, but answered by `ai_query` on a SQL warehouse, so that nothing of its wire is known. */
  readonly kind: 'file' | 'link' | 'paste' | 'warehouse'
  /** The file's name, what kind of text it was, or the warehouse's name. */
  readonly name: string
  readonly importedAt: EpochMs
  /** What the source did not hold, of all its runs together. */
  readonly missing: readonly Missing[]
  /** What of it was left out or made again, one sentence each. */
  readonly notes?: readonly string[]
}

/** What is told to whoever stores something that came from elsewhere. */
export type ImportSource = Pick<Origin, 'kind' | 'name' | 'notes'>

/** One input and all runs that answer it. An edited input is a sibling: a turn with the same parent. */
export interface Turn {
  readonly id: TurnId
  readonly parent: TurnId | null
  readonly input: TurnInput
  readonly createdAt: EpochMs
  readonly runs: readonly RunId[]
  /** The run that is shown and that later turns build on. */
  readonly chosen: RunId | null
  /** The run that later ones are held against. One that is not there any more is no baseline. */
  readonly baseline?: RunId | null
}

/** What the list of conversations needs; start-up reads only this. Turns are small: texts and ids. */
export interface Conversation {
  readonly id: ConversationId
  readonly agent: AgentId
  readonly agentName: string
  readonly title: string
  readonly createdAt: EpochMs
  readonly updatedAt: EpochMs
  readonly turns: readonly Turn[]
  /** The last turn of the branch that is shown. */
  readonly leaf: TurnId | null
  /** Its recordings stay when others leave to make room. */
  readonly pinned?: boolean
  /** Set where it was imported: then `agent` names nothing until somebody chooses an agent of their own. */
  readonly origin?: Origin
}

/** Why a run in the background is asked for again. `dropped`: somebody cut the connection to try the agent's resume. */
export type Interruption = 'cut' | 'dropped' | 'page' | 'asked'

export type Phase =
  | { readonly at: 'preparing'; readonly waitingFor?: string }
  | { readonly at: 'waiting' }
  | { readonly at: 'answering' }
  /** The agent goes on in the background; the rest of its answer is being asked for. */
  | { readonly at: 'reconnecting'; readonly why: Interruption }
  /** The agent works in the background, and is asked again after a pause. */
  | { readonly at: 'polling'; readonly polls: number }
  | { readonly at: 'over'; readonly outcome: Outcome }

/** Milliseconds since the request was sent, bytes, counts. Absent: not reached, or not told. */
export interface Figures {
  readonly firstByte?: Ms
  readonly firstText?: Ms
  readonly total?: Ms
  /** The longest silence between two chunks. */
  readonly largestGap?: { readonly duration: number }
  readonly events: number
  readonly bytes: number
}

/** One attempt to answer a turn, streamed or whole. */
export interface Run {
  readonly id: RunId
  readonly conversation: ConversationId
  readonly turn: TurnId
  readonly mode: Mode
  /** The agent was asked to go on without the connection. Streamed: its events can be had again; whole: it is polled. */
  readonly background?: boolean
  readonly startedAt: EpochMs
  readonly phase: Phase
  readonly snapshot: Snapshot
  readonly figures: Figures
  /** What was called, for the words of a problem that is found out later. */
  readonly callee?: Callee
  /** What was spoken to it. */
  readonly dialect?: Dialect
  /**
   * Usually one; a 401, a refresh and the second try are two; a run in the background has one for each poll and for
   * each connection after a cut. In order they fold to the run: see `fold-run.ts`.
   */
  readonly exchanges: readonly ExchangeId[]
  /** When its recording left this browser to make room. The answer stays, as the snapshot tells it. */
  readonly recordingLeftAt?: EpochMs
  /** Set where it was imported and not made here. */
  readonly origin?: Origin
  /** Milliseconds since the request. Set only on the view of a run at an earlier moment, which is never stored. */
  readonly replayedAt?: Ms
}

/** The turns from the first to the leaf, in order. */
export const branchOf = (conversation: Conversation, leaf: TurnId | null = conversation.leaf): readonly Turn[] => {
  if (leaf === null) return []
  const byId = new Map(conversation.turns.map((turn) => [turn.id, turn]))
  const branch: Turn[] = []
  for (let id: TurnId | null = leaf; id !== null;) {
    const turn = byId.get(id)
    if (turn === undefined || branch.includes(turn)) break
    branch.push(turn)
    id = turn.parent
  }
  return branch.toReversed()
}

/** The conversation that a run belongs to, found without reading any run. */
export const conversationOfRun = (
  conversations: Readonly<Record<ConversationId, Conversation>>,
  run: RunId,
): Conversation | undefined =>
  Object.values(conversations).find(({ turns }) => turns.some(({ runs }) => runs.includes(run)))

/** Runs of which the conversation's row does not know yet, because it is written less often than theirs: each names its turn. */
export const withRuns = (conversation: Conversation, runs: readonly Run[]): Conversation => {
  const known = new Set(conversation.turns.flatMap((turn) => turn.runs))
  const unknown = runs.filter(({ id }) => !known.has(id)).toSorted((one, other) => one.startedAt - other.startedAt)
  if (unknown.length === 0) return conversation
  const news = grouped(unknown, ({ turn }) => turn)
  const turns = conversation.turns.map((turn) => {
    const ids = news.get(turn.id)?.map(({ id }) => id) ?? []
    return ids.length === 0 ? turn : { ...turn, runs: [...turn.runs, ...ids], chosen: ids.at(-1) ?? turn.chosen }
  })
  return { ...conversation, turns }
}

/** Turns that answer the same point of the conversation: an input and its edits. */
export const siblingsOf = (conversation: Conversation, turn: Turn): readonly Turn[] =>
  conversation.turns.filter(({ parent }) => parent === turn.parent)

/** Files of messages. An edited message shares its files with the first wording: each is there once. */
export const attachmentsOf = (turns: readonly Turn[]): readonly Attachment[] => [
  ...new Map(turns.flatMap(({ input }) => input.attachments ?? []).map((file) => [file.id, file])).values(),
]

/** The newest leaf below a turn, for switching between branches. */
export const leafBelow = (conversation: Conversation, turn: TurnId): TurnId => {
  const child = conversation.turns.findLast(({ parent }) => parent === turn)
  return child === undefined ? turn : leafBelow(conversation, child.id)
}

/**
 * Two tabs may each have added a turn or a run before they heard of each other: nothing of either is lost.
 * Where both know a thing, `ours` is the later word.
 */
export const mergeTurns = (ours: readonly Turn[], theirs: readonly Turn[]): readonly Turn[] => {
  const merged = new Map(theirs.map((turn) => [turn.id, turn]))
  for (const turn of ours) {
    const known = merged.get(turn.id)?.runs ?? []
    // A turn without news keeps its identity, so that it is not drawn again.
    const isNews = known.some((run) => !turn.runs.includes(run))
    merged.set(turn.id, isNews ? { ...turn, runs: [...new Set([...known, ...turn.runs])] } : turn)
  }
  return [...merged.values()].toSorted((one, other) => one.createdAt - other.createdAt)
}

/**
 * What another tab stored, with what this tab has begun and not stored yet. Which branch is shown stays each tab's own
 * choice; but where another tab went on below it, this one goes along.
 */
export const withOurNews = (stored: Conversation, ours: Conversation): Conversation => {
  const known = new Map(stored.turns.map(({ id, runs }) => [id, new Set(runs)]))
  const news = ours.turns.filter(({ id, runs }) => runs.some((run) => known.get(id)?.has(run) !== true))
  const merged = { ...stored, turns: mergeTurns(news, stored.turns) }
  const goesOn = ours.leaf === null || branchOf(merged).some(({ id }) => id === ours.leaf)
  return goesOn ? merged : { ...merged, leaf: ours.leaf }
}

const titleLength = 64

/** A title from the first words of the first message. */
export const titleOf = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line === '') return 'New conversation'
  if (line.length <= titleLength) return line
  const cut = line.slice(0, titleLength)
  const space = cut.lastIndexOf(' ')
  return `${space < titleLength / 2 ? cut : cut.slice(0, space)}…`
}
