import type { PortableConversation } from '../conversation/conversation-file.ts'
import { maskConversation, type Scoped } from '../conversation/mask-conversation.ts'
import { maskTwice, type Mask, type MaskChoice, type Masked } from '../exchange/mask.ts'
import { defined } from '../protocol/defined.ts'
import type { Shared, SharedHeader } from './shared.ts'

const headerOf = ({ workspace, agent, agentName, title, scope, mode }: SharedHeader, mask: Mask): SharedHeader => {
  const scoped: Scoped<SharedHeader> = {
    workspace,
    agent,
    agentName: mask.text(agentName),
    title: mask.text(title),
    scope,
    mode,
  }
  return { agent, agentName: scoped.agentName, title: scoped.title, scope, ...defined({ workspace, mode }) }
}

/** Either the recording or, where it stays here, what was said. */
const recordedOrTold = (conversation: PortableConversation, withRecording: boolean): PortableConversation => ({
  ...conversation,
  turns: conversation.turns.map((turn) => ({
    ...turn,
    runs: turn.runs.map(({ answer, exchanges, ...run }) =>
      withRecording && exchanges.length > 0 ? { ...run, exchanges } : { ...run, exchanges: [], ...defined({ answer }) },
    ),
  })),
})

/** What leaves this browser in a link. */
export const maskedShare = (
  { header, conversation }: Shared,
  withRecording: boolean,
  choice: MaskChoice,
): Masked<Shared> => {
  const chosen = recordedOrTold(conversation, withRecording)
  return maskTwice(choice, (mask) => ({
    header: headerOf(header, mask),
    conversation: maskConversation(chosen, mask),
  }))
}
