/**
 * This room writes one request as programs: Python, TypeScript, curl and SQL. It must not know how requests are made
 * or recorded, and it never sees a credential: every program finds its own.
 */
import type { AgentTarget } from '../agent/agent.ts'
import { isMasked } from '../exchange/redact.ts'
import { fieldOf, type JsonObject } from '../lib/json.ts'

export interface CodeRequest {
  readonly target: AgentTarget
  /** The workspace's origin; null for an agent on this computer. */
  readonly origin: string | null
  readonly agentName: string
  readonly url: string
  /** As recorded, credentials masked. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: JsonObject
}

export type Snippet =
  | {
      readonly kind: 'code'
      readonly text: string
      /** `ask_support_agent.py` */
      readonly fileName: string
      /** What this way does otherwise, or cannot express; full sentences. */
      readonly notes: readonly string[]
    }
  | { readonly kind: 'impossible'; readonly why: string }

export const isStreamed = ({ body }: CodeRequest): boolean => fieldOf(body, 'stream') === true

/** The same request with the other answer. */
export const withStream = (request: CodeRequest, stream: boolean): CodeRequest => ({
  ...request,
  body: { ...request.body, stream },
})

/** The environment variable with the token, where the agent asks for one. */
export const tokenVariable = 'DATABRICKS_TOKEN'
export const needsToken = ({ origin }: CodeRequest): boolean => origin !== null

export interface CodeHeader {
  readonly name: string
  /** A value to write, or the environment variable that holds it because it is a credential. */
  readonly value: { readonly text: string } | { readonly variable: string }
}

/** What every client sets by itself, and the workspace's id, which its host says already. */
const written = new Set([
  'content-type',
  'accept',
  'authorization',
  'content-length',
  'host',
  'x-playground',
  'x-databricks-workspace-id',
])

/** The headers beyond those that every program sets by itself. */
export const ownHeaders = ({ headers }: CodeRequest): readonly CodeHeader[] =>
  headers
    .filter(([name]) => !written.has(name.toLowerCase()))
    .map(([name, value]) => ({
      name,
      value: isMasked(value) ? { variable: name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_') } : { text: value },
    }))

/** `ask_support_agent.py`: letters and digits of the agent's name. */
export const fileNameOf = ({ agentName }: CodeRequest, ending: string, of = 'ask'): string => {
  const name = agentName
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 48)
  return `${of}_${name === '' ? 'agent' : name}.${ending}`
}

/** How a person gets a token into the environment, for programs that take it from there. */
export const tokenAdvice = ({ origin }: CodeRequest): string =>
  `databricks auth token --host ${origin ?? ''} | jq -r .access_token`
