import type { Agent } from '../agent/agent.ts'
import { useAgent, useRegisteredAgent } from '../agent/use-agents.ts'
import type { Conversation } from '../conversation/conversation.ts'

/** The agent that a conversation is with, as far as it is known here. */
export const useKnownAgent = (conversation: Conversation | undefined): Agent | undefined => {
  const id = conversation?.agent ?? null
  const listed = useAgent(id)
  const registered = useRegisteredAgent(id)
  return listed?.agent ?? registered
}
