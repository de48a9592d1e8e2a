import type { SqlNode } from './sql-tree.ts'

/** Writes a piece of a statement for DuckDB. */
export type Write = (nodes: readonly SqlNode[]) => string

/** What some nodes became, and the place after them. */
export interface Written {
  readonly sql: string
  readonly next: number
}

/** A name as DuckDB quotes it. */
export const duckName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A text as a literal of DuckDB, which knows no escape but the doubled quote and no NUL inside a statement. */
export const duckLiteral = (text: string): string => {
  const parts = text.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`)
  return parts.length === 1 ? parts.join('') : `(${parts.join(' || chr(0) || ')})`
}
