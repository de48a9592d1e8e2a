import type { Problem } from '../lib/problem.ts'
import type { StatementError } from './statement-answer.ts'

type Words = Pick<Problem, 'code' | 'title' | 'remedy' | 'who'>

interface Reason extends Words {
  /** Looked for in `error_code: message`. */
  readonly says: RegExp
}

/** Why statements with `ai_query` fail. The first that matches counts, so what is narrower stands first. */
const reasons: readonly Reason[] = [
  {
    says: /inline byte limit/i,
    code: 'result-too-large',
    title: 'The answers of one statement are larger than 25 MiB',
    remedy: 'Ask fewer questions in a statement, then ask the rest again.',
    who: 'you',
  },
  {
    says: /required scopes?|insufficient_scope/i,
    code: 'scope-missing',
    title: 'The sign-in lacks a scope for SQL',
    remedy: 'Ask for all-apis, or sql and model-serving, under Advanced of the workspace, and sign in again.',
    who: 'workspace admin',
  },
  {
    says: /classic|serverless or (?:a )?pro|AI_FUNCTION_UNSUPPORTED|is not (?:available|supported|enabled).*ai_query|ai_query.*is not (?:available|supported|enabled)/i,
    code: 'warehouse-without-ai-query',
    title: 'This SQL warehouse cannot run ai_query',
    remedy: 'Choose a serverless or pro warehouse. If it is one, ai_query may not be offered in its region.',
    who: 'workspace admin',
  },
  {
    says: /PERMISSION|not authorized|CAN[ _]QUERY|does not have .*(?:permission|privilege|access)|FORBIDDEN|\b403\b/i,
    code: 'endpoint-forbidden',
    title: 'You may not query this endpoint from SQL',
    remedy: 'Ask its owner for CAN QUERY on the serving endpoint.',
    who: 'workspace admin',
  },
  {
    says: /ENDPOINT_NOT_FOUND|RESOURCE_DOES_NOT_EXIST|endpoint.*(?:does not exist|not found|not ready)/i,
    code: 'endpoint-gone',
    title: 'The warehouse finds no such serving endpoint',
    remedy: 'Look at the endpoint in the list on the left: it may be deleted, renamed or not ready.',
    who: 'agent author',
  },
  {
    says: /MODEL_SCHEMA_PARSE|INVALID_MODEL|DATATYPE_MISMATCH|returnType|CAST_INVALID|schema/i,
    code: 'request-shape-refused',
    title: 'The endpoint takes another form of request',
    remedy: 'Choose another form under “Request”, and start again.',
    who: 'you',
  },
  {
    says: /REMOTE_FUNCTION_HTTP/i,
    code: 'endpoint-failed',
    title: 'The endpoint answered the warehouse with an error',
    remedy: 'Ask it one of the questions in the chat: its own words stand there.',
    who: 'agent author',
  },
  {
    says: /UNRESOLVED_ROUTINE|PARSE_SYNTAX_ERROR|UNBOUND_SQL_PARAMETER/i,
    code: 'statement-not-understood',
    title: 'The warehouse does not understand the statement',
    remedy: 'Its runtime may be older than ai_query with failOnError. Choose another warehouse, or report this.',
    who: 'workspace admin',
  },
  {
    says: /^RESOURCE_EXHAUSTED/,
    code: 'warehouse-exhausted',
    title: 'The SQL warehouse has no room for the statement',
    remedy: 'Wait until it has less to do, ask fewer questions in a statement, or choose a larger one.',
    who: 'you',
  },
  {
    says: /^DEADLINE_EXCEEDED/,
    code: 'statement-too-slow',
    title: 'The statement took longer than the warehouse allows',
    remedy: 'Ask fewer questions in a statement.',
    who: 'you',
  },
  {
    says: /^(?:TEMPORARILY_UNAVAILABLE|SERVICE_UNDER_MAINTENANCE|WORKSPACE_TEMPORARILY_UNAVAILABLE|INTERNAL_ERROR|IO_ERROR)/,
    code: 'warehouse-unavailable',
    title: 'The SQL warehouse cannot do it right now',
    remedy: 'Try again in a moment.',
    who: 'Databricks',
  },
]

const unknown: Words = {
  code: 'statement-failed',
  title: 'The SQL warehouse could not run the statement',
  remedy: 'See its own words above; the statement can be tried in the SQL editor.',
  who: 'you',
}

/** A statement that failed inside an answer with status 200, in words. */
export const statementProblem = ({ code, message, sqlState }: StatementError, warehouse: string): Problem => {
  const { says: _, ...words } = reasons.find(({ says }) => says.test(`${code}: ${message}`)) ?? {
    ...unknown,
    says: undefined,
  }
  const state = sqlState === undefined || message.includes(sqlState) ? '' : ` SQLSTATE ${sqlState}.`
  return { kind: 'http', ...words, detail: `${warehouse} said ${code}: ${message}${state}` }
}

/** Its result is gone: it is kept for an hour, and a statement that nobody asks about is dropped after 15 minutes. */
export const expiredProblem = (warehouse: string): Problem => ({
  kind: 'http',
  code: 'statement-expired',
  title: 'The result of the statement is not there any more',
  detail: `${warehouse} keeps a result for an hour, and drops a statement after 15 minutes in which nobody asked about it.`,
  remedy: 'Ask the rest again. The endpoint may have answered these questions once already.',
  who: 'you',
})

/** What answered was no answer of this API. */
export const unreadableProblem = (warehouse: string, excerpt: string): Problem => ({
  kind: 'protocol',
  code: 'statement-answer-unreadable',
  title: 'The workspace answered in a form that is not that of a statement',
  detail: `Asked about a statement on ${warehouse}, it sent: ${excerpt.slice(0, 300)}`,
  remedy: 'Check that the address is that of a workspace, then try again.',
  who: 'Databricks',
})

/** The calls around a statement fail as any call does; what is not found here is the warehouse. */
export const callProblem = (problem: Problem, warehouse: string): Problem =>
  problem.code === 'not-found'
    ? {
        ...problem,
        code: 'warehouse-gone',
        title: `The SQL warehouse ${warehouse} is not there any more`,
        remedy: 'Choose another one.',
      }
    : problem
