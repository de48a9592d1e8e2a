import { arrayOf, fieldOf, isObject, numberOf, stringOf, type Json } from '../lib/json.ts'
import type { Workspace, WorkspaceId } from './workspace.ts'

export const defaultScopes = ['all-apis', 'offline_access'] as const

export const workspaceIdOf = (origin: string): WorkspaceId => origin as WorkspaceId

/** The first part of the host says most: `dbc-a1b2c3d4-e5f6`, `adb-123`, or the vanity name. */
export const defaultLabel = (origin: string): string => {
  const { host, hostname } = new URL(origin)
  return hostname.includes('.') ? (hostname.split('.')[0] ?? host) : host
}

/** An empty `clientId` stands for the one the playground's server offers. */
export const createWorkspace = (
  origin: string,
  {
    label = '',
    clientId = '',
    scopes = [],
  }: { readonly label?: string; readonly clientId?: string; readonly scopes?: readonly string[] } = {},
): Workspace => ({
  id: workspaceIdOf(origin),
  origin,
  label: label.trim() === '' ? defaultLabel(origin) : label.trim(),
  kind: 'databricks',
  clientId: clientId.trim(),
  scopes: scopes.length === 0 ? defaultScopes : scopes,
})

/** The sample workspace accepts the client that every Databricks account has. */
export const sampleWorkspace = (origin: string): Workspace => ({
  id: workspaceIdOf(origin),
  origin,
  label: 'Sample workspace',
  kind: 'sample',
  clientId: 'databricks-cli',
  scopes: defaultScopes,
})

/** The part of the store that outlives the tab. No token and no name is in it. */
export interface KnownWorkspaces {
  readonly workspaces: readonly Workspace[]
  readonly active: WorkspaceId | null
  /** Per workspace the serial up to which tokens were signed out: a tab restored later must not bring them back. */
  readonly signedOutUpTo: Readonly<Record<string, number>>
}

export const nothingKnown: KnownWorkspaces = { workspaces: [], active: null, signedOutUpTo: {} }

const workspaceOf = (value: Json): readonly Workspace[] => {
  const origin = stringOf(value, 'origin')
  if (origin === undefined || !URL.canParse(origin) || new URL(origin).origin !== origin) return []
  const scopes = (arrayOf(value, 'scopes') ?? []).filter((scope) => typeof scope === 'string')
  return [
    createWorkspace(origin, {
      label: stringOf(value, 'label') ?? '',
      clientId: stringOf(value, 'clientId') ?? '',
      scopes,
    }),
  ]
}

/** Reads what was kept or came from another tab; entries that are damaged drop out one by one. */
export const readKnownWorkspaces = (value: unknown): KnownWorkspaces => {
  const seen = new Set<string>()
  const workspaces = (arrayOf(value, 'workspaces') ?? []).flatMap(workspaceOf).filter(({ id }) => {
    const isNew = !seen.has(id)
    seen.add(id)
    return isNew
  })
  const active = stringOf(value, 'active')
  const signedOut = fieldOf(value, 'signedOutUpTo')
  const serials = isObject(signedOut) ? Object.keys(signedOut) : []
  return {
    workspaces,
    active: active === undefined ? null : workspaceIdOf(active),
    signedOutUpTo: Object.fromEntries(serials.map((id) => [id, numberOf(signedOut, id) ?? 0])),
  }
}
