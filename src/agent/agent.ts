import type { Brand, EpochMs } from '../lib/brand.ts'
import type { WorkspaceId } from '../workspace/workspace.ts'

/** `<workspace origin>|<ref>`, or the bare URL of an agent on this computer. */
export type AgentId = Brand<string, 'AgentId'>

export type AgentTarget =
  | { readonly kind: 'app'; readonly name: string; readonly url: string }
  | { readonly kind: 'serving-endpoint'; readonly endpoint: string; readonly task?: string }
  | { readonly kind: 'local'; readonly url: string }

/** Something one can converse with, as the registry remembers it. */
export interface Agent {
  readonly id: AgentId
  readonly workspace: WorkspaceId | null
  /** `apps/<name>`, `endpoints/<name>`, or the URL of an agent on this computer. */
  readonly ref: string
  readonly name: string
  readonly target: AgentTarget
  readonly addedAt: EpochMs
  readonly starred: boolean
  readonly lastUsedAt?: EpochMs
  /** Remembered for the next message: JSON text as the person typed it. */
  readonly customInputs: string
  readonly instructions: string
}

/** What the workspace's REST API tells about an agent right now. */
export interface AgentListing {
  readonly id: AgentId
  readonly workspace: WorkspaceId | null
  readonly ref: string
  readonly name: string
  readonly target: AgentTarget
  readonly state: 'running' | 'starting' | 'stopped' | 'not-ready' | 'crashed' | 'unknown'
  /** The workspace's own words about the state. */
  readonly stateDetail: string
  readonly creator?: string
  readonly description?: string
  /** What it speaks, for people: `Responses`, `Chat completions`, … */
  readonly speaks: string
}

/** Where and how to call an agent. Pure data, made by `call-of.ts`. */
export interface AgentCall {
  readonly url: string
  /** `model` of the body, where the path needs it. */
  readonly model?: string
  /** What the body looks like: `input` items, or chat `messages`. */
  readonly form: 'responses' | 'chat'
  readonly takesInstructions: boolean
}
