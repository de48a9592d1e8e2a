import type { AgentId } from '../agent/agent.ts'
import type { ConversationId, Mode, TurnId } from '../conversation/conversation.ts'
import type { EpochMs } from '../lib/brand.ts'
import type { Problem } from '../lib/problem.ts'
import type { WorkspaceId } from '../workspace/workspace.ts'
import type { RequestShape } from './statement.ts'

/** One request for each question, `atOnce` of them at a time. */
export interface ApiWay {
  readonly kind: 'api'
  readonly mode: Mode
  readonly atOnce: number
}

/** Statements with `ai_query` on a SQL warehouse, one after the other, each with at most so many questions. */
export interface WarehouseWay {
  readonly kind: 'warehouse'
  readonly workspace: WorkspaceId
  readonly warehouse: { readonly id: string; readonly name: string }
  readonly endpoint: string
  readonly shape: RequestShape
  readonly atMost: number
}

/** How the questions reach their agent. */
export type BatchWay = ApiWay | WarehouseWay

/** A statement that was begun, and whose result is still to be had. */
export interface PendingStatement {
  readonly id: string
  /** Whose questions it holds, in their order. */
  readonly turns: readonly TurnId[]
  readonly startedAt: EpochMs
}

/** Why no further question is asked. */
export type BatchEnd =
  | { readonly kind: 'done' }
  /** `told`: what the warehouse said to it, where one was asked. */
  | { readonly kind: 'cancelled'; readonly told?: string }
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
  readonly pending?: PendingStatement
}
