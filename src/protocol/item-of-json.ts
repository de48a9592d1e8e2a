import type { Ms } from '../lib/brand.ts'
import { arrayOf, fieldOf, isObject, type Json, type JsonObject, numberOf, stringOf } from '../lib/json.ts'
import { defined } from './defined.ts'
import type { Item, Part, ReasoningItem } from './item.ts'
import { jsonText } from './json-text.ts'

/** What an item has before its content is known: where in the answer it is, and since when. */
export interface Place {
  readonly key: string
  readonly round: number
  readonly state: Item['state']
  readonly startedAt: Ms
  readonly endedAt?: Ms | undefined
  readonly outputIndex?: number | undefined
}

type Content = Item extends infer Kind ? (Kind extends Item ? Omit<Kind, keyof Place | 'id' | 'status'> : never) : never
type ReasoningPart = ReasoningItem['parts'][number]

const textPart = (json: JsonObject, text: string): Part => ({
  kind: 'text',
  text,
  annotations: (arrayOf(json, 'annotations') ?? []).filter(isObject),
})

/** `text` instead of `output_text` is what older supervisors send; a bare string is a text too. */
export const partOf = (json: Json): Part => {
  if (typeof json === 'string') return { kind: 'text', text: json, annotations: [] }
  const type = stringOf(json, 'type') ?? ''
  const text = stringOf(json, 'text')
  if (isObject(json) && text !== undefined && /^(output_|input_)?text$/.test(type)) return textPart(json, text)
  const refusal = stringOf(json, 'refusal')
  // Sound is shown by what is said in it.
  const transcript = stringOf(json, 'transcript')
  if (type === 'output_audio' && transcript !== undefined) return { kind: 'text', text: transcript, annotations: [] }
  if (type === 'refusal' && refusal !== undefined) return { kind: 'refusal', text: refusal }
  return { kind: 'other', type, json }
}

const partsOf = (item: JsonObject): readonly Part[] => {
  const content = fieldOf(item, 'content')
  if (typeof content === 'string') return content === '' ? [] : [partOf(content)]
  return (arrayOf(item, 'content') ?? []).map(partOf)
}

const reasoningPartsOf = (item: JsonObject): readonly ReasoningPart[] => {
  const texts = (field: string, kind: ReasoningPart['kind']): ReasoningPart[] =>
    (arrayOf(item, field) ?? []).map((part) => ({
      kind,
      text: typeof part === 'string' ? part : (stringOf(part, 'text') ?? ''),
    }))
  return [...texts('summary', 'summary'), ...texts('content', 'text')]
}

/** Arguments are a string in the Responses API; an agent that sends the object itself is read all the same. */
const argumentsOf = (item: JsonObject, field: string): string => {
  const value = fieldOf(item, field)
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : jsonText(value)
}

const presentOf = (item: JsonObject, field: string): Json | undefined => fieldOf(item, field) ?? undefined

/** Calls whose arguments arrive as text: the item type, its arguments' field, and a name where it has none. */
const callShapes = new Map<
  string,
  { readonly argumentsField: string; readonly name?: string; readonly output?: string }
>([
  ['function_call', { argumentsField: 'arguments' }],
  ['custom_tool_call', { argumentsField: 'input' }],
  ['mcp_call', { argumentsField: 'arguments', output: 'output' }],
  ['code_interpreter_call', { argumentsField: 'code', name: 'code_interpreter', output: 'outputs' }],
])

/** Whether items of this type are calls with arguments as text, which grow by deltas. */
export const isToolCallType = (type: string): boolean => callShapes.has(type)

/** Outputs of calls: the item type's ending, and the field that holds what came out. */
const outputFieldOf = (type: string): string | undefined => {
  if (type.endsWith('_call_output')) return 'output'
  if (type === 'tool_search_output') return 'tools'
  return type === 'program_output' ? 'result' : undefined
}

/** A `local_shell_call_output` names its call in its own id. */
const calledBy = (item: JsonObject, type: string): string | undefined =>
  stringOf(item, 'call_id') ?? (type === 'local_shell_call_output' ? stringOf(item, 'id') : undefined)

const contentOf = (item: JsonObject, type: string): Content => {
  const call = callShapes.get(type)
  if (call !== undefined) {
    return {
      kind: 'tool-call',
      type,
      name: stringOf(item, 'name') ?? call.name ?? '',
      arguments: argumentsOf(item, call.argumentsField),
      ...defined({
        callId: stringOf(item, 'call_id'),
        serverLabel: stringOf(item, 'server_label'),
        namespace: stringOf(item, 'namespace'),
        approvalRequestId: stringOf(item, 'approval_request_id'),
        output: call.output === undefined ? undefined : presentOf(item, call.output),
        error: call.output === undefined ? undefined : presentOf(item, 'error'),
      }),
    }
  }
  if (type === 'message') {
    const role = stringOf(item, 'role') ?? 'assistant'
    return { kind: 'message', role, parts: partsOf(item), ...defined({ phase: stringOf(item, 'phase') }) }
  }
  if (type === 'reasoning') {
    return {
      kind: 'reasoning',
      parts: reasoningPartsOf(item),
      encrypted: stringOf(item, 'encrypted_content') !== undefined,
    }
  }
  const outputField = outputFieldOf(type)
  const callId = calledBy(item, type)
  // A search among tools that the server makes itself has no call id, and nothing to be tied to.
  if (outputField !== undefined && (type !== 'tool_search_output' || callId !== undefined)) {
    return { kind: 'tool-output', type, output: fieldOf(item, outputField) ?? null, ...defined({ callId }) }
  }
  if (type === 'mcp_approval_request') {
    return {
      kind: 'approval-request',
      name: stringOf(item, 'name') ?? '',
      serverLabel: stringOf(item, 'server_label') ?? '',
      arguments: argumentsOf(item, 'arguments'),
    }
  }
  return { kind: 'other', type, json: item }
}

/** Item types that are not calls and not messages either, seen bare at the top level of a stream by older servers. */
export const isOutputItemType = (type: string): boolean => /^[a-z_]+_call(_output)?$/.test(type) || type === 'message'

/** One element of `output`, or the `item` of an event, as an item. Never fails: what is unknown is kept whole. */
export const itemOf = (json: JsonObject, place: Place): Item => ({
  ...contentOf(json, stringOf(json, 'type') ?? (fieldOf(json, 'role') === undefined ? '' : 'message')),
  key: place.key,
  round: place.round,
  state: place.state,
  startedAt: place.startedAt,
  ...defined({
    id: stringOf(json, 'id'),
    status: stringOf(json, 'status'),
    outputIndex: place.outputIndex,
    endedAt: place.endedAt,
  }),
})

/** The `output_index` of an event, if it can be one. It is compared, never used to address memory. */
export const outputIndexOf = (event: JsonObject): number | undefined => numberOf(event, 'output_index')
