import type { QueryEnd } from './sql-engine.ts'
import { SqlRefusal } from './sql-tokens.ts'

/** Why a statement failed, as `status` says it inside an answer with HTTP status 200. */
export interface StatementFailure {
  readonly code: string
  readonly message: string
  readonly sqlState?: string
}

/** What DuckDB calls a kind of failure, and what Databricks calls it. The first that matches counts. */
const conditions: readonly (readonly [begins: RegExp, condition: string, state: string])[] = [
  [/^Parser Error/, 'PARSE_SYNTAX_ERROR', '42601'],
  [/^Catalog Error: Table /, 'TABLE_OR_VIEW_NOT_FOUND', '42P01'],
  [/^Catalog Error: .*Function /, 'UNRESOLVED_ROUTINE', '42883'],
  [/^Binder Error: Referenced column/, 'UNRESOLVED_COLUMN', '42703'],
  [/^Binder Error/, 'DATATYPE_MISMATCH', '42K09'],
  [/^Conversion Error/, 'CAST_INVALID_INPUT', '22018'],
  [/^Permission Error/, 'INSUFFICIENT_PERMISSIONS', '42501'],
]

/**
 * The first line of what the engine says. The others quote the rewritten statement, which nobody wrote, or guess at
 * tables that only the engine has.
 */
const engineWords = (message: string): string =>
  message.replace(/^Failed to (?:extract statements|prepare|execute)[^:]*: /, '').split('\n')[0] ?? message

const stateIn = (message: string): { readonly sqlState?: string } => {
  const state = /SQLSTATE: ([0-9A-Z]{5})/.exec(message)?.[1]
  return state === undefined ? {} : { sqlState: state }
}

const engineFailure = (message: string): StatementFailure => {
  const words = engineWords(message)
  // What a call of an endpoint said comes through the engine, and has its condition already.
  if (words.startsWith('Invalid Input Error: [')) {
    return { code: 'BAD_REQUEST', message: words.slice(words.indexOf('[')), ...stateIn(words) }
  }
  if (/^Out of Memory|reaching memory limit/.test(words)) return { code: 'RESOURCE_EXHAUSTED', message: words }
  const known = conditions.find(([begins]) => begins.test(words))
  if (known === undefined) return { code: 'BAD_REQUEST', message: words }
  const [, condition, state] = known
  const sentence = words.replace(/^[A-Za-z ]+ Error: /, '').replace(/[.!]?$/, '.')
  return { code: 'BAD_REQUEST', message: `[${condition}] ${sentence} SQLSTATE: ${state}`, sqlState: state }
}

export const refusalFailure = (refusal: SqlRefusal): StatementFailure => ({
  code: 'BAD_REQUEST',
  message: refusal.message,
  sqlState: refusal.state,
})

const tooLarge = {
  INLINE:
    'Inline byte limit exceeded. Statements executed with disposition=INLINE can have a result size of at most 26214400 bytes. Please execute the statement with disposition=EXTERNAL_LINKS if you want to download the full result.',
  EXTERNAL_LINKS: 'The sample workspace keeps at most 64 MiB of a result. Ask for less, or give a byte_limit.',
} as const

export const failureOf = (
  end: Exclude<QueryEnd, { readonly kind: 'rows' | 'stopped' }>,
  disposition: keyof typeof tooLarge,
): StatementFailure => {
  switch (end.kind) {
    case 'failed':
      return engineFailure(end.message)
    case 'too-large':
      return { code: 'BAD_REQUEST', message: tooLarge[disposition] }
    case 'no-query':
      return refusalFailure(
        new SqlRefusal(
          'UNSUPPORTED_FEATURE',
          '0A000',
          'The sample workspace runs one query at a time, and only queries.',
        ),
      )
    case 'no-engine':
      return {
        code: 'INTERNAL_ERROR',
        message: `The SQL engine of the sample workspace (DuckDB) cannot be loaded on this computer (${process.platform}, ${process.arch}), so no statement runs here. Everything else of the sample workspace works. ${end.message}`,
      }
  }
}
