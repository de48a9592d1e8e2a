import type { SampleEndpoint } from './endpoints.ts'
import { readAiQuery, type AiQuery } from './sql-ai-query.ts'
import { rewrites } from './sql-functions.ts'
import { writeGenerator, writeTable } from './sql-generators.ts'
import { nameColumns } from './sql-column-names.ts'
import { readTokens, SqlRefusal, syntaxError } from './sql-tokens.ts'
import { asGroup, isSymbol, isWord, readTree, splitAtCommas, type SqlGroup, type SqlNode } from './sql-tree.ts'
import { duckType, jsonStructure, readType, readWholeType } from './sql-types.ts'
import { readValues } from './sql-values.ts'
import { duckLiteral, duckName, type Written } from './sql-writing.ts'

/** A statement of Databricks in the dialect of DuckDB. */
export interface Translation {
  readonly sql: string
  /** Values of the parameters `$p0`, `$p1`, …, in this order. */
  readonly values: readonly (string | null)[]
  /** What the first argument of `ai_query_call` counts. */
  readonly queries: readonly AiQuery[]
}

/** A parameter as the Statement Execution API takes it. */
export interface SqlParameter {
  readonly name: string
  readonly value: string | null
  readonly type: string
}

export interface DialectContext {
  readonly parameters: readonly SqlParameter[]
  readonly endpointNamed: (name: string) => SampleEndpoint | undefined
  readonly userName: string
}

const numberCasts: Readonly<Record<string, string>> = {
  L: 'BIGINT',
  S: 'SMALLINT',
  Y: 'TINYINT',
  D: 'DOUBLE',
  F: 'FLOAT',
  BD: 'DECIMAL(38, 18)',
}

const writeNumber = (text: string): string => {
  const [, digits = text, suffix = ''] = /^(.*?)(BD|[LSYDF])?$/i.exec(text) ?? []
  const cast = numberCasts[suffix.toUpperCase()]
  return cast === undefined ? digits : `CAST(${digits} AS ${cast})`
}

/** Operators that DuckDB spells otherwise. */
const operators: Readonly<Record<string, string>> = { '<=>': 'IS NOT DISTINCT FROM', '==': '=' }

/** Signs that Databricks SQL does not have here, or that are not covered, and that mean something else to DuckDB. */
const foreign = new Set(['$', '#', '@', '?', '{', '}', ';', ':'])

const endsTables = ['SELECT', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'UNION', 'EXCEPT', 'INTERSECT', 'QUALIFY']

/** `VALUES` is a query where one can begin; elsewhere it may be the name of a column. */
const beginsQuery = (nodes: readonly SqlNode[], at: number): boolean =>
  at === 0 || isWord(nodes[at - 1], 'UNION', 'EXCEPT', 'INTERSECT', 'ALL', 'DISTINCT')

/**
 * Writes one statement for DuckDB. Only what differs is rewritten, token by token; what a statement means is left to
 * DuckDB's own parser.
 */
const createWriter = (context: DialectContext) => {
  const values: (string | null)[] = []
  const queries: AiQuery[] = []

  const writeMarker = (name: string): string => {
    const parameter = context.parameters.find((parameter) => parameter.name === name)
    if (parameter === undefined) {
      throw new SqlRefusal('UNBOUND_SQL_PARAMETER', '42P02', `Found the unbound parameter: ${name}.`)
    }
    const type = readWholeType(readTree(readTokens(parameter.type)))
    if (type.kind !== 'plain') {
      throw new SqlRefusal('UNSUPPORTED_DATATYPE', '0A000', `A parameter cannot be of type ${parameter.type}.`)
    }
    values.push(parameter.value)
    return `CAST($p${values.length - 1} AS ${duckType(type)})`
  }

  const writeAiQuery = (group: SqlGroup): string => {
    const { query, request, modelParameters } = readAiQuery(splitAtCommas(group.nodes), context.endpointNamed)
    queries.push(query)
    const index = queries.length - 1
    const asked = `CAST(to_json(${write(request)}) AS VARCHAR)`
    const extra = modelParameters === undefined ? 'NULL' : `CAST(to_json(${write(modelParameters)}) AS VARCHAR)`
    const result = jsonStructure(query.returns)
    const structure = query.failOnError ? { result } : { result, errorMessage: 'VARCHAR' }
    const answered = `from_json(ai_query_call(${index}, ${asked}, ${extra}), ${duckLiteral(JSON.stringify(structure))})`
    return query.failOnError ? `struct_extract(${answered}, 'result')` : answered
  }

  const writeCast = (name: string, group: SqlGroup): string => {
    const as = group.nodes.findLastIndex((node) => isWord(node, 'AS'))
    if (as === -1) throw syntaxError(`')': ${name} needs AS and a type`)
    return `${name}(${write(group.nodes.slice(0, as))} AS ${duckType(readWholeType(group.nodes.slice(as + 1)))})`
  }

  const writeCall = (name: string, group: SqlGroup): string | undefined => {
    if (name === 'AI_QUERY') return writeAiQuery(group)
    if (name === 'CAST' || name === 'TRY_CAST') return writeCast(name, group)
    if (name === 'CURRENT_USER' || name === 'SESSION_USER') return duckLiteral(context.userName)
    return rewrites.get(name)?.(splitAtCommas(group.nodes), write)
  }

  const writeWord = (nodes: readonly SqlNode[], at: number, text: string, isTable: boolean): Written => {
    const name = text.toUpperCase()
    const group = asGroup(nodes[at + 1], '(')
    if (name === 'VALUES' && (isTable || beginsQuery(nodes, at))) return readValues(nodes, at, isTable, write)
    const generated = isTable ? writeTable(nodes, at, write) : writeGenerator(nodes, at, write)
    if (generated !== undefined) return generated
    const called = group === undefined || isSymbol(nodes[at - 1], '.') ? undefined : writeCall(name, group)
    if (called !== undefined) return { sql: called, next: at + 2 }
    return { sql: name === 'DIV' ? '//' : text, next: at + 1 }
  }

  const writeAt = (nodes: readonly SqlNode[], at: number, isTable: boolean): Written => {
    const node = nodes[at]
    const next = at + 1
    switch (node?.kind) {
      case 'word':
        return writeWord(nodes, at, node.text, isTable)
      case 'name':
        return { sql: duckName(node.name), next }
      case 'string':
        return { sql: duckLiteral(node.value), next }
      case 'number':
        return { sql: writeNumber(node.text), next }
      case 'marker':
        return { sql: writeMarker(node.name), next }
      case 'group':
        return { sql: node.open === '(' ? `(${write(node.nodes)})` : `[${write(node.nodes)}]`, next }
      case 'symbol': {
        if (foreign.has(node.text)) throw syntaxError(`'${node.text}'`)
        if (node.text !== '::') return { sql: operators[node.text] ?? node.text, next }
        const read = readType(nodes, next)
        return { sql: `::${duckType(read.type)}`, next: read.next }
      }
      case undefined:
        return { sql: '', next }
    }
  }

  const write = (nodes: readonly SqlNode[]): string => {
    let text = ''
    let inTables = false
    for (let at = 0; at < nodes.length;) {
      const [before, node] = [nodes[at - 1], nodes[at]]
      const isTable = isWord(before, 'FROM', 'JOIN', 'LATERAL') || (inTables && isSymbol(before, ','))
      if (isWord(node, 'FROM', 'JOIN')) inTables = true
      else if (isWord(node, ...endsTables)) inTables = false
      const { sql, next } = writeAt(nodes, at, isTable)
      const gap = before !== undefined && node !== undefined && node.start > before.end ? ' ' : ''
      text += gap + sql
      at = next
    }
    return text
  }

  return { write, values, queries }
}

/** Throws a `SqlRefusal` where the statement is none, or holds something that the sample workspace does not cover. */
export const translate = (statement: string, context: DialectContext): Translation => {
  const tree = readTree(readTokens(statement))
  const nodes = isSymbol(tree.at(-1), ';') ? tree.slice(0, -1) : tree
  if (nodes.length === 0) throw syntaxError('end of input')
  const writer = createWriter(context)
  const sql = writer.write(nameColumns(nodes, statement))
  return { sql, values: writer.values, queries: writer.queries }
}
