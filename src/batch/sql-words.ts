export interface SqlWord {
  readonly kind: 'keyword' | 'name' | 'text' | 'parameter' | 'other'
  readonly text: string
}

const keywords = new Set(['SELECT', 'FROM', 'AS', 'ORDER', 'BY'])

const kindOf = (text: string): SqlWord['kind'] => {
  if (text.startsWith("'")) return 'text'
  if (text.startsWith(':')) return 'parameter'
  if (keywords.has(text)) return 'keyword'
  return /^[a-z_]/i.test(text) ? 'name' : 'other'
}

/** The statement in pieces to be coloured. It is our own text, so that four kinds of them are enough. */
export const sqlWords = (statement: string): readonly SqlWord[] =>
  (statement.match(/'(?:\\.|[^'\\])*'|:[a-z_]+|[a-z_][a-z0-9_]*|[^'a-z_:]+|[':]/gi) ?? []).map((text) => ({
    kind: kindOf(text),
    text,
  }))
