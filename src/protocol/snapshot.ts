import type { Json, JsonObject } from '../lib/json.ts'
import type { Dialect } from './dialect.ts'
import type { Finding } from './finding.ts'
import type { Item } from './item.ts'

/** Tokens, summed over the rounds of a stream. */
export interface Usage {
  readonly inputTokens?: number
  readonly outputTokens?: number
  readonly totalTokens?: number
  readonly cachedTokens?: number
  readonly reasoningTokens?: number
}

/** What the agent itself said went wrong, in any of the shapes that are seen on the wire. */
export interface AgentError {
  readonly message: string
  readonly code?: string
}

/** What finds a run again on the server that keeps its events (LongRunningAgentServer, or another `background` server). */
export interface Resumption {
  /** The server's own id of the response, for `GET /responses/{id}`. Agents put others into `response.id`. */
  readonly id: string
  /** The highest `sequence_number` that was read; absent where the server answers polls alone. */
  readonly sequence?: number
}

/** The process that did the run went away, and another one began anew behind what was there. */
export interface Takeover {
  /** Number of the attempt that begins here; the first one is 1. */
  readonly attempt: number
  /** How many items there were before it. */
  readonly items: number
  /** Under which id agents that keep a history of their own know the conversation from here on. */
  readonly conversationId?: string
}

/** The response as known so far. Immutable: an untouched item keeps its identity from one snapshot to the next. */
export interface Snapshot {
  readonly items: readonly Item[]
  readonly rounds: number
  readonly responseId?: string
  readonly model?: string
  readonly status?: string
  readonly usage?: Usage
  readonly error?: AgentError
  /** `response.incomplete_details.reason`: `max_output_tokens`, `content_filter`, … */
  readonly incompleteReason?: string
  readonly customOutputs?: Json
  readonly metadata?: JsonObject
  readonly traceId?: string
  /** AppKit keeps the conversation on its server, under this id. */
  readonly threadId?: string
  /** AppKit's name for the stream itself, by which it is cancelled. It tells it only when it asks for an approval. */
  readonly streamId?: string
  /** The dialect that the answer itself shows, whatever was asked; absent while it shows none. */
  readonly dialect?: Dialect
  readonly databricksOutput?: JsonObject
  /** Whether `[DONE]` was seen. It is sent after errors too, so it does not mean success. */
  readonly doneMarker: boolean
  /** The last terminal event seen; `completed` of one round is not the end of the stream. */
  readonly terminal?: 'completed' | 'failed' | 'incomplete' | 'error'
  readonly resumption?: Resumption
  readonly takeovers?: readonly Takeover[]
  readonly findings: readonly Finding[]
}

export const emptySnapshot: Snapshot = { items: [], rounds: 0, doneMarker: false, findings: [] }
