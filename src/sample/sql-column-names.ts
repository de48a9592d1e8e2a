import { isGenerator } from './sql-generators.ts'
import { asGroup, isSymbol, isWord, splitAtCommas, type SqlNode } from './sql-tree.ts'

/** A piece of a statement as Databricks names a column by it: literals without their quotes. */
const spelled = (nodes: readonly SqlNode[], source: string): string =>
  nodes
    .map((node, index) => {
      const before = nodes[index - 1]
      const gap = before !== undefined && node.start > before.end ? ' ' : ''
      if (node.kind === 'string') return gap + node.value
      if (node.kind !== 'group') return gap + source.slice(node.start, node.end)
      return `${gap}${node.open}${spelled(node.nodes, source)}${node.open === '(' ? ')' : ']'}`
    })
    .join('')

const isPlainCall = ([first, second, third]: readonly SqlNode[]): boolean =>
  first?.kind === 'word' && asGroup(second, '(') !== undefined && third === undefined && !isGenerator(first)

const isBare = (item: readonly SqlNode[]): boolean =>
  isPlainCall(item) || (item.length === 1 && ['string', 'number', 'marker'].includes(item[0]?.kind ?? ''))

const named = (item: readonly SqlNode[], source: string): readonly SqlNode[] => {
  const last = item.at(-1)
  if (last === undefined || !isBare(item)) return item
  const place = { start: last.end + 1, end: last.end }
  return [...item, { kind: 'word', text: 'AS', ...place }, { kind: 'name', name: spelled(item, source), ...place }]
}

const endsList = ['FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'UNION', 'EXCEPT', 'INTERSECT', 'LATERAL']

/**
 * Gives an alias to the columns of a query that are a bare call or literal, because DuckDB would name them by its own
 * spelling of them. Columns of queries inside brackets keep theirs.
 */
export const nameColumns = (nodes: readonly SqlNode[], source: string): readonly SqlNode[] => {
  const select = nodes.findIndex((node) => isWord(node, 'SELECT'))
  if (select === -1) return nodes
  const start = select + (isWord(nodes[select + 1], 'DISTINCT', 'ALL') ? 2 : 1)
  const found = nodes.findIndex((node, index) => index > select && isWord(node, ...endsList))
  const end = found === -1 ? nodes.length : found
  const items = splitAtCommas(nodes.slice(start, end))
  const commas = nodes.slice(start, end).filter((node) => isSymbol(node, ','))
  const list = items.flatMap((item, index) => {
    const comma = commas[index]
    return comma === undefined ? named(item, source) : [...named(item, source), comma]
  })
  return [...nodes.slice(0, start), ...list, ...nodes.slice(end)]
}
