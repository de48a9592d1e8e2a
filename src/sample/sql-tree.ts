import { syntaxError, type SqlToken } from './sql-tokens.ts'

/** A token, or what stands between two brackets. */
export type SqlNode = SqlToken | SqlGroup

export interface SqlGroup {
  readonly kind: 'group'
  readonly open: '(' | '['
  readonly nodes: readonly SqlNode[]
  readonly start: number
  readonly end: number
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']' }

const isOpening = (token: SqlToken): token is SqlToken & { readonly text: '(' | '[' } =>
  token.kind === 'symbol' && (token.text === '(' || token.text === '[')

/** Nests a statement's tokens by their brackets. */
export const readTree = (tokens: readonly SqlToken[]): readonly SqlNode[] => {
  const stack: { readonly opened: SqlToken & { readonly text: '(' | '[' }; readonly nodes: SqlNode[] }[] = []
  const top: SqlNode[] = []
  for (const token of tokens) {
    const inner = stack.at(-1)
    if (isOpening(token)) stack.push({ opened: token, nodes: [] })
    else if (token.kind === 'symbol' && (token.text === ')' || token.text === ']')) {
      if (inner === undefined || closing[inner.opened.text] !== token.text) throw syntaxError(`'${token.text}'`)
      stack.pop()
      const { opened, nodes } = inner
      ;(stack.at(-1)?.nodes ?? top).push({
        kind: 'group',
        open: opened.text,
        nodes,
        start: opened.start,
        end: token.end,
      })
    } else (inner?.nodes ?? top).push(token)
  }
  const left = stack.at(-1)
  if (left !== undefined) throw syntaxError(`end of input: '${left.opened.text}' is never closed`)
  return top
}

export const isSymbol = (node: SqlNode | undefined, text: string): boolean =>
  node?.kind === 'symbol' && node.text === text

/** Keywords and names of functions are the same in capitals and small letters. */
export const isWord = (node: SqlNode | undefined, ...words: readonly string[]): boolean =>
  node?.kind === 'word' && words.includes(node.text.toUpperCase())

export const asGroup = (node: SqlNode | undefined, open: '(' | '['): SqlGroup | undefined =>
  node?.kind === 'group' && node.open === open ? node : undefined

/** The name of a column, a table, a field. */
export const nameOf = (node: SqlNode | undefined): string | undefined =>
  node?.kind === 'word' ? node.text : node?.kind === 'name' ? node.name : undefined

/** The parts of a list between commas; nothing at all is an empty list. */
export const splitAtCommas = (nodes: readonly SqlNode[]): readonly (readonly SqlNode[])[] => {
  if (nodes.length === 0) return []
  const parts: SqlNode[][] = [[]]
  for (const node of nodes) {
    if (isSymbol(node, ',')) parts.push([])
    else parts.at(-1)?.push(node)
  }
  return parts
}
