import { isObject, type Json } from '../lib/json.ts'
import { sqlString } from '../lib/sql-string.ts'

export type SqlValue = { readonly ok: true; readonly sql: string } | { readonly ok: false; readonly why: string }

/** The type of a value as SQL sees it; an array needs one for all of its entries. */
const shapeOf = (json: Json): string => {
  if (json === null) return 'null'
  if (Array.isArray(json)) return `[${[...new Set(json.map(shapeOf))].join('|')}]`
  if (!isObject(json)) return typeof json
  return `{${Object.entries(json)
    .map(([name, value]) => `${JSON.stringify(name)}:${shapeOf(value)}`)
    .join(',')}}`
}

const all = (values: readonly SqlValue[], write: (parts: readonly string[]) => string): SqlValue => {
  const refused = values.find((value) => !value.ok)
  if (refused !== undefined) return refused
  return { ok: true, sql: write(values.flatMap((value) => (value.ok ? [value.sql] : []))) }
}

/** A JSON value as an expression of Databricks SQL: structs and arrays, which are typed. */
export const sqlValue = (json: Json): SqlValue => {
  if (json === null) return { ok: true, sql: 'NULL' }
  if (typeof json === 'string') return { ok: true, sql: sqlString(json) }
  if (typeof json !== 'object') return { ok: true, sql: JSON.stringify(json) }
  if (Array.isArray(json)) {
    const entries: readonly Json[] = json
    if (new Set(entries.map(shapeOf)).size > 1) {
      return { ok: false, why: 'SQL has no array whose entries differ in type' }
    }
    return all(entries.map(sqlValue), (parts) => `array(${parts.join(', ')})`)
  }
  const entries = Object.entries(json as Readonly<Record<string, Json>>)
  if (entries.length === 0) return { ok: false, why: 'SQL has no struct without fields' }
  return all(
    entries.map(([, value]) => sqlValue(value)),
    (parts) =>
      `named_struct(${parts.map((part, index) => `${sqlString(entries[index]?.[0] ?? '')}, ${part}`).join(', ')})`,
  )
}
