import type { AgentId } from '../agent/agent.ts'
import type { ConversationId, Mode } from '../conversation/conversation.ts'
import type { EpochMs } from '../lib/brand.ts'
import type { Problem } from '../lib/problem.ts'

/** How the questions reach their agent. */
export type BatchWay =
  /** One request for each, `atOnce` of them at a time. */
  { readonly kind: 'api'; readonly mode: Mode; readonly atOnce: number }

/** Why no further question is asked. */
export type BatchEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  /** Every further question would fail the same way. */
  | { readonly kind: 'stopped'; readonly problem: Problem }

/** What is kept of a batch beside its questions and answers: those are turns and runs of a conversation. */
export interface Batch {
  /** That conversation's. */
  readonly id: ConversationId
  readonly agent: AgentId
  readonly agentName: string
  readonly way: BatchWay
  /** The first turns of the conversation; one may go on talking below them. */
  readonly total: number
  readonly createdAt: EpochMs
  /** How many answers are complete, known since it ended. */
  readonly completed?: number
  /** Absent while it goes on, and where its page went away. */
  readonly ended?: BatchEnd
}
