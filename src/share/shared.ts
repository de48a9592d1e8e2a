import type { PortableConversation } from '../conversation/conversation-file.ts'
import type { Mode } from '../conversation/conversation.ts'

export const scopes = ['answer', 'conversation', 'draft'] as const
/** How much of a conversation a link holds. A draft is a message alone, to be sent. */
export type Scope = (typeof scopes)[number]

/** What is read of a link before anything else, so that a damaged one can still say what it was about. */
export interface SharedHeader {
  /** As in a draft link: the workspace's origin, or `sample`. Absent where the agent ran on somebody's computer. */
  readonly workspace?: string
  readonly agent: string
  readonly agentName: string
  readonly title: string
  readonly scope: Scope
  /** How a draft asks; whatever was answered says it of itself. */
  readonly mode?: Mode
}

export interface Shared {
  readonly header: SharedHeader
  readonly conversation: PortableConversation
}
