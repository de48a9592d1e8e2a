import { parseJson, type Json } from '../lib/json.ts'
import type { SampleEndpoint } from './endpoints.ts'
import { SqlRefusal } from './sql-tokens.ts'
import { isSymbol, isWord, type SqlNode } from './sql-tree.ts'
import { parseType, stringType, type SqlType } from './sql-types.ts'

/** One `ai_query(…)` of a statement: all that is fixed before the first row is read. */
export interface AiQuery {
  readonly endpoint: SampleEndpoint
  /** False: a row that fails says so in its own cell, and the others go on. */
  readonly failOnError: boolean
  /** What becomes the result: what a model says, or the whole answer of an agent as JSON. */
  readonly takes: 'text' | 'body'
  readonly responseFormat: Json | undefined
  readonly returns: SqlType
}

/** An `ai_query(…)` whose request and model parameters are still expressions. */
export interface AiQueryCall {
  readonly query: AiQuery
  readonly request: readonly SqlNode[]
  readonly modelParameters: readonly SqlNode[] | undefined
}

const parameters = ['endpoint', 'request', 'returntype', 'failonerror', 'modelparameters', 'responseformat'] as const

type Arguments = ReadonlyMap<string, readonly SqlNode[]>

const unknownArgument = (name: string): SqlRefusal =>
  name === 'files'
    ? new SqlRefusal('UNSUPPORTED_FEATURE', '0A000', 'The sample workspace has no files that ai_query could read.')
    : new SqlRefusal('UNRECOGNIZED_PARAMETER_NAME', '4274K', `ai_query has no parameter named ${name}.`)

/** Arguments by the small letters of their names: first those in order, then those with `name =>`. */
const namedArguments = (args: readonly (readonly SqlNode[])[]): Arguments => {
  const named = new Map<string, readonly SqlNode[]>()
  for (const [index, argument] of args.entries()) {
    const [first, second, ...rest] = argument
    const isNamed = first?.kind === 'word' && isSymbol(second, '=>')
    const name = isNamed ? first.text.toLowerCase() : (parameters[index] ?? `number ${index + 1}`)
    if (!(parameters as readonly string[]).includes(name)) throw unknownArgument(name)
    named.set(name, isNamed ? rest : argument)
  }
  return named
}

const literalOf = (args: Arguments, name: string): string | undefined => {
  const nodes = args.get(name)
  if (nodes === undefined || (nodes.length === 1 && isWord(nodes[0], 'NULL'))) return undefined
  const [node] = nodes
  if (nodes.length !== 1 || node?.kind !== 'string') {
    throw new SqlRefusal('NON_FOLDABLE_ARGUMENT', '42K08', `ai_query takes a literal STRING as ${name}.`)
  }
  return node.value
}

const failsOnError = (args: Arguments): boolean => {
  const nodes = args.get('failonerror')
  if (nodes === undefined || isWord(nodes[0], 'TRUE')) return true
  if (nodes.length === 1 && isWord(nodes[0], 'FALSE')) return false
  throw new SqlRefusal('NON_FOLDABLE_ARGUMENT', '42K08', 'ai_query takes TRUE or FALSE as failOnError.')
}

const isModel = ({ task }: SampleEndpoint): boolean => task.startsWith('llm/')

const usage = 'usage:STRUCT<prompt_tokens:INT,completion_tokens:INT,total_tokens:INT>'
const call = 'STRUCT<id:STRING,type:STRING,function:STRUCT<name:STRING,arguments:STRING>>'
const part = 'STRUCT<type:STRING,text:STRING,refusal:STRING>'
const item =
  `STRUCT<type:STRING,id:STRING,role:STRING,status:STRING,content:ARRAY<${part}>,summary:ARRAY<${part}>,` +
  'name:STRING,call_id:STRING,arguments:STRING,output:STRING,server_label:STRING>'

/** The output signature that an agent of this kind was logged with. Free-form fields have no type, so they stay out. */
const signatureOf = ({ task }: SampleEndpoint): SqlType => {
  if (task === 'agent/v2/chat') {
    const message = `STRUCT<id:STRING,role:STRING,content:STRING,name:STRING,tool_calls:ARRAY<${call}>,tool_call_id:STRING>`
    return parseType(`STRUCT<id:STRING,messages:ARRAY<${message}>,finish_reason:STRING,${usage}>`)
  }
  if (task.endsWith('/chat')) {
    const choice = `STRUCT<index:INT,message:STRUCT<role:STRING,content:STRING,tool_calls:ARRAY<${call}>>,finish_reason:STRING>`
    return parseType(`STRUCT<id:STRING,object:STRING,created:BIGINT,model:STRING,choices:ARRAY<${choice}>,${usage}>`)
  }
  return parseType(`STRUCT<id:STRING,object:STRING,output:ARRAY<${item}>>`)
}

const readResponseFormat = (args: Arguments, endpoint: SampleEndpoint): Json | undefined => {
  const text = literalOf(args, 'responseformat')
  if (text === undefined) return undefined
  if (!isModel(endpoint)) {
    throw new SqlRefusal('AI_FUNCTION_UNSUPPORTED_REQUEST', '0A000', 'responseFormat is for chat models only.')
  }
  const parsed = parseJson(text)
  if (parsed.ok) return parsed.value
  throw new SqlRefusal('UNSUPPORTED_FEATURE', '0A000', 'The sample workspace takes responseFormat as JSON only.')
}

/**
 * Reads the arguments of `ai_query`. The endpoint is a literal, as are all options: they decide the type of the
 * column before a row is read.
 */
export const readAiQuery = (
  args: readonly (readonly SqlNode[])[],
  endpointNamed: (name: string) => SampleEndpoint | undefined,
): AiQueryCall => {
  const named = namedArguments(args)
  const request = named.get('request')
  const name = literalOf(named, 'endpoint')
  if (name === undefined || request === undefined) {
    throw new SqlRefusal('WRONG_NUM_ARGS', '42605', 'ai_query needs an endpoint and a request.')
  }
  const endpoint = endpointNamed(name)
  if (endpoint === undefined) {
    throw new SqlRefusal(
      'AI_FUNCTION_ENDPOINT_NOT_FOUND',
      '42704',
      `There is no serving endpoint named ${name} in this workspace. ai_query reaches Model Serving, never Databricks Apps.`,
    )
  }
  const modelParameters = named.get('modelparameters')
  if (modelParameters !== undefined && !isModel(endpoint)) {
    throw new SqlRefusal(
      'AI_FUNCTION_INVALID_MODEL_PARAMETERS.UNSUPPORTED_ENDPOINT_TYPE',
      '22023',
      `modelParameters are for foundation models, and ${name} is an agent.`,
    )
  }
  const returnType = literalOf(named, 'returntype')
  const inferred = isModel(endpoint) ? stringType : signatureOf(endpoint)
  const returns = returnType === undefined ? inferred : parseType(returnType)
  return {
    query: {
      endpoint,
      failOnError: failsOnError(named),
      takes: isModel(endpoint) && returns.kind === 'plain' ? 'text' : 'body',
      responseFormat: readResponseFormat(named, endpoint),
      returns,
    },
    request,
    modelParameters,
  }
}
