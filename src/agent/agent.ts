import type { Brand, EpochMs } from '../lib/brand.ts'
import type { JsonObject } from '../lib/json.ts'
import type { Dialect } from '../protocol/dialect.ts'
import type { WorkspaceId } from '../workspace/workspace.ts'

/** `<workspace origin>|<ref>`, or the bare URL of an agent on this computer. */
export type AgentId = Brand<string, 'AgentId'>

export type AgentTarget =
  | { readonly kind: 'app'; readonly name: string; readonly url: string }
  | { readonly kind: 'serving-endpoint'; readonly endpoint: string; readonly task?: string }
  | { readonly kind: 'local'; readonly url: string }

/** A dialect, and the path at which it is spoken: from the app's or the agent's URL on, or from the workspace's. */
export interface Manner {
  readonly dialect: Dialect
  /** Begins with a slash, and holds neither host nor query. */
  readonly path: string
}

/** How an agent is called, as it was found out, and why. */
export interface Discovery extends Manner {
  /** Where an answer in one piece is asked in another manner: AppKit streams only on its event API. */
  readonly whole?: Manner
  /** What was seen, one sentence each. */
  readonly evidence: readonly string[]
  /** False where nothing that was seen decided, and the usual was taken. */
  readonly conclusive: boolean
  /** `MLflow 3.9.0` and the like. */
  readonly server?: string
}

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
  /** What was found out by asking it; absent until it was chosen once. */
  readonly discovery?: Discovery
  /** What the person set instead. */
  readonly override?: Partial<Manner>
  /** Whether requests ask for the trace. */
  readonly asksTrace?: boolean
  /** Whether its runs go on without the connection (`background: true`). */
  readonly background?: boolean
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
  /** How the body is written: see `bodyInDialect`. */
  readonly dialect: Dialect
  /** `model` of the body, where the path needs it. */
  readonly model?: string
  /** Header fields beside content type, accept and credentials: how a trace is asked for on apps. */
  readonly headers: Readonly<Record<string, string>>
  /** Fields of the body beside the dialect's own: how a trace is asked for on Model Serving. */
  readonly fields: JsonObject
  readonly takesInstructions: boolean
  /** Where AppKit is told to cancel a stream, and what became of an approval. */
  readonly cancelUrl?: string
  readonly approveUrl?: string
}
