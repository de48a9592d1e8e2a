import { arrayOf, fieldOf, numberOf, stringOf, type Json, type JsonObject } from '../../lib/json.ts'

/** What the cards of a model's own tools say in one line. */

export const textsOf = (list: readonly Json[] | undefined): readonly string[] =>
  (list ?? []).filter((entry) => typeof entry === 'string')

const quoted = (text: string): string => `“${text}”`

export const queriesOf = (json: JsonObject): readonly string[] => {
  const action = fieldOf(json, 'action')
  const several = textsOf(arrayOf(action, 'queries') ?? arrayOf(json, 'queries'))
  const one = stringOf(action, 'query')
  return several.length > 0 ? several : one === undefined ? [] : [one]
}

const webWords = (json: JsonObject): string => {
  const action = fieldOf(json, 'action')
  const url = stringOf(action, 'url') ?? 'a page'
  switch (stringOf(action, 'type')) {
    case 'open_page':
      return `opened ${url}`
    case 'find_in_page':
    case 'find':
      return `looked for ${quoted(stringOf(action, 'pattern') ?? '')} in ${url}`
    default:
      return queriesOf(json).map(quoted).join(', ')
  }
}

const at = (action: Json | undefined): string => {
  const [x, y] = [numberOf(action, 'x'), numberOf(action, 'y')]
  return x === undefined || y === undefined ? '' : ` at ${x}, ${y}`
}

/** One action at a screen, such as `left click at 82, 116`. */
export const computerWords = (action: Json | undefined): string => {
  const type = stringOf(action, 'type') ?? 'an action'
  switch (type) {
    case 'click':
      return `${stringOf(action, 'button') ?? 'left'} click${at(action)}`
    case 'double_click':
      return `double click${at(action)}`
    case 'move':
      return `move${at(action).replace(' at', ' to')}`
    case 'type':
      return `type ${quoted(stringOf(action, 'text') ?? '')}`
    case 'keypress':
      return `press ${textsOf(arrayOf(action, 'keys')).join(' + ')}`
    case 'scroll':
      return `scroll by ${numberOf(action, 'scroll_x') ?? 0}, ${numberOf(action, 'scroll_y') ?? 0}${at(action)}`
    case 'drag':
      return `drag along ${(arrayOf(action, 'path') ?? []).length} points`
    default:
      return type.replaceAll('_', ' ')
  }
}

export const actionsOf = (json: JsonObject): readonly Json[] => {
  const action = fieldOf(json, 'action')
  return arrayOf(json, 'actions') ?? (action === undefined || action === null ? [] : [action])
}

export const commandsOf = (json: JsonObject): readonly string[] => {
  const action = fieldOf(json, 'action')
  const command = arrayOf(action, 'command')
  return command === undefined ? textsOf(arrayOf(action, 'commands')) : [textsOf(command).join(' ')]
}

const changes: Readonly<Record<string, string>> = {
  create_file: 'creates',
  update_file: 'changes',
  delete_file: 'deletes',
}

const patchWords = (json: JsonObject): string => {
  const operation = fieldOf(json, 'operation')
  const verb = changes[stringOf(operation, 'type') ?? ''] ?? 'changes'
  return `${verb} ${stringOf(operation, 'path') ?? 'a file'}`
}

const toolsWords = (json: JsonObject): string => {
  const count = (arrayOf(json, 'tools') ?? []).length
  return `${stringOf(json, 'server_label') ?? 'a server'}: ${count} ${count === 1 ? 'tool' : 'tools'}`
}

const lines: Readonly<Record<string, (json: JsonObject) => string>> = {
  web_search_call: webWords,
  file_search_call: (json) => queriesOf(json).map(quoted).join(', '),
  computer_call: (json) => actionsOf(json).map(computerWords).join(', '),
  shell_call: (json) => commandsOf(json).join(' ; '),
  local_shell_call: (json) => commandsOf(json).join(' ; '),
  apply_patch_call: patchWords,
  mcp_list_tools: toolsWords,
  image_generation_call: (json) => stringOf(json, 'revised_prompt') ?? '',
  mcp_approval_response: (json) => stringOf(json, 'approval_request_id') ?? '',
  tool_search_call: (json) => stringOf(fieldOf(json, 'arguments'), 'query') ?? '',
}

/** Empty where there is nothing to say yet. */
export const lineOf = (json: JsonObject, type: string): string =>
  Object.hasOwn(lines, type) ? (lines[type]?.(json) ?? '') : ''
