import { escapeUnseen } from './unseen.ts'

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * A string literal of Databricks SQL, which reads backslash escapes in single quotes. A doubled quote is not an escape
 * there but the seam of two literals, so quotes are escaped with a backslash. `${` and `{{` begin a variable in notebooks
 * and in the SQL editor even inside a literal, hence they are taken apart.
 */
export const sqlString = (text: string): string => {
  const escaped = text
    .replaceAll(/[\\']/g, '\\$&')
    .replaceAll(/[\n\r\t]/g, (character) => short[character] ?? character)
    .replaceAll(/[$](?=\{)/g, '\\u0024')
    .replaceAll(/\{(?=\{)/g, '\\u007b')
  return `'${escapeUnseen(escaped)}'`
}

/** What may stand as an endpoint's name in a statement: `ai_query` takes a literal there, never a parameter. */
export const isEndpointName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name)
