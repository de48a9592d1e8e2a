/** Strings, signs, and what is neither: numbers and the three words. */
const tokenShape = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s"[\]{}:,]+/g

/**
 * JSON as `to_json` of Databricks writes it: fields that are NULL are left out, entries of arrays stay. It goes over the
 * text that the engine wrote, because a number of JavaScript would lose digits of a BIGINT.
 */
export const withoutNulls = (text: string): string => {
  const tokens = (text.match(tokenShape) ?? []).values()
  const take = (): string => tokens.next().value ?? ''

  const rest = (opened: string): string => {
    const parts: string[] = []
    for (let token = take(); token !== '' && token !== '}' && token !== ']'; token = take()) {
      if (token === ',') continue
      if (opened === '[') parts.push(valueFrom(token))
      else {
        take()
        const value = valueFrom(take())
        if (value !== 'null') parts.push(`${token}:${value}`)
      }
    }
    return opened === '[' ? `[${parts.join(',')}]` : `{${parts.join(',')}}`
  }
  const valueFrom = (token: string): string => (token === '{' || token === '[' ? rest(token) : token)

  return valueFrom(take())
}
