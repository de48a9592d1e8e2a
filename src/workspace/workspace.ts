import type { Brand, EpochMs } from '../lib/brand.ts'
import type { Problem, Result } from '../lib/problem.ts'

/** A workspace is known by its origin, such as `https://dbc-a1b2c3d4-e5f6.cloud.databricks.com`. */
export type WorkspaceId = Brand<string, 'WorkspaceId'>

export interface Workspace {
  readonly id: WorkspaceId
  readonly origin: string
  readonly label: string
  readonly kind: 'databricks' | 'sample'
  readonly clientId: string
  readonly scopes: readonly string[]
}

/** The signed-in state in this browser. Tokens never enter it. */
export type Session =
  | { readonly state: 'signed-out' }
  | { readonly state: 'signing-in' }
  | { readonly state: 'signed-in'; readonly user: string; readonly name?: string; readonly expiresAt: EpochMs }
  | { readonly state: 'expired'; readonly user: string; readonly problem?: Problem }
  | { readonly state: 'failed'; readonly problem: Problem }

/**
 * How a call is authorised. `none` for agents on this computer, `pkce` for workspaces;
 * a hosted playground would add `forwarded`.
 */
export interface Authorization {
  /** Header fields to add for this URL, refreshed when they are about to expire. */
  headersFor(url: URL): Promise<Result<Readonly<Record<string, string>>>>
  /** After a 401, or a 403 that says the token is invalid: whether other credentials are there now. */
  renew(): Promise<boolean>
}
