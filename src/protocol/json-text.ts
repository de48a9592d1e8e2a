import { isObject, type Json } from '../lib/json.ts'

/** `JSON.stringify`, which overflows the stack on values that `JSON.parse` still reads. */
export const jsonText = (json: Json): string => {
  try {
    return JSON.stringify(json)
  } catch {
    return '(JSON that is nested too deeply)'
  }
}

const deepest = 200

/** The same value with the fields of its objects in alphabetical order, so that equal values have equal text. */
export const canonicalJson = (json: Json, depth = 0): Json => {
  if (depth > deepest) return '…'
  if (Array.isArray(json)) return json.map((entry: Json) => canonicalJson(entry, depth + 1))
  if (!isObject(json)) return json
  const names = Object.keys(json).sort()
  return Object.fromEntries(names.map((name) => [name, canonicalJson(json[name] ?? null, depth + 1)]))
}
