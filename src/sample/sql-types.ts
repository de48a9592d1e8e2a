import type { Json } from '../lib/json.ts'
import { readTokens, SqlRefusal, syntaxError } from './sql-tokens.ts'
import { asGroup, isSymbol, isWord, nameOf, readTree, splitAtCommas, type SqlNode } from './sql-tree.ts'
import { duckName } from './sql-writing.ts'

/** A data type of Databricks SQL. */
export type SqlType =
  | { readonly kind: 'plain'; readonly duck: string }
  | { readonly kind: 'array'; readonly of: SqlType }
  | { readonly kind: 'map'; readonly key: SqlType; readonly value: SqlType }
  | { readonly kind: 'struct'; readonly fields: readonly SqlField[] }

export interface SqlField {
  readonly name: string
  readonly type: SqlType
}

/** The plain types by all of their names, and what DuckDB calls them. */
const plainTypes: Readonly<Record<string, string>> = {
  STRING: 'VARCHAR',
  VARCHAR: 'VARCHAR',
  CHAR: 'VARCHAR',
  BOOLEAN: 'BOOLEAN',
  TINYINT: 'TINYINT',
  BYTE: 'TINYINT',
  SMALLINT: 'SMALLINT',
  SHORT: 'SMALLINT',
  INT: 'INTEGER',
  INTEGER: 'INTEGER',
  BIGINT: 'BIGINT',
  LONG: 'BIGINT',
  FLOAT: 'FLOAT',
  REAL: 'FLOAT',
  DOUBLE: 'DOUBLE',
  DATE: 'DATE',
  TIMESTAMP: 'TIMESTAMPTZ',
  TIMESTAMP_LTZ: 'TIMESTAMPTZ',
  TIMESTAMP_NTZ: 'TIMESTAMP',
  BINARY: 'BLOB',
}

const decimals = new Set(['DECIMAL', 'DEC', 'NUMERIC'])

export const stringType: SqlType = { kind: 'plain', duck: 'VARCHAR' }

const unknownType = (name: string): SqlRefusal =>
  new SqlRefusal('UNSUPPORTED_DATATYPE', '0A000', `Unsupported data type "${name}".`)

/** A type and the place after it. */
interface Read {
  readonly type: SqlType
  readonly next: number
}

const readDecimal = (nodes: readonly SqlNode[], at: number): Read => {
  const group = asGroup(nodes[at + 1], '(')
  const [precision = '10', scale = '0'] = splitAtCommas(group?.nodes ?? []).map(([node]) =>
    node?.kind === 'number' ? node.text : '',
  )
  if (!/^\d+$/.test(precision) || !/^\d+$/.test(scale)) throw syntaxError("'DECIMAL'")
  return { type: { kind: 'plain', duck: `DECIMAL(${precision},${scale})` }, next: at + (group === undefined ? 1 : 2) }
}

const expectSymbol = (nodes: readonly SqlNode[], at: number, text: string): number => {
  if (!isSymbol(nodes[at], text)) throw syntaxError(`a data type, where '${text}' should stand`)
  return at + 1
}

/** `NOT NULL` and `COMMENT '…'` behind a field say nothing about its form. */
const afterRemarks = (nodes: readonly SqlNode[], start: number): number => {
  let at = start
  if (isWord(nodes[at], 'NOT') && isWord(nodes[at + 1], 'NULL')) at += 2
  if (isWord(nodes[at], 'COMMENT') && nodes[at + 1]?.kind === 'string') at += 2
  return at
}

const readStruct = (nodes: readonly SqlNode[], start: number): Read => {
  const fields: SqlField[] = []
  let at = expectSymbol(nodes, start, '<')
  while (!isSymbol(nodes[at], '>')) {
    if (fields.length > 0) at = expectSymbol(nodes, at, ',')
    const name = nameOf(nodes[at])
    if (name === undefined) throw syntaxError('the name of a field')
    const colon = isSymbol(nodes[at + 1], ':') ? 1 : 0
    const field = readType(nodes, at + 1 + colon)
    fields.push({ name, type: field.type })
    at = afterRemarks(nodes, field.next)
  }
  return { type: { kind: 'struct', fields }, next: at + 1 }
}

/** The type that begins at this place. */
export const readType = (nodes: readonly SqlNode[], at: number): Read => {
  const node = nodes[at]
  if (node?.kind !== 'word') throw syntaxError('a data type')
  const name = node.text.toUpperCase()
  if (name === 'ARRAY') {
    const entry = readType(nodes, expectSymbol(nodes, at + 1, '<'))
    return { type: { kind: 'array', of: entry.type }, next: expectSymbol(nodes, entry.next, '>') }
  }
  if (name === 'MAP') {
    const key = readType(nodes, expectSymbol(nodes, at + 1, '<'))
    const value = readType(nodes, expectSymbol(nodes, key.next, ','))
    return { type: { kind: 'map', key: key.type, value: value.type }, next: expectSymbol(nodes, value.next, '>') }
  }
  if (name === 'STRUCT') return readStruct(nodes, at + 1)
  if (decimals.has(name)) return readDecimal(nodes, at)
  const duck = Object.hasOwn(plainTypes, name) ? plainTypes[name] : undefined
  if (duck === undefined) throw unknownType(node.text)
  const length = asGroup(nodes[at + 1], '(') === undefined ? 0 : 1
  return { type: { kind: 'plain', duck }, next: at + 1 + length }
}

/** A type and nothing else. */
export const readWholeType = (nodes: readonly SqlNode[]): SqlType => {
  const { type, next } = readType(nodes, 0)
  if (next < nodes.length) throw syntaxError('the end of a data type')
  return type
}

const isNested = ([first, second]: readonly SqlNode[]): boolean =>
  isWord(first, 'ARRAY', 'MAP', 'STRUCT') && isSymbol(second, '<')

/** A type that is written in a literal, as `returnType` and `from_json` take it; there also the fields of a struct alone. */
export const parseType = (text: string): SqlType => {
  const nodes = readTree(readTokens(text))
  const isFields = !isNested(nodes) && nodes.length > 1 && nodes[1]?.kind !== 'group'
  if (isFields) return parseType(`STRUCT<${text}>`)
  return readWholeType(nodes)
}

/** The type as DuckDB writes it. */
export const duckType = (type: SqlType): string => {
  switch (type.kind) {
    case 'plain':
      return type.duck
    case 'array':
      return `${duckType(type.of)}[]`
    case 'map':
      return `MAP(${duckType(type.key)}, ${duckType(type.value)})`
    case 'struct':
      return `STRUCT(${type.fields.map(({ name, type: field }) => `${duckName(name)} ${duckType(field)}`).join(', ')})`
  }
}

/** The type as DuckDB's `from_json` takes it: JSON in the form of what is read. */
export const jsonStructure = (type: SqlType): Json => {
  switch (type.kind) {
    case 'plain':
    case 'map':
      return duckType(type)
    case 'array':
      return [jsonStructure(type.of)]
    case 'struct':
      return Object.fromEntries(type.fields.map(({ name, type: field }) => [name, jsonStructure(field)]))
  }
}
