/** What `JSON.parse` can return. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

export type ParsedJson = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly detail: string }

/** `JSON.parse` with its failure as a value. `JSON.parse` itself is typed `any`; this is the one border. */
export const parseJson = (text: string): ParsedJson => {
  try {
    return { ok: true, value: JSON.parse(text) as Json }
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) }
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Own property only, so that `__proto__` and `constructor` of hostile JSON find nothing. */
export const fieldOf = (value: unknown, name: string): Json | undefined =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined

export const stringOf = (value: unknown, name: string): string | undefined => {
  const field = fieldOf(value, name)
  return typeof field === 'string' ? field : undefined
}

export const numberOf = (value: unknown, name: string): number | undefined => {
  const field = fieldOf(value, name)
  return typeof field === 'number' ? field : undefined
}

export const arrayOf = (value: unknown, name: string): readonly Json[] | undefined => {
  const field = fieldOf(value, name)
  return Array.isArray(field) ? field : undefined
}

/** Names and values of a field that is an object. */
export const entriesOf = (value: unknown, name: string): readonly (readonly [name: string, value: Json])[] => {
  const field = fieldOf(value, name)
  return isObject(field) ? Object.entries(field) : []
}

/** A record's own entry: a key that came from outside must not find what every object inherits. */
export const entryOf = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined
