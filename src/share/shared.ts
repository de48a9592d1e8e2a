import type { PortableConversation } from '../conversation/conversation-file.ts'

export const scopes = ['answer', 'conversation'] as const
/** How much of a conversation a link holds. */
export type Scope = (typeof scopes)[number]

/** What is read of a link before anything else, so that a damaged one can still say what it was about. */
export interface SharedHeader {
  /** As in a draft link: the workspace's origin, or `sample`. Absent where the agent ran on somebody's computer. */
  readonly workspace?: string
  readonly agent: string
  readonly agentName: string
  readonly title: string
  readonly scope: Scope
}

export interface Shared {
  readonly header: SharedHeader
  readonly conversation: PortableConversation
}
