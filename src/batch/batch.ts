import type { ConversationId } from '../conversation/conversation.ts'

/** How far a batch of this tab is. */
export interface Batch {
  readonly conversation: ConversationId
  readonly total: number
  readonly asked: number
  readonly over: number
  /** Why no further question is asked; the ones under way end by themselves, or were stopped. */
  readonly ended?: 'done' | 'cancelled' | 'sign-in'
}
