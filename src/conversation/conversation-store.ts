import { createStore } from 'zustand/vanilla'
import type { Problem } from '../lib/problem.ts'
import {
  mergeTurns,
  withOurNews,
  withRuns,
  type Conversation,
  type ConversationId,
  type Run,
  type RunId,
  type TurnId,
} from './conversation.ts'
import { sameList } from './thread-model.ts'

interface ConversationState {
  /** Whether the index of conversations was read. */
  readonly loaded: boolean
  readonly conversations: Readonly<Record<ConversationId, Conversation>>
  /** Runs of the conversations that were opened in this tab. */
  readonly runs: Readonly<Record<RunId, Run>>
  readonly opened: ReadonlySet<ConversationId>
  /** The last deleted conversation, for as long as it can be brought back. */
  readonly lastDeleted: Conversation | null
  /** Why nothing can be kept at the moment. */
  readonly storageProblem: Problem | null
  /** Why something that was asked for cannot be had. */
  readonly refusal: Problem | null
}

const without = <Key extends string, Value>(record: Readonly<Record<Key, Value>>, key: Key): Record<Key, Value> => {
  const { [key]: _, ...rest } = record
  return rest as Record<Key, Value>
}

/** What this tab knows of conversations and runs. Every change is one of these verbs; storing is the caller's. */
export const createConversationStore = () => {
  const store = createStore<ConversationState>(() => ({
    loaded: false,
    conversations: {},
    runs: {},
    opened: new Set(),
    lastDeleted: null,
    storageProblem: null,
    refusal: null,
  }))
  const change = (next: (state: ConversationState) => Partial<ConversationState>) => store.setState(next)

  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    indexLoaded: (list: readonly Conversation[]) =>
      change(({ conversations }) => ({
        loaded: true,
        conversations: { ...Object.fromEntries(list.map((item) => [item.id, item])), ...conversations },
      })),
    conversationChanged: (conversation: Conversation) =>
      change(({ conversations }) => ({ conversations: { ...conversations, [conversation.id]: conversation } })),
    /** Another tab changed it. */
    conversationFollowed: (stored: Conversation) =>
      change(({ conversations }) => {
        const ours = conversations[stored.id]
        return {
          conversations: { ...conversations, [stored.id]: ours === undefined ? stored : withOurNews(stored, ours) },
        }
      }),
    /** It was stored, together with what another tab had added meanwhile. */
    conversationStored: (stored: Conversation) =>
      change(({ conversations }) => {
        const ours = conversations[stored.id]
        if (ours === undefined) return {}
        const turns = mergeTurns(ours.turns, stored.turns)
        if (sameList(turns, ours.turns)) return {}
        return { conversations: { ...conversations, [stored.id]: { ...ours, turns } } }
      }),
    conversationDeleted: (conversation: Conversation) =>
      change(({ conversations }) => ({
        conversations: without(conversations, conversation.id),
        lastDeleted: conversation,
      })),
    conversationVanished: (id: ConversationId) =>
      change(({ conversations }) => ({ conversations: without(conversations, id) })),
    /** All were deleted for good. What is not stored goes as well. */
    everythingDeleted: () =>
      change(() => ({ conversations: {}, runs: {}, opened: new Set(), lastDeleted: null, storageProblem: null })),
    deletionForgotten: () => change(() => ({ lastDeleted: null })),
    runsLoaded: (conversation: ConversationId, list: readonly Run[]) =>
      change(({ runs, opened, conversations }) => {
        const found = conversations[conversation]
        return {
          // A run that this tab is doing right now knows more than its stored row.
          runs: { ...Object.fromEntries(list.map((run) => [run.id, run])), ...runs },
          opened: new Set([...opened, conversation]),
          ...(found === undefined
            ? {}
            : { conversations: { ...conversations, [conversation]: withRuns(found, list) } }),
        }
      }),
    runAdvanced: (run: Run) => change(({ runs }) => ({ runs: { ...runs, [run.id]: run } })),
    /** `beside`: the turn keeps the answer that it shows, if it has one. */
    runAdded: (run: Run, shown: 'shown' | 'beside' = 'shown') =>
      change(({ runs, conversations }) => {
        const conversation = conversations[run.conversation]
        if (conversation === undefined) return {}
        const turns = conversation.turns.map((turn) =>
          turn.id === run.turn
            ? {
                ...turn,
                runs: [...turn.runs, run.id],
                chosen: shown === 'shown' ? run.id : (turn.chosen ?? run.id),
              }
            : turn,
        )
        return {
          runs: { ...runs, [run.id]: run },
          conversations: { ...conversations, [conversation.id]: { ...conversation, turns, updatedAt: run.startedAt } },
        }
      }),
    /** Answers that came all at once, each with its turn. */
    runsAnswered: (conversation: ConversationId, list: readonly Run[]) =>
      change(({ runs, conversations }) => {
        const found = conversations[conversation]
        if (found === undefined) return {}
        return {
          runs: { ...runs, ...Object.fromEntries(list.map((run) => [run.id, run])) },
          conversations: { ...conversations, [conversation]: withRuns(found, list) },
        }
      }),
    runChosen: (conversation: ConversationId, turn: TurnId, run: RunId) =>
      change(({ conversations }) => {
        const found = conversations[conversation]
        if (found === undefined) return {}
        const turns = found.turns.map((item) => (item.id === turn ? { ...item, chosen: run } : item))
        return { conversations: { ...conversations, [conversation]: { ...found, turns } } }
      }),
    storageFailed: (problem: Problem) => {
      const told = store.getState().storageProblem
      // A stream fails to be stored with every frame; saying so once is enough.
      if (told?.code !== problem.code || told.detail !== problem.detail) change(() => ({ storageProblem: problem }))
    },
    refused: (problem: Problem) => change(() => ({ refusal: problem })),
    refusalSeen: () => change(() => ({ refusal: null })),
    /** Storage works again; a problem of another kind stays. */
    storageRecovered: (code: Problem['code']) => {
      if (store.getState().storageProblem?.code === code) change(() => ({ storageProblem: null }))
    },
  }
}

export type ConversationStore = ReturnType<typeof createConversationStore>
