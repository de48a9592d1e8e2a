import type { Agent, AgentId } from '../agent/agent.ts'
import { conversationOfRun, type Conversation, type RunId } from '../conversation/conversation.ts'
import type { ConversationServices } from '../conversation/use-conversation.ts'
import type { AskedPlace } from './ask-columns.ts'

interface FollowUpServices extends Pick<ConversationServices, 'talk' | 'conversations'> {
  readonly agentOf: (id: AgentId) => Agent | undefined
}

/**
 * Whether a column's chat can go on where it stands: at the end of its conversation, with the answer that is shown
 * there, and beside no other column of the same conversation. Else it goes on in a copy.
 */
export const goesOnInPlace = (
  run: RunId,
  conversation: Conversation,
  all: readonly (Conversation | undefined)[],
): boolean => {
  const turn = conversation.turns.find(({ id }) => id === conversation.leaf)
  return turn?.chosen === run && all.filter((other) => other?.id === conversation.id).length === 1
}

/** The columns with the next message that each of them is asked: in its own chat, as its last message was asked. */
export const followUp = (
  runs: readonly RunId[],
  text: string,
  { talk, conversations, agentOf }: FollowUpServices,
): readonly AskedPlace[] => {
  const before = conversations.getState()
  const owners = runs.map((run) => conversationOfRun(before.conversations, run))
  return runs.map((run, place): AskedPlace => {
    const owner = owners[place]
    const turn = owner?.turns.find(({ runs: own }) => own.includes(run))
    const agent = owner === undefined ? undefined : agentOf(owner.agent)
    const mode = before.runs[run]?.mode
    if (owner === undefined || turn === undefined || agent === undefined || mode === undefined) return { run }
    const { attachments: _files, decisions: _decisions, ...request } = turn.input
    const ask = async (): Promise<RunId | undefined> => {
      const id = goesOnInPlace(run, owner, owners) ? owner.id : await talk.copyBranch(run)
      // It may have been deleted since.
      if (id === undefined || conversations.getState().conversations[id] === undefined) return undefined
      talk.sendTurn(agent, id, { ...request, text }, mode)
      return conversations.getState().conversations[id]?.turns.at(-1)?.runs.at(-1)
    }
    return { run, ask }
  })
}
