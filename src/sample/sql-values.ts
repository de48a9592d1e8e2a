import { syntaxError } from './sql-tokens.ts'
import { asGroup, isSymbol, isWord, splitAtCommas, type SqlNode } from './sql-tree.ts'
import type { Write, Written } from './sql-writing.ts'

/** Words that may follow an inline table. */
const after =
  'AS WHERE GROUP HAVING ORDER LIMIT UNION EXCEPT INTERSECT JOIN CROSS INNER LEFT RIGHT FULL NATURAL LATERAL'.split(' ')

/** Where the row that begins here ends. A row is a list in brackets or one expression. */
const afterRow = (nodes: readonly SqlNode[], start: number): number => {
  const node = nodes[start]
  const next = nodes[start + 1]
  const isWhole = node?.kind !== 'word' && (next === undefined || next.kind === 'word' || isSymbol(next, ','))
  if (isWhole) return start + 1
  let end = start
  while (end < nodes.length && !isSymbol(nodes[end], ',') && !isWord(nodes[end], ...after)) end += 1
  return end
}

/** The cells of a row: brackets hold several, an expression is one. */
const cellsOf = (row: readonly SqlNode[]): readonly (readonly SqlNode[])[] => {
  const list = row.length === 1 ? asGroup(row[0], '(') : undefined
  return list === undefined ? [row] : splitAtCommas(list.nodes)
}

/**
 * An inline table: `VALUES (1, 'a'), (2, 'b')` or `VALUES 'a', 'b'`. Databricks numbers its columns from one, and lets
 * it stand behind FROM without brackets.
 */
export const readValues = (nodes: readonly SqlNode[], at: number, isTable: boolean, write: Write): Written => {
  const rows: (readonly (readonly SqlNode[])[])[] = []
  let next = at
  do {
    const start = next + 1
    if (nodes[start] === undefined) throw syntaxError("'VALUES'")
    next = afterRow(nodes, start)
    rows.push(cellsOf(nodes.slice(start, next)))
  } while (isSymbol(nodes[next], ','))
  const columns = (rows[0] ?? []).map((_, index) => `col${index + 1}`)
  const table = `SELECT * FROM (VALUES ${rows
    .map((cells) => `(${cells.map(write).join(', ')})`)
    .join(', ')}) AS inline_table(${columns.join(', ')})`
  return { sql: isTable ? `(${table})` : table, next }
}
