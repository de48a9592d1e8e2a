import { syntaxError } from './sql-tokens.ts'
import { asGroup, isSymbol, isWord, nameOf, splitAtCommas, type SqlGroup, type SqlNode } from './sql-tree.ts'
import { duckName, type Write, type Written } from './sql-writing.ts'

/** Makes rows of a list, and names its columns itself. */
export const isGenerator = (node: SqlNode | undefined): boolean =>
  isWord(node, 'EXPLODE', 'EXPLODE_OUTER', 'POSEXPLODE')

const columnsOf = (node: SqlNode | undefined): readonly string[] =>
  isWord(node, 'POSEXPLODE') ? ['pos', 'col'] : ['col']

/** The columns that a generator makes: one row for each entry of the list, with its place where that is asked for. */
const generatedColumns = (generator: SqlNode, group: SqlGroup, names: readonly string[], write: Write): string => {
  const list = write(group.nodes)
  const [first = 'col', second = 'col'] = names.map(duckName)
  return isWord(generator, 'POSEXPLODE')
    ? `CAST(generate_subscripts(${list}, 1) - 1 AS INTEGER) AS ${first}, unnest(${list}) AS ${second}`
    : `unnest(${list}) AS ${first}`
}

/** A generator behind FROM, JOIN or LATERAL. */
const generatedTable = (generator: SqlNode, group: SqlGroup, write: Write): string =>
  `(SELECT ${generatedColumns(generator, group, columnsOf(generator), write)})`

/** `VIEW [OUTER] explode(list) [table] [AS column, …]`, behind LATERAL. */
const writeLateralView = (nodes: readonly SqlNode[], view: number, write: Write): Written => {
  let at = isWord(nodes[view + 1], 'OUTER') ? view + 2 : view + 1
  const generator = nodes[at]
  const group = asGroup(nodes[at + 1], '(')
  if (generator === undefined || group === undefined || !isGenerator(generator)) throw syntaxError("'LATERAL VIEW'")
  at += 2
  const table = isWord(nodes[at], 'AS') ? undefined : nameOf(nodes[at])
  if (table !== undefined) at += 1
  const names: string[] = []
  while (isWord(nodes[at], 'AS') || (names.length > 0 && isSymbol(nodes[at], ','))) {
    const name = nameOf(nodes[at + 1])
    if (name === undefined) throw syntaxError("'LATERAL VIEW'")
    names.push(name)
    at += 2
  }
  const columns = names.length === 0 ? columnsOf(generator) : names
  const sql = `(SELECT ${generatedColumns(generator, group, columns, write)}) AS ${duckName(table ?? 'lateral_view')}`
  return { sql, next: at }
}

/** What stands where a table is expected, if DuckDB calls it otherwise. */
export const writeTable = (nodes: readonly SqlNode[], at: number, write: Write): Written | undefined => {
  const node = nodes[at]
  if (isWord(nodes[at - 1], 'LATERAL') && isWord(node, 'VIEW')) return writeLateralView(nodes, at, write)
  const group = asGroup(nodes[at + 1], '(')
  if (node === undefined || group === undefined) return undefined
  if (isGenerator(node)) return { sql: generatedTable(node, group, write), next: at + 2 }
  if (!isWord(node, 'RANGE')) return undefined
  const bounds = splitAtCommas(group.nodes).map(write).join(', ')
  return { sql: `(SELECT range AS id FROM range(${bounds}))`, next: at + 2 }
}

/** `LATERAL VIEW` follows a table without a comma; DuckDB wants a join there. */
const beginsLateralView = (nodes: readonly SqlNode[], at: number): boolean =>
  isWord(nodes[at], 'LATERAL') && isWord(nodes[at + 1], 'VIEW')

/** `name`, or `(place, name)`. */
const aliasesIn = (node: SqlNode | undefined): readonly string[] => {
  const list = asGroup(node, '(')?.nodes ?? (node === undefined ? [] : [node])
  return list.map(nameOf).filter((name) => name !== undefined)
}

/** A generator in a list of columns, with `AS name` or `AS (place, name)`. */
export const writeGenerator = (nodes: readonly SqlNode[], at: number, write: Write): Written | undefined => {
  const node = nodes[at]
  if (beginsLateralView(nodes, at)) return { sql: 'CROSS JOIN LATERAL', next: at + 1 }
  const group = asGroup(nodes[at + 1], '(')
  if (node === undefined || group === undefined || !isGenerator(node)) return undefined
  const names = isWord(nodes[at + 2], 'AS') ? aliasesIn(nodes[at + 3]) : []
  return names.length === 0
    ? { sql: generatedColumns(node, group, columnsOf(node), write), next: at + 2 }
    : { sql: generatedColumns(node, group, names, write), next: at + 4 }
}
