import { isObject, parseJson, type Json } from '../lib/json.ts'

const strip = (json: Json): Json => {
  if (Array.isArray(json)) return json.map(strip)
  if (!isObject(json)) return json
  return Object.fromEntries(
    Object.entries(json)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, strip(value)]),
  )
}

/** JSON as `to_json` of Databricks writes it: fields that are NULL are left out, entries of arrays stay. */
export const withoutNulls = (text: string): string => {
  const parsed = parseJson(text)
  return parsed.ok ? JSON.stringify(strip(parsed.value)) : text
}
