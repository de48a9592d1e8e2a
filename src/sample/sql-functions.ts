import { SqlRefusal } from './sql-tokens.ts'
import { isWord, nameOf, type SqlNode } from './sql-tree.ts'
import { jsonStructure, parseType } from './sql-types.ts'
import { duckLiteral, duckName, type Write } from './sql-writing.ts'

type Argument = readonly SqlNode[]

/** Writes a call of a function of Databricks as an expression of DuckDB. */
type Rewrite = (args: readonly Argument[], write: Write) => string

const expectArguments = (name: string, args: readonly Argument[], count: number): void => {
  if (args.length === count) return
  throw new SqlRefusal(
    'WRONG_NUM_ARGS',
    '42605',
    `Here ${name} takes ${count === 1 ? 'one argument' : `${count} arguments`}, not ${args.length}.`,
  )
}

const literalText = (name: string, argument: Argument | undefined): string => {
  const node = argument?.[0]
  if (argument?.length === 1 && node?.kind === 'string') return node.value
  throw new SqlRefusal('NON_FOLDABLE_ARGUMENT', '42K08', `${name} takes a literal STRING here.`)
}

/** Another name for the same thing, whatever its arguments. */
const renamed =
  (to: string): Rewrite =>
  (args, write) =>
    `${to}(${args.map(write).join(', ')})`

const pairsOf = <Pair>(args: readonly Argument[], pair: (first: Argument, second: Argument) => Pair): Pair[] =>
  Array.from({ length: args.length / 2 }, (_, index) => pair(args[index * 2] ?? [], args[index * 2 + 1] ?? []))

const expectPairs = (name: string, args: readonly Argument[]): void => {
  if (args.length > 0 && args.length % 2 === 0) return
  throw new SqlRefusal('WRONG_NUM_ARGS', '42605', `${name} takes pairs of arguments, not ${args.length} arguments.`)
}

const namedStruct: Rewrite = (args, write) => {
  expectPairs('named_struct', args)
  const fields = pairsOf(args, (name, value) => `${duckName(literalText('named_struct', name))} := ${write(value)}`)
  return `struct_pack(${fields.join(', ')})`
}

const mapOf: Rewrite = (args, write) => {
  if (args.length > 0) expectPairs('map', args)
  const keys = pairsOf(args, (key) => write(key))
  const values = pairsOf(args, (_key, value) => write(value))
  return `map([${keys.join(', ')}], [${values.join(', ')}])`
}

/** The fields of `struct(…)` are named by their aliases or columns, else by their place. */
const structOf: Rewrite = (args, write) => {
  const fields = args.map((argument, index) => {
    const last = argument.at(-1)
    const aliased = argument.length > 2 && isWord(argument.at(-2), 'AS')
    const name = aliased || argument.length === 1 ? nameOf(last) : undefined
    return `${duckName(name ?? `col${index + 1}`)} := ${write(aliased ? argument.slice(0, -2) : argument)}`
  })
  return `struct_pack(${fields.join(', ')})`
}

/** What cannot be read as JSON is NULL, as Databricks has it; DuckDB would fail. */
const fromJson: Rewrite = (args, write) => {
  expectArguments('from_json', args, 2)
  const structure = jsonStructure(parseType(literalText('from_json', args[1])))
  return `from_json(TRY_CAST(${write(args[0] ?? [])} AS JSON), ${duckLiteral(JSON.stringify(structure))})`
}

const toJson: Rewrite = (args, write) => {
  expectArguments('to_json', args, 1)
  return `json_without_nulls(CAST(to_json(${write(args[0] ?? [])}) AS VARCHAR))`
}

const getJsonObject: Rewrite = (args, write) => {
  expectArguments('get_json_object', args, 2)
  return `json_extract_string(TRY_CAST(${write(args[0] ?? [])} AS JSON), ${write(args[1] ?? [])})`
}

const nullTest =
  (name: string, test: string): Rewrite =>
  (args, write) => {
    expectArguments(name, args, 1)
    return `(${write(args[0] ?? [])} ${test})`
  }

/** Functions that DuckDB calls otherwise, by their names in capitals. All others go to it as they are. */
export const rewrites: ReadonlyMap<string, Rewrite> = new Map([
  ['ARRAY', (args, write) => `[${args.map(write).join(', ')}]`],
  ['NAMED_STRUCT', namedStruct],
  ['STRUCT', structOf],
  ['MAP', mapOf],
  ['FROM_JSON', fromJson],
  ['TO_JSON', toJson],
  ['GET_JSON_OBJECT', getJsonObject],
  ['SIZE', renamed('len')],
  ['CARDINALITY', renamed('len')],
  ['ELEMENT_AT', renamed('list_extract')],
  ['ARRAY_JOIN', renamed('array_to_string')],
  ['COLLECT_LIST', renamed('list')],
  ['SEQUENCE', renamed('generate_series')],
  ['SPLIT', renamed('string_split_regex')],
  ['NVL', renamed('coalesce')],
  ['RAND', renamed('random')],
  ['CURRENT_TIMESTAMP', renamed('now')],
  ['CURRENT_DATE', () => 'current_date'],
  ['ISNULL', nullTest('isnull', 'IS NULL')],
  ['ISNOTNULL', nullTest('isnotnull', 'IS NOT NULL')],
] satisfies readonly (readonly [string, Rewrite])[])
