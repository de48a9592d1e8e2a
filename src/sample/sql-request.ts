import { arrayOf, fieldOf, isObject, stringOf, type Json } from '../lib/json.ts'
import type { SqlParameter } from './sql-dialect.ts'

/** What `POST /api/2.0/sql/statements` asks for. */
export interface StatementRequest {
  readonly statement: string
  readonly warehouseId: string
  readonly parameters: readonly SqlParameter[]
  readonly waitSeconds: number
  readonly cancelsAfterWait: boolean
  readonly disposition: 'INLINE' | 'EXTERNAL_LINKS'
  readonly format: 'JSON_ARRAY' | 'CSV'
  readonly rowLimit: number | undefined
  readonly byteLimit: number | undefined
}

export type ReadStatementRequest =
  | { readonly ok: true; readonly request: StatementRequest }
  | { readonly ok: false; readonly detail: string }

/** Longest statement in bytes. */
const longestStatement = 16 * 1024 * 1024

const refused = (detail: string): ReadStatementRequest => ({ ok: false, detail })

const readWait = (body: Json): number | undefined => {
  const field = fieldOf(body, 'wait_timeout')
  if (field === undefined || field === null) return 10
  const seconds = typeof field === 'string' && /^\d{1,2}s$/.test(field) ? Number(field.slice(0, -1)) : Number.NaN
  return seconds === 0 || (seconds >= 5 && seconds <= 50) ? seconds : undefined
}

const readParameter = (parameter: Json): SqlParameter | undefined => {
  const name = stringOf(parameter, 'name')
  const value = fieldOf(parameter, 'value') ?? null
  const type = fieldOf(parameter, 'type') ?? 'STRING'
  const isGood = name !== undefined && (value === null || typeof value === 'string') && typeof type === 'string'
  return isGood ? { name, value, type } : undefined
}

/** A limit that has to be a whole number above zero; `NaN` where it is something else. */
const readLimit = (body: Json, name: string): number | undefined => {
  const field = fieldOf(body, name)
  if (field === undefined || field === null) return undefined
  const limit = typeof field === 'string' ? Number(field) : field
  return typeof limit === 'number' && Number.isInteger(limit) && limit > 0 ? limit : Number.NaN
}

const choiceOf = <Choice extends string>(
  body: Json,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice | undefined => {
  const field = fieldOf(body, name) ?? choices[0]
  return choices.find((choice) => choice === field)
}

export const readStatementRequest = (body: Json): ReadStatementRequest => {
  if (!isObject(body)) return refused('The request body is no JSON object.')
  const warehouseId = stringOf(body, 'warehouse_id')
  if (warehouseId === undefined || warehouseId === '') return refused('Missing required field: warehouse_id')
  const statement = stringOf(body, 'statement')
  if (statement === undefined || statement.trim() === '') return refused('Missing required field: statement')
  if (Buffer.byteLength(statement) > longestStatement) return refused('statement is longer than 16 MiB.')
  const waitSeconds = readWait(body)
  if (waitSeconds === undefined) return refused('wait_timeout has to be 0s or between 5s and 50s.')
  const afterWait = choiceOf(body, 'on_wait_timeout', ['CONTINUE', 'CANCEL'])
  if (afterWait === undefined) return refused('on_wait_timeout has to be CONTINUE or CANCEL.')
  const disposition = choiceOf(body, 'disposition', ['INLINE', 'EXTERNAL_LINKS'])
  if (disposition === undefined) return refused('disposition has to be INLINE or EXTERNAL_LINKS.')
  const format = choiceOf(body, 'format', ['JSON_ARRAY', 'CSV', 'ARROW_STREAM'])
  if (format === undefined) return refused('format has to be JSON_ARRAY, CSV or ARROW_STREAM.')
  if (disposition === 'INLINE' && format !== 'JSON_ARRAY') {
    return refused('The format field must be JSON_ARRAY when the disposition field is INLINE.')
  }
  if (format === 'ARROW_STREAM') return refused('The sample workspace writes no ARROW_STREAM; use JSON_ARRAY or CSV.')
  const parameters = (arrayOf(body, 'parameters') ?? []).map(readParameter)
  const read = parameters.filter((parameter) => parameter !== undefined)
  if (read.length < parameters.length)
    return refused('Each of the parameters needs a name, and a value that is a string.')
  const [rowLimit, byteLimit] = [readLimit(body, 'row_limit'), readLimit(body, 'byte_limit')]
  if (Number.isNaN(rowLimit) || Number.isNaN(byteLimit)) {
    return refused('row_limit and byte_limit have to be whole numbers above 0.')
  }
  return {
    ok: true,
    request: {
      statement,
      warehouseId,
      parameters: read,
      waitSeconds,
      cancelsAfterWait: afterWait === 'CANCEL',
      disposition,
      format,
      rowLimit,
      byteLimit,
    },
  }
}
