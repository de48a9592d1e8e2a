import type { Json } from '../lib/json.ts'
import { escapeUnseen } from '../lib/unseen.ts'
import { writeLiteral, type LiteralSyntax } from './literal-layout.ts'

export const javascriptString = (text: string): string => escapeUnseen(JSON.stringify(text))

/** A plain `__proto__:` in an object literal sets the prototype, so that name is written as a computed one. */
const key = (name: string): string => {
  if (name === '__proto__') return '["__proto__"]'
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : javascriptString(name)
}

const syntax: LiteralSyntax = {
  scalar: (value) => (typeof value === 'string' ? javascriptString(value) : JSON.stringify(value)),
  key,
  step: '  ',
  padding: ' ',
}

export const javascriptLiteral = (json: Json, indent = ''): string => writeLiteral(json, syntax, indent)
