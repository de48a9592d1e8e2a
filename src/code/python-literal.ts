import type { Json } from '../lib/json.ts'
import { escapeUnseen } from '../lib/unseen.ts'
import { writeLiteral, type LiteralSyntax } from './literal-layout.ts'

/** JSON's escapes all mean the same to Python but `\/`, which `JSON.stringify` never writes. */
export const pythonString = (text: string): string => escapeUnseen(JSON.stringify(text))

const scalar = (value: string | number | boolean | null): string => {
  if (typeof value === 'string') return pythonString(value)
  if (typeof value === 'number') return JSON.stringify(value)
  return value === null ? 'None' : value ? 'True' : 'False'
}

const syntax: LiteralSyntax = { scalar, key: pythonString, step: '    ', padding: '' }

export const pythonLiteral = (json: Json, indent = ''): string => writeLiteral(json, syntax, indent)
