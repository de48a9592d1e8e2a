/**
 * Reads a statement in the dialect of Databricks into tokens. Comments and spaces are no tokens; where a token stood is
 * kept, so that a message can point at it and a column can be named by the text that it was written with.
 */
export type SqlToken = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'word'; readonly text: string }
  /** A name in backticks. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly text: string }
  /** A named parameter marker, `:name`. */
  | { readonly kind: 'marker'; readonly name: string }
  | { readonly kind: 'symbol'; readonly text: string }
)

/** A statement that is refused before the engine sees it; `condition` and `state` as Databricks names such errors. */
export class SqlRefusal extends Error {
  override readonly name = 'SqlRefusal'
  readonly state: string
  constructor(condition: string, state: string, sentence: string) {
    super(`[${condition}] ${sentence} SQLSTATE: ${state}`)
    this.state = state
  }
}

export const syntaxError = (near: string): SqlRefusal =>
  new SqlRefusal('PARSE_SYNTAX_ERROR', '42601', `Syntax error at or near ${near}.`)

const wordShape = /[\p{L}_][\p{L}\p{N}_]*/uy
const numberShape = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?:BD|[LSYDF])?(?![\p{L}\p{N}_])/iuy
/** Longest first. `>>` is no symbol of its own: it also ends nested types. */
const symbolShape = /<=>|=>|->|::|\|\||<=|>=|<>|!=|==|[-+*/%~&|^<>=!.,;()[\]{}?:@$#]/y
const spaceShape = /\s+/y

const matchAt = (shape: RegExp, text: string, at: number): string | undefined => {
  shape.lastIndex = at
  return shape.exec(text)?.[0]
}

/** Where a comment that begins here ends; the same place where none begins. Bracketed comments nest. */
const afterComment = (text: string, start: number): number => {
  if (text.startsWith('--', start)) {
    const end = text.indexOf('\n', start)
    return end === -1 ? text.length : end + 1
  }
  if (!text.startsWith('/*', start)) return start
  let depth = 0
  for (let at = start; at < text.length;) {
    if (text.startsWith('/*', at)) {
      depth += 1
      at += 2
    } else if (text.startsWith('*/', at)) {
      depth -= 1
      at += 2
      if (depth === 0) return at
    } else at += 1
  }
  throw new SqlRefusal('UNCLOSED_BRACKETED_COMMENT', '42601', 'Found an unclosed bracketed comment. Append */ to it.')
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\u001a',
  // Both stay patterns of LIKE.
  '%': '\\%',
  _: '\\_',
}

const escapeShape = /u(?<short>[\da-fA-F]{4})|U(?<long>[\da-fA-F]{8})|(?<octal>[01][0-7]{2})|(?<other>[\s\S])/uy

/** One backslash escape: the text that it stands for, and how much of the source it took after the backslash. */
const readEscape = (text: string, at: number): { readonly value: string; readonly length: number } | undefined => {
  escapeShape.lastIndex = at
  const found = escapeShape.exec(text)
  if (found === null) return undefined
  const { short, long, octal, other } = found.groups ?? {}
  if (short !== undefined) return { value: String.fromCharCode(Number.parseInt(short, 16)), length: 5 }
  if (long !== undefined && Number.parseInt(long, 16) <= 0x10_ff_ff) {
    return { value: String.fromCodePoint(Number.parseInt(long, 16)), length: 9 }
  }
  if (octal !== undefined) return { value: String.fromCharCode(Number.parseInt(octal, 8)), length: 3 }
  const character = other ?? text[at] ?? ''
  return { value: Object.hasOwn(escapes, character) ? (escapes[character] ?? '') : character, length: character.length }
}

const readString = (text: string, start: number, raw: boolean): SqlToken => {
  const open = start + (raw ? 1 : 0)
  const quote = text[open] ?? ''
  let value = ''
  for (let at = open + 1; at < text.length;) {
    const character = text[at] ?? ''
    if (character === quote) return { kind: 'string', value, start, end: at + 1 }
    const escape = character === '\\' && !raw ? readEscape(text, at + 1) : undefined
    value += escape?.value ?? character
    at += escape === undefined ? 1 : 1 + escape.length
  }
  throw syntaxError(`${quote}: the literal that begins at character ${start} has no end`)
}

const readName = (text: string, start: number): SqlToken => {
  let name = ''
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== '`') name += text[at]
    else if (text[at + 1] === '`') {
      name += '`'
      at += 1
    } else return { kind: 'name', name, start, end: at + 1 }
  }
  throw syntaxError(`a backtick: the name that begins at character ${start} has no end`)
}

/** After these a colon takes a field out of JSON (`column:path`); elsewhere it begins a parameter. */
const endsOperand = (token: SqlToken | undefined): boolean =>
  token?.kind === 'name' ||
  token?.kind === 'word' ||
  (token?.kind === 'symbol' && (token.text === ')' || token.text === ']'))

const readMarker = (text: string, start: number, before: SqlToken | undefined): SqlToken | undefined => {
  if (text[start] !== ':' || (endsOperand(before) && before?.end === start)) return undefined
  const name = matchAt(wordShape, text, start + 1)
  return name === undefined ? undefined : { kind: 'marker', name, start, end: start + 1 + name.length }
}

const readToken = (text: string, start: number, before: SqlToken | undefined): SqlToken => {
  const character = text[start] ?? ''
  if (character === "'" || character === '"') return readString(text, start, false)
  if (/^r['"]/i.test(text.slice(start, start + 2))) return readString(text, start, true)
  if (character === '`') return readName(text, start)
  const marker = readMarker(text, start, before)
  if (marker !== undefined) return marker
  const number = matchAt(numberShape, text, start)
  if (number !== undefined) return { kind: 'number', text: number, start, end: start + number.length }
  const word = matchAt(wordShape, text, start)
  if (word !== undefined) return { kind: 'word', text: word, start, end: start + word.length }
  const symbol = matchAt(symbolShape, text, start)
  if (symbol !== undefined) return { kind: 'symbol', text: symbol, start, end: start + symbol.length }
  throw syntaxError(`'${String.fromCodePoint(text.codePointAt(start) ?? 0)}'`)
}

/** All tokens of a statement. Literals that follow each other are one literal, as Databricks reads them. */
export const readTokens = (text: string): readonly SqlToken[] => {
  const tokens: SqlToken[] = []
  for (let at = 0; at < text.length;) {
    const passed = afterComment(text, at + (matchAt(spaceShape, text, at)?.length ?? 0))
    if (passed > at) {
      at = passed
      continue
    }
    const before = tokens.at(-1)
    const token = readToken(text, at, before)
    if (token.kind === 'string' && before?.kind === 'string') {
      tokens[tokens.length - 1] = { ...before, value: before.value + token.value, end: token.end }
    } else tokens.push(token)
    at = token.end
  }
  return tokens
}
