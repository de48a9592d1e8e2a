import { useEffect } from 'react'
import { pinFor, type Pin } from './baseline.ts'
import type { Run } from './conversation.ts'
import { useConversationOpened, useConversations, useConversationServices, useRun } from './use-conversation.ts'

export interface FoundPin extends Pin {
  /** The pinned run, once it is read. */
  readonly baseline: Run | undefined
  /** It is not there any more. */
  readonly gone: boolean
}

/** What a run is held against, read from storage where it is in a conversation that is not open. */
export const usePin = (run: Run): FoundPin | undefined => {
  const { talk } = useConversationServices()
  const pin = useConversations(({ conversations }) => {
    const own = conversations[run.conversation]
    return own === undefined ? undefined : pinFor(conversations, own, run.turn)
  })
  const baseline = useRun(pin?.run)
  const owner = pin?.conversation.id
  const opened = useConversationOpened(owner ?? null)
  // Storage is outside of React.
  useEffect(() => {
    if (owner !== undefined) void talk.openConversation(owner)
  }, [owner, talk])
  return pin === undefined ? undefined : { ...pin, baseline, gone: opened && baseline === undefined }
}
