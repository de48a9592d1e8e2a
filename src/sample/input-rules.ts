import { arrayOf, fieldOf, isObject, stringOf, type Json } from '../lib/json.ts'

/** One thing that pydantic finds wrong: where, which rule, the rule's short name, and the value that broke it. */
export interface Violation {
  readonly at: string
  readonly rule: string
  readonly kind: string
  readonly value: Json
}

/** A value as Python prints it. */
const pythonText = (value: Json): string => {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') {
    const inner = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"')
    return value.includes("'") && !value.includes('"') ? `"${inner}"` : `'${inner.replaceAll("'", String.raw`\'`)}'`
  }
  if (!isObject(value)) return `[${value.map(pythonText).join(', ')}]`
  const entries = Object.entries(value).map(([name, field]) => `${pythonText(name)}: ${pythonText(field)}`)
  return `{${entries.join(', ')}}`
}

/** Pydantic keeps the two ends of a long value. */
const shortened = (text: string): string => (text.length <= 50 ? text : `${text.slice(0, 25)}...${text.slice(-24)}`)

const pythonType = (value: Json): string => {
  if (value === null) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (typeof value === 'string') return 'str'
  return isObject(value) ? 'dict' : 'list'
}

/** The text that MLflow's validator makes of violations. */
export const violationsText = (violations: readonly Violation[]): string =>
  [
    `Invalid parameters for ResponsesAgent: Invalid data for ResponsesAgentRequest: ${violations.length} validation ` +
      `${violations.length === 1 ? 'error' : 'errors'} for ResponsesAgentRequest`,
    ...violations.flatMap(({ at, rule, kind, value }) => [
      at,
      `  ${rule} [type=${kind}, input_value=${shortened(pythonText(value))}, input_type=${pythonType(value)}]`,
      `    For further information visit https://errors.pydantic.dev/2.14/v/${kind}`,
    ]),
  ].join('\n')

export const missing = (at: string, value: Json): Violation => ({
  at,
  rule: 'Field required',
  kind: 'missing',
  value,
})

export const notList = (at: string, value: Json): Violation => ({
  at,
  rule: 'Input should be a valid list',
  kind: 'list_type',
  value,
})

export const notDictionary = (at: string, value: Json): Violation => ({
  at,
  rule: 'Input should be a valid dictionary',
  kind: 'dict_type',
  value,
})

const notString = (at: string, value: Json): Violation => ({
  at,
  rule: 'Input should be a valid string',
  kind: 'string_type',
  value,
})

const refused = (at: string, why: string, value: Json): Violation => ({
  at,
  rule: `Value error, ${why}`,
  kind: 'value_error',
  value,
})

const roles = ['user', 'assistant', 'system', 'developer']
const inputParts = ['input_text', 'input_image', 'input_file']

const asMessage = (at: string, item: Json): readonly Violation[] => {
  const content = fieldOf(item, 'content')
  const parts = arrayOf(item, 'content')
  const found: Violation[] = []
  if (content === undefined) found.push(missing(`${at}.content`, item))
  else if (typeof content !== 'string' && parts === undefined) {
    found.push(notString(`${at}.content.str`, content))
    found.push(notList(`${at}.content.list[union[ResponseInputTextParam,dict[str,any]]]`, content))
  }
  if (fieldOf(item, 'role') === undefined) found.push(missing(`${at}.role`, item))
  if (found.length > 0) return found
  // MLflow checks the parts before the role, stops at the first that is wrong, and lets any part with a text be.
  const strange = parts?.find(
    (part) => stringOf(part, 'text') === undefined && !inputParts.includes(stringOf(part, 'type') ?? ''),
  )
  if (strange !== undefined) return [refused(at, `Invalid type: ${stringOf(strange, 'type') ?? ''}.`, item)]
  const role = stringOf(item, 'role') ?? ''
  const why = `Invalid role: ${role}. Must be 'user', 'assistant', 'system', or 'developer'.`
  return roles.includes(role) ? [] : [refused(at, why, item)]
}

/** Fields that an item must have. `list` and `string` say of which type; MLflow lets other fields be. */
const requiredFields: Readonly<Record<string, Readonly<Record<string, 'string' | 'list' | 'text' | 'boolean'>>>> = {
  message: { id: 'string', content: 'list' },
  function_call: { arguments: 'string', call_id: 'string', name: 'string' },
  function_call_output: { call_id: 'string', output: 'text' },
  reasoning: { id: 'string', summary: 'list' },
  mcp_approval_request: { id: 'string', arguments: 'string', name: 'string', server_label: 'string' },
  mcp_approval_response: { approval_request_id: 'string', approve: 'boolean' },
  file_search_call: {},
  computer_call: {},
  web_search_call: {},
}

const ofField = (at: string, value: Json, kind: 'string' | 'list' | 'text' | 'boolean'): readonly Violation[] => {
  switch (kind) {
    case 'string':
      return typeof value === 'string' ? [] : [notString(at, value)]
    case 'list':
      return Array.isArray(value) ? [] : [notList(at, value)]
    case 'boolean':
      return typeof value === 'boolean'
        ? []
        : [{ at, rule: 'Input should be a valid boolean', kind: 'bool_type', value }]
    case 'text':
      if (typeof value === 'string') return []
      if (!Array.isArray(value)) return [notString(`${at}.str`, value), notList(`${at}.list[dict[str,any]]`, value)]
      return value.every(isObject)
        ? []
        : [
            notString(`${at}.str`, value),
            ...value.flatMap((part, index) =>
              isObject(part) ? [] : [notDictionary(`${at}.list[dict[str,any]].${index}`, part)],
            ),
          ]
  }
}

const asOutputItem = (at: string, item: Json): readonly Violation[] => {
  const type = stringOf(item, 'type')
  if (type === undefined) return [missing(`${at}.type`, item)]
  const fields = Object.hasOwn(requiredFields, type) ? requiredFields[type] : undefined
  if (fields === undefined) return [refused(at, `Invalid type: ${type} for OutputItem`, item)]
  const found = Object.entries(fields).flatMap(([name, kind]) => {
    const value = fieldOf(item, name)
    return value === undefined ? [missing(`${at}.${name}`, item)] : ofField(`${at}.${name}`, value, kind)
  })
  if (found.length > 0 || type !== 'message') return found
  if (stringOf(item, 'role') !== undefined && stringOf(item, 'role') !== 'assistant') {
    return [refused(at, `Invalid role: ${stringOf(item, 'role')}. Must be 'assistant'.`, item)]
  }
  return arrayOf(item, 'content')?.length === 0 ? [refused(at, 'content must not be an empty list', item)] : []
}

const messagePath =
  'function-after[check_role(), function-after[check_content(), function-after[check_status(), Message]]]'
const outputItemPath = 'function-after[check_type(), OutputItem]'

/**
 * What MLflow's ResponsesAgentRequest finds wrong with one entry of `input`; nothing when it is a message as a person
 * writes them or an item as an agent puts them out. Types that MLflow does not know, such as `mcp_call`, are refused.
 */
export const itemViolations = (item: Json, index: number): readonly Violation[] => {
  const at = (path: string) => `input.${index}.${path}`
  if (!isObject(item)) {
    return [[messagePath, 'Message'] as const, [outputItemPath, 'OutputItem'] as const].map(([path, name]) => ({
      at: at(path),
      rule: `Input should be a valid dictionary or instance of ${name}`,
      kind: 'model_type',
      value: item,
    }))
  }
  const [message, output] = [asMessage(at(messagePath), item), asOutputItem(at(outputItemPath), item)]
  return message.length === 0 || output.length === 0 ? [] : [...message, ...output]
}
