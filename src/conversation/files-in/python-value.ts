import type { Json } from '../../lib/json.ts'

/**
 * What Python prints for a value (`repr`), read back: literals, containers, and the objects that clients print, such as
 * `ResponseTextDeltaEvent(delta='Hi', type='response.output_text.delta')`. Nothing is run. What has no counterpart in
 * JSON stays as the text that was printed.
 */
export interface PythonValue {
  readonly value: Json
  /** Where the text goes on behind it. */
  readonly end: number
}

/** No client nests deeper; a text that does is none of theirs. */
const deepest = 200

/** Not a value: thrown and caught in this file alone. */
class NotPython extends Error {}

/** One for all: most lines of a log are no values, and making an error is what costs. */
const notPython = new NotPython('This is no value of Python.')

const fail = (): never => {
  throw notPython
}

/** Those of JSON too: programs print it among their own words. */
const constants: Readonly<Record<string, Json>> = {
  True: true,
  true: true,
  False: false,
  false: false,
  None: null,
  null: null,
  NOT_GIVEN: null,
  Ellipsis: null,
  nan: null,
  inf: null,
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\u0007',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
}

const hexLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** Characters of the bytes of a `b'…'`, which stand for UTF-8. */
const decodedBytes = (text: string): string =>
  new TextDecoder().decode(Uint8Array.from(text, (character) => character.charCodeAt(0)))

class Reader {
  at: number
  readonly text: string
  /** Steps that are left: a text can be made so that every attempt to read it fails at its end. */
  #budget: number

  constructor(text: string, at: number, budget: number) {
    this.text = text
    this.at = at
    this.#budget = budget
  }

  get budget(): number {
    return this.#budget
  }

  spend(steps = 1): void {
    this.#budget -= steps
    if (this.#budget < 0) fail()
  }

  peek(): string {
    return this.text[this.at] ?? ''
  }

  skipSpace(): void {
    while (/\s/.test(this.peek()) && this.at < this.text.length) {
      this.at += 1
      this.spend()
    }
  }

  take(character: string): boolean {
    if (this.peek() !== character) return false
    this.at += 1
    return true
  }

  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    if (found === undefined) return undefined
    this.at += found.length
    this.spend(found.length)
    return found
  }
}

const namePattern = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y
const numberPattern = /[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const prefixPattern = /[rRbBuUfF]{0,2}(?=['"])/y

const readEscape = (reader: Reader): string => {
  const kind = reader.peek()
  reader.at += 1
  const length = hexLengths[kind]
  if (length === undefined) return Object.hasOwn(escapes, kind) ? (escapes[kind] ?? '') : `\\${kind}`
  const digits = reader.text.slice(reader.at, reader.at + length)
  const code = /^[\da-f]+$/i.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : Number.NaN
  if (!(code <= 0x10ffff)) return fail()
  reader.at += length
  return String.fromCodePoint(code)
}

const readQuoted = (reader: Reader, isRaw: boolean): string => {
  const quote = reader.peek()
  const triple = reader.text.startsWith(quote.repeat(3), reader.at)
  const close = triple ? quote.repeat(3) : quote
  reader.at += close.length
  const pieces: string[] = []
  for (;;) {
    const from = reader.at
    while (reader.at < reader.text.length && reader.peek() !== '\\' && reader.peek() !== quote) {
      if (!triple && reader.peek() === '\n') return fail()
      reader.at += 1
    }
    reader.spend(reader.at - from + 1)
    pieces.push(reader.text.slice(from, reader.at))
    if (reader.at >= reader.text.length) return fail()
    if (reader.text.startsWith(close, reader.at)) {
      reader.at += close.length
      return pieces.join('')
    }
    const character = reader.peek()
    reader.at += 1
    if (character !== '\\') pieces.push(character)
    else if (isRaw) pieces.push(`\\${reader.text[reader.at++] ?? ''}`)
    else pieces.push(readEscape(reader))
  }
}

/** One string, or several in a row, which Python joins: `pprint` breaks long ones so, inside of brackets. */
const readString = (reader: Reader, depth: number): string => {
  const pieces: string[] = []
  for (;;) {
    const prefix = (reader.match(prefixPattern) ?? '').toLowerCase()
    const text = readQuoted(reader, prefix.includes('r'))
    pieces.push(prefix.includes('b') ? decodedBytes(text) : text)
    if (depth === 0) break
    const before = reader.at
    reader.skipSpace()
    prefixPattern.lastIndex = reader.at
    if (prefixPattern.exec(reader.text) === null) {
      reader.at = before
      break
    }
  }
  return pieces.join('')
}

/** Values up to the closing bracket, with whatever stands between them. */
const readUntil = (reader: Reader, close: string, readOne: () => void): void => {
  for (;;) {
    reader.skipSpace()
    if (reader.take(close)) return
    readOne()
    reader.skipSpace()
    if (reader.take(close)) return
    if (!reader.take(',')) fail()
  }
}

const readList = (reader: Reader, close: string, depth: number): { values: Json[]; isTuple: boolean } => {
  const values: Json[] = []
  const from = reader.at
  readUntil(reader, close, () => values.push(readValue(reader, depth)))
  return { values, isTuple: values.length !== 1 || /,\s*\)$/.test(reader.text.slice(from, reader.at)) }
}

const keyOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

const readBraces = (reader: Reader, depth: number): Json => {
  const entries: [string, Json][] = []
  const members: Json[] = []
  readUntil(reader, '}', () => {
    const value = readValue(reader, depth)
    reader.skipSpace()
    if (!reader.take(':')) members.push(value)
    else entries.push([keyOf(value), readValue(reader, depth)])
  })
  return members.length > 0 && entries.length === 0 ? members : Object.fromEntries(entries)
}

const keywordPattern = /[A-Za-z_]\w*\s*=(?!=)/y

/** `Name(key=value, …)`: an object of its fields. A single value in brackets is what it wraps: `UUID('…')`. */
const readCall = (reader: Reader, start: number, depth: number): Json => {
  const entries: [string, Json][] = []
  const values: Json[] = []
  readUntil(reader, ')', () => {
    const keyword = reader.match(keywordPattern)
    reader.skipSpace()
    const value = readValue(reader, depth)
    if (keyword === undefined) values.push(value)
    // A client's object has every field of its class; those that did not come over the wire are None.
    else if (value !== null) entries.push([keyword.replace(/\s*=$/, ''), value])
  })
  if (values.length === 0) return Object.fromEntries(entries)
  if (values.length === 1 && entries.length === 0 && typeof values[0] === 'string') return values[0]
  return reader.text.slice(start, reader.at)
}

/** `<Role.user: 'user'>` is what an enumeration prints; anything else in angle brackets stays text. */
const readAngle = (reader: Reader, start: number, depth: number): Json => {
  const enumeration = reader.match(/[\w.]+:\s*(?=['"\d])/y)
  if (enumeration !== undefined) {
    const value = readValue(reader, depth)
    reader.skipSpace()
    return reader.take('>') ? value : fail()
  }
  return reader.match(/[^<>\n]*>/y) === undefined ? fail() : reader.text.slice(start, reader.at)
}

const readName = (reader: Reader, depth: number): Json => {
  const start = reader.at
  const name = reader.match(namePattern) ?? fail()
  if (Object.hasOwn(constants, name)) return constants[name] ?? null
  // `ParsedResponse[NoneType](…)`: what a generic class was made for says nothing about the value.
  reader.match(/\[[\w.,\s[\]]*\](?=\()/y)
  if (reader.take('(')) return readCall(reader, start, depth)
  return name.includes('.') ? name : fail()
}

const readValue = (reader: Reader, above: number): Json => {
  const depth = above + 1
  if (depth > deepest) return fail()
  reader.spend()
  reader.skipSpace()
  const start = reader.at
  prefixPattern.lastIndex = start
  if (prefixPattern.exec(reader.text) !== null) return readString(reader, above)
  if (reader.take('[')) return readList(reader, ']', depth).values
  if (reader.take('{')) return readBraces(reader, depth)
  if (reader.take('(')) {
    const { values, isTuple } = readList(reader, ')', depth)
    return isTuple ? values : (values[0] ?? null)
  }
  if (reader.take('<')) return readAngle(reader, start, depth)
  const digits = reader.match(numberPattern)
  if (digits !== undefined) {
    const number = Number(digits.replaceAll('_', ''))
    return Number.isFinite(number) ? number : fail()
  }
  return readName(reader, depth)
}

/** `key=value key=value`: what pydantic prints for an object without naming its class. */
const readBareFields = (reader: Reader): Json => {
  const entries: [string, Json][] = []
  for (;;) {
    const keyword = reader.match(keywordPattern)
    if (keyword === undefined) break
    const value = readValue(reader, 1)
    if (value !== null) entries.push([keyword.replace(/\s*=$/, ''), value])
    if (reader.match(/[ \t]+(?=[A-Za-z_]\w*=)/y) === undefined) break
  }
  return entries.length === 0 ? fail() : Object.fromEntries(entries)
}

/** A few seconds of work, whatever is in the text. */
const mostSteps = 40_000_000

/** Reads values one after the other, with a limit to how much trying is worth. */
export const createPythonReader = (text: string) => {
  let budget = Math.min(4 * text.length + 1_000_000, mostSteps)

  /** The value that begins here; undefined where none does. */
  const valueAt = (at: number): PythonValue | undefined => {
    if (budget <= 0) return undefined
    const reader = new Reader(text, at, budget)
    try {
      keywordPattern.lastIndex = at
      const value = keywordPattern.test(text) ? readBareFields(reader) : readValue(reader, 0)
      return { value, end: reader.at }
    } catch (thrown) {
      if (thrown instanceof NotPython) return undefined
      throw thrown
    } finally {
      budget = Math.max(0, reader.budget)
    }
  }
  return { valueAt, isSpent: () => budget <= 0 }
}
