import type { Ms } from '../lib/brand.ts'
import type { Json, JsonObject } from '../lib/json.ts'

/**
 * Output items of a response as the views draw them, whatever dialect they came in.
 * Field names follow the Responses API; `key` is ours and stays the same while an item grows,
 * because ids on the wire change, repeat or are missing.
 */
interface ItemBase {
  readonly key: string
  /** The id as last seen on the wire. */
  readonly id?: string
  /** Counts `response.created … response.completed` pairs in one stream, from 0. */
  readonly round: number
  readonly outputIndex?: number
  /** `open` until its `done` event. */
  readonly state: 'open' | 'done'
  /** `status` as the server says it. */
  readonly status?: string
  readonly startedAt: Ms
  readonly endedAt?: Ms
}

export interface TextPart {
  readonly kind: 'text'
  readonly text: string
  readonly annotations: readonly JsonObject[]
}
export interface RefusalPart {
  readonly kind: 'refusal'
  readonly text: string
}
export interface OtherPart {
  readonly kind: 'other'
  readonly type: string
  readonly json: Json
}
export type Part = TextPart | RefusalPart | OtherPart

export interface MessageItem extends ItemBase {
  readonly kind: 'message'
  readonly role: string
  readonly parts: readonly Part[]
  /** `commentary` on the way, or `final_answer`, where a model tells them apart. */
  readonly phase?: string
}
export interface ReasoningItem extends ItemBase {
  readonly kind: 'reasoning'
  /** Summary parts, then full reasoning text parts, in order of arrival. */
  readonly parts: readonly { readonly kind: 'summary' | 'text'; readonly text: string }[]
  readonly encrypted: boolean
}
/** `function_call`, `mcp_call`, `custom_tool_call` and the like: a name, arguments as text, perhaps its own output. */
export interface ToolCallItem extends ItemBase {
  readonly kind: 'tool-call'
  readonly type: string
  readonly callId?: string
  readonly name: string
  readonly serverLabel?: string
  readonly namespace?: string
  /** The request for approval that let an `mcp_call` be made. */
  readonly approvalRequestId?: string
  readonly arguments: string
  /** Only for calls that carry their own result (`mcp_call`). */
  readonly output?: Json
  readonly error?: Json
}
/** `function_call_output` and the like; paired with its call by `callId` when drawn. */
export interface ToolOutputItem extends ItemBase {
  readonly kind: 'tool-output'
  readonly type: string
  readonly callId?: string
  readonly output: Json
}
export interface ApprovalRequestItem extends ItemBase {
  readonly kind: 'approval-request'
  readonly name: string
  readonly serverLabel: string
  readonly arguments: string
  /** Set where the answer waits inside its stream for a decision (AppKit): then it is told beside it, not in a turn. */
  readonly streamId?: string
}
/** Anything else, kept whole, shown as a readable card. */
export interface OtherItem extends ItemBase {
  readonly kind: 'other'
  readonly type: string
  readonly json: JsonObject
}

export type Item = MessageItem | ReasoningItem | ToolCallItem | ToolOutputItem | ApprovalRequestItem | OtherItem
