import { isObject, parseJson } from '../lib/json.ts'

/** What the text of `custom_inputs` amounts to. Empty text means that none are sent. */
export type CustomInputs =
  | { readonly kind: 'empty' }
  | { readonly kind: 'object'; readonly keys: number }
  | { readonly kind: 'invalid'; readonly detail: string }

export const readCustomInputs = (text: string): CustomInputs => {
  if (text.trim() === '') return { kind: 'empty' }
  const parsed = parseJson(text)
  if (!parsed.ok) return { kind: 'invalid', detail: `custom_inputs is not valid JSON: ${parsed.detail}` }
  if (!isObject(parsed.value)) return { kind: 'invalid', detail: 'custom_inputs must be a JSON object' }
  return { kind: 'object', keys: Object.keys(parsed.value).length }
}
