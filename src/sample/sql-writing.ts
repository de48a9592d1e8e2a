/** A name as DuckDB quotes it. */
export const duckName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A text as a literal of DuckDB, which knows no escape but the doubled quote and no NUL inside a statement. */
export const duckLiteral = (text: string): string => {
  const parts = text.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`)
  return parts.length === 1 ? parts.join('') : `(${parts.join(' || chr(0) || ')})`
}
