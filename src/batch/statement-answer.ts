import { arrayOf, fieldOf, numberOf, stringOf, type Json } from '../lib/json.ts'

/** What a statement that failed says of itself, inside an answer with HTTP status 200. */
export interface StatementError {
  readonly code: string
  readonly message: string
  readonly sqlState: string | undefined
}

/** Cells are text or null, whatever their column's type. */
export type ResultRow = readonly (string | null)[]

export interface ResultChunk {
  readonly rows: readonly ResultRow[]
  readonly next: number | undefined
}

/** An answer of the Statement Execution API, about one statement. */
export type StatementAnswer = { readonly id: string } & (
  | { readonly state: 'PENDING' | 'RUNNING' | 'CANCELED' | 'CLOSED' }
  | { readonly state: 'SUCCEEDED'; readonly chunk: ResultChunk; readonly truncated: boolean }
  | { readonly state: 'FAILED'; readonly error: StatementError }
)

const cellOf = (cell: Json): string | null => {
  if (cell === null || typeof cell === 'string') return cell
  return JSON.stringify(cell)
}

/** `GET …/result/chunks/{n}`, or `result` of the answer itself. */
export const chunkOf = (json: Json | undefined): ResultChunk => ({
  rows: (arrayOf(json, 'data_array') ?? []).flatMap((row) => (Array.isArray(row) ? [row.map(cellOf)] : [])),
  next: numberOf(json, 'next_chunk_index'),
})

/** Undefined where it is no such answer. */
export const statementAnswerOf = (json: Json): StatementAnswer | undefined => {
  const id = stringOf(json, 'statement_id')
  const status = fieldOf(json, 'status')
  const state = stringOf(status, 'state')
  if (id === undefined || id === '') return undefined
  switch (state) {
    case 'PENDING':
    case 'RUNNING':
    case 'CANCELED':
    case 'CLOSED':
      return { id, state }
    case 'SUCCEEDED': {
      const truncated = fieldOf(fieldOf(json, 'manifest'), 'truncated') === true
      return { id, state, chunk: chunkOf(fieldOf(json, 'result')), truncated }
    }
    case 'FAILED': {
      const error = fieldOf(status, 'error')
      return {
        id,
        state,
        error: {
          code: stringOf(error, 'error_code') ?? 'UNKNOWN',
          message: stringOf(error, 'message') ?? 'It does not say why.',
          sqlState: stringOf(status, 'sql_state'),
        },
      }
    }
    default:
      return undefined
  }
}
