import { createContext, use, useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { ExchangeId } from '../exchange/recording.ts'
import { entryOf } from '../lib/json.ts'
import {
  branchOf,
  conversationOfRun,
  type Conversation,
  type ConversationId,
  type Run,
  type RunId,
  type Turn,
} from './conversation.ts'
import type { Attachments } from './attachments.ts'
import type { ChoiceStore } from './choice-store.ts'
import type { ConversationStore } from './conversation-store.ts'
import type { DraftStore } from './draft-store.ts'
import type { MaskingStore } from './masking-store.ts'
import type { OpenRecording, OpenRecordings } from './open-recordings.ts'
import type { Talk } from './talk.ts'

export interface ConversationServices {
  readonly talk: Talk
  readonly conversations: ConversationStore
  /** False while nothing is to be stored of what is said and asked. */
  readonly keepsHistory: () => boolean
  readonly drafts: DraftStore
  readonly choices: ChoiceStore
  readonly masking: MaskingStore
  readonly openRecordings: OpenRecordings
  readonly attachments: Attachments
}

/** Filled by the composition root. */
export const ConversationContext = createContext<ConversationServices | null>(null)

export const useConversationServices = (): ConversationServices => {
  const services = use(ConversationContext)
  if (services === null) throw new Error('The conversation services are missing above this component.')
  return services
}

export const useConversations = <Value>(select: (state: ReturnType<ConversationStore['getState']>) => Value): Value =>
  useStore(useConversationServices().conversations, select)

/** All conversations, the most recently changed first. */
export const useConversationIndex = (): readonly Conversation[] =>
  useConversations(
    useShallow(({ conversations }) => Object.values(conversations).toSorted((a, b) => b.updatedAt - a.updatedAt)),
  )

export const useConversation = (id: ConversationId | null): Conversation | undefined =>
  useConversations(({ conversations }) => (id === null ? undefined : entryOf(conversations, id)))

export const useConversationOpened = (id: ConversationId | null): boolean =>
  useConversations(({ opened }) => id !== null && opened.has(id))

export const useRun = (id: RunId | null | undefined): Run | undefined =>
  useConversations(({ runs }) => (id === null || id === undefined ? undefined : entryOf(runs, id)))

/** These runs, as far as they are known; `undefined` at the place of one that is not (yet) read. */
export const useRuns = (ids: readonly RunId[]): readonly (Run | undefined)[] =>
  useConversations(useShallow(({ runs }) => ids.map((id) => entryOf(runs, id))))

/** The conversations of these runs, each at its run's place. */
export const useConversationsOfRuns = (ids: readonly RunId[]): readonly (Conversation | undefined)[] =>
  useConversations(useShallow(({ conversations }) => ids.map((id) => conversationOfRun(conversations, id))))

/** The runs of these turns, by id. Changes only when one of them does. */
export const useRunsOf = (turns: readonly Turn[]): Readonly<Record<string, Run>> =>
  useConversations(
    useShallow(({ runs }) =>
      Object.fromEntries(
        turns
          .flatMap((turn) => turn.runs)
          .flatMap((id) => {
            const run = runs[id]
            return run === undefined ? [] : [[id, run] as const]
          }),
      ),
    ),
  )

/** Conversations in which an answer is coming in in this tab. */
export const useAnsweringConversations = (): readonly string[] =>
  useConversations(
    useShallow(({ runs }) => [
      ...new Set(Object.values(runs).flatMap((run) => (run.phase.at === 'over' ? [] : [run.conversation]))),
    ]),
  )

export const useLastDeleted = (): Conversation | null => useConversations(({ lastDeleted }) => lastDeleted)
export const useRefusal = () => useConversations(({ refusal }) => refusal)
export const useStorageProblem = () => useConversations(({ storageProblem }) => storageProblem)

export const useBranch = (conversation: Conversation | undefined): readonly Turn[] =>
  conversation === undefined ? [] : branchOf(conversation)

export const useDraft = (place: string): readonly [text: string, change: (text: string) => void] => {
  const { drafts } = useConversationServices()
  const text = useStore(drafts, (state) => state.drafts[place] ?? '')
  return [text, useCallback((next: string) => drafts.draftChanged(place, next), [drafts, place])]
}

/**
 * The recording of an exchange with its fold: the live one while it is made, else read from storage.
 * `undefined` while it is looked for, `null` when it is gone.
 */
export const useOpenRecording = (
  exchange: ExchangeId | undefined,
  run: Run | undefined,
): OpenRecording | null | undefined => {
  const { openRecordings } = useConversationServices()
  // The entry of a live exchange is replaced when its reading exists; `run` changes at that moment too.
  const known = exchange === undefined || run === undefined ? undefined : openRecordings.get(exchange)
  const [loaded, setLoaded] = useState<{ readonly exchange: ExchangeId; readonly entry: OpenRecording | null }>()
  // Only so many recordings stay open: one that is looked at for long may have to be read again.
  const isMissing = known === undefined
  useEffect(() => {
    if (exchange === undefined || !isMissing) return undefined
    let current = true
    openRecordings.load(exchange).then(
      (entry) => current && setLoaded({ exchange, entry: entry ?? null }),
      () => current && setLoaded({ exchange, entry: null }),
    )
    return () => {
      current = false
    }
  }, [exchange, isMissing, openRecordings])
  if (known !== undefined) return known
  return loaded?.exchange === exchange ? loaded?.entry : undefined
}
