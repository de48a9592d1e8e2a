import type { WorkspaceId } from '../workspace/workspace.ts'
import type { AgentId, AgentTarget } from './agent.ts'

/** `apps/<name>`, `endpoints/<name>`, or the URL of an agent on this computer: the part that goes into links. */
export const refOf = (target: AgentTarget): string => {
  switch (target.kind) {
    case 'app':
      return `apps/${target.name}`
    case 'serving-endpoint':
      return `endpoints/${target.endpoint}`
    case 'local':
      return target.url
  }
}

/** `<workspace origin>|<ref>`, or the bare URL of an agent on this computer. */
export const agentIdOf = (workspace: WorkspaceId | null, ref: string): AgentId =>
  (workspace === null ? ref : `${workspace}|${ref}`) as AgentId

export interface AgentIdParts {
  /** Null for an agent on this computer. */
  readonly workspace: WorkspaceId | null
  readonly ref: string
}

/** The reverse of `agentIdOf`. */
export const partsOf = (id: AgentId): AgentIdParts => {
  const bar = id.indexOf('|')
  return bar < 0 ? { workspace: null, ref: id } : { workspace: id.slice(0, bar) as WorkspaceId, ref: id.slice(bar + 1) }
}

/** App and endpoint names: what Databricks allows, so that a name from a link cannot change a path. */
const remoteRef = /^(apps|endpoints)\/([A-Za-z0-9][A-Za-z0-9._-]{0,199})$/

export type ParsedRef =
  | { readonly kind: 'app'; readonly name: string }
  | { readonly kind: 'serving-endpoint'; readonly endpoint: string }

/** Reads a ref of a link; undefined where it is neither an app's nor an endpoint's. */
export const parseRef = (ref: string): ParsedRef | undefined => {
  const found = remoteRef.exec(ref)
  const name = found?.[2]
  if (name === undefined) return undefined
  return found?.[1] === 'apps' ? { kind: 'app', name } : { kind: 'serving-endpoint', endpoint: name }
}
