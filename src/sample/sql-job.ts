import type { JsonObject } from '../lib/json.ts'

/* What the thread of the engine and its caller say to each other. Only plain data crosses. */

/** What a query may take and give. */
export interface SqlLimits {
  /** Rows of the result; what is more is left out, and the result is truncated. */
  readonly rows: number
  /** Bytes of the result as JSON; with `truncates` what is more is left out, else the query fails. */
  readonly bytes: number
  readonly truncates: boolean
  readonly rowsPerChunk: number
  readonly bytesPerChunk: number
}

export interface SqlJob {
  readonly sql: string
  readonly values: readonly (string | null)[]
  readonly limits: SqlLimits
}

/** One row's call of `ai_query`. */
export interface AiCall {
  /** Which `ai_query` of the statement. */
  readonly query: number
  /** JSON; null where the request was NULL. */
  readonly request: string | null
  readonly modelParameters: string | null
}

/** The answers to calls, as JSON of `{result, errorMessage}`, in the order of the calls; or what ends the statement. */
export type AiAnswers =
  | { readonly ok: true; readonly answers: readonly (string | null)[] }
  | { readonly ok: false; readonly message: string }

export type SqlRow = readonly (string | null)[]

/** From the thread. */
export type SqlNews =
  | { readonly kind: 'ready' }
  | { readonly kind: 'calls'; readonly calls: readonly AiCall[] }
  | { readonly kind: 'columns'; readonly columns: readonly JsonObject[] }
  | { readonly kind: 'chunk'; readonly rows: readonly SqlRow[]; readonly bytes: number }
  | { readonly kind: 'done'; readonly truncated: boolean }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'no-query' }
