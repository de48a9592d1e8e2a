import { useEffect, useMemo, useState } from 'react'
import type { ConversationId } from '../conversation/conversation.ts'
import { useConversationIndex, useConversationServices } from '../conversation/use-conversation.ts'
import type { EpochMs } from '../lib/brand.ts'
import { sentenceOf } from '../lib/problem.ts'
import { runChoicesOf, type RunChoice } from './run-choice.ts'

interface ReadConversation {
  readonly updatedAt: EpochMs
  readonly choices: readonly RunChoice[]
}

type ReadConversations = ReadonlyMap<ConversationId, ReadConversation>

export interface RunChoices {
  /** Newest first. */
  readonly choices: readonly RunChoice[]
  /** How many conversations are still to be read. */
  readonly unread: number
  /** Why the rest could not be read. */
  readonly failure: string | undefined
}

/** After so many conversations the list is drawn anew. */
const perStep = 20

/** The runs of all conversations of this browser. Read one conversation after the other, so that nothing stands still. */
export const useRunChoices = (): RunChoices => {
  const { talk } = useConversationServices()
  const index = useConversationIndex()
  const [read, setRead] = useState<ReadConversations>(new Map())
  const [failure, setFailure] = useState<string>()
  const unread = useMemo(
    () => index.filter(({ id, updatedAt }) => read.get(id)?.updatedAt !== updatedAt),
    [index, read],
  )
  // Storage is outside of React. Each step ends with a new `unread`, and so begins the next one.
  useEffect(() => {
    const step = unread.slice(0, perStep)
    if (step.length === 0) return undefined
    let current = true
    const readStep = async () => {
      const next = new Map<ConversationId, ReadConversation>()
      for (const conversation of step) {
        const choices = runChoicesOf(conversation, await talk.runsOf(conversation.id))
        next.set(conversation.id, { updatedAt: conversation.updatedAt, choices })
      }
      if (current) setRead((before) => new Map([...before, ...next]))
    }
    readStep().catch((thrown: unknown) => current && setFailure(sentenceOf(thrown)))
    return () => {
      current = false
    }
  }, [talk, unread])
  const choices = useMemo(
    () =>
      index.flatMap(({ id }) => read.get(id)?.choices ?? []).toSorted((one, other) => other.startedAt - one.startedAt),
    [index, read],
  )
  return { choices, unread: unread.length, failure }
}
