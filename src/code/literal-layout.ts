import { isObject, type Json } from '../lib/json.ts'

/** How a language writes values. */
export interface LiteralSyntax {
  readonly scalar: (value: string | number | boolean | null) => string
  readonly key: (name: string) => string
  /** One level of indentation. */
  readonly step: string
  /** Between a brace and what it holds, on one line. */
  readonly padding: string
}

/** Columns of a line of code. */
const width = 96

const onOneLine = (json: Json, syntax: LiteralSyntax): string => {
  if (Array.isArray(json)) return `[${json.map((entry: Json) => onOneLine(entry, syntax)).join(', ')}]`
  if (!isObject(json)) return syntax.scalar(json as string | number | boolean | null)
  const entries = Object.entries(json).map(([name, value]) => `${syntax.key(name)}: ${onOneLine(value, syntax)}`)
  return entries.length === 0 ? '{}' : `{${syntax.padding}${entries.join(', ')}${syntax.padding}}`
}

const isShort = (json: Json, room: number): boolean => {
  let left = room
  const take = (value: Json): boolean => {
    if (Array.isArray(value)) left -= 2 + 2 * value.length
    else if (isObject(value)) left -= 2 + Object.keys(value).reduce((sum, name) => sum + name.length + 6, 0)
    else left -= String(value).length
    if (left < 0) return false
    return typeof value !== 'object' || value === null || Object.values(value).every(take)
  }
  return take(json)
}

/** A JSON value as a literal: on one line where it fits, else one entry a line. */
export const writeLiteral = (json: Json, syntax: LiteralSyntax, indent = ''): string => {
  // What is certainly too long is not written twice at every level.
  if (typeof json !== 'object' || json === null) return syntax.scalar(json)
  if (isShort(json, width)) {
    const line = onOneLine(json, syntax)
    if (line.length + indent.length <= width) return line
  }
  const inner = indent + syntax.step
  if (Array.isArray(json)) {
    const entries = json.map((entry: Json) => `${inner}${writeLiteral(entry, syntax, inner)},\n`)
    return `[\n${entries.join('')}${indent}]`
  }
  const entries = Object.entries(json).map(
    ([name, value]) => `${inner}${syntax.key(name)}: ${writeLiteral(value, syntax, inner)},\n`,
  )
  return `{\n${entries.join('')}${indent}}`
}
