import { arrayOf, fieldOf, isObject, type Json, type JsonObject, parseJson, stringOf } from '../lib/json.ts'
import type { FindingCode } from './finding.ts'
import { wholeText } from './item-changes.ts'
import type { Item } from './item.ts'
import type { Snapshot } from './snapshot.ts'

/** Rules for the items of an answer, whether it is streamed or whole. Each check costs as much as the item is long. */

export type Note = (code: FindingCode, detail: string) => void

export const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text)

/** The Responses API refuses an input item with a longer id, and a conversation sends items back as input. */
const longestId = 64

/** What the OpenAI Agents SDK, and the templates for LangGraph, put where a model gave no id. */
export const isPlaceholder = (id: string): boolean => id === '__fake_id__' || id.startsWith('resp_placeholder_')

const mostRemembered = 100_000

/** `null` for an item, and for most calls, is not in the Responses API: the field is left out instead. */
const itemStatuses = new Set([
  'in_progress',
  'completed',
  'incomplete',
  'failed',
  'searching',
  'calling',
  'interpreting',
  'generating',
  'cancelled',
])

export const noteStatus = (note: Note, subject: string, status: Json | undefined, known: ReadonlySet<string>): void => {
  if (status === undefined || (typeof status === 'string' && known.has(status))) return
  const said = typeof status === 'string' ? `"${shortened(status)}"` : status === null ? 'null' : 'no text'
  note('unknown-status', `The status of ${subject} is ${said}, which the Responses API does not know`)
}

/** The output items of the Responses API, those for the input included: histories are sent back. */
const itemTypes = new Set([
  'message',
  'reasoning',
  'function_call',
  'function_call_output',
  'custom_tool_call',
  'custom_tool_call_output',
  'mcp_call',
  'mcp_list_tools',
  'mcp_approval_request',
  'mcp_approval_response',
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
  'image_generation_call',
  'computer_call',
  'computer_call_output',
  'local_shell_call',
  'local_shell_call_output',
  'shell_call',
  'shell_call_output',
  'apply_patch_call',
  'apply_patch_call_output',
  'tool_search_call',
  'tool_search_output',
  'tool_search_call_output',
  'compaction',
  'program',
  'program_output',
  'additional_tools',
])

/** What an item cannot be understood without, or sent back without. `id` and `arguments` have findings of their own. */
const requiredFields = new Map<string, readonly string[]>([
  ['message', ['role', 'content']],
  ['function_call', ['call_id', 'name']],
  ['reasoning', ['summary']],
  ['mcp_approval_request', ['id', 'name', 'server_label']],
])

const noteFields = (note: Note, type: string, json: JsonObject): void => {
  for (const field of requiredFields.get(type) ?? []) {
    const value = fieldOf(json, field)
    if (value === undefined || value === null) note('incomplete-item', `A ${type} has no ${field}`)
  }
  // MLflow's helpers give ids to messages alone; outputs, and calls in the input, may do without.
  if (type === 'message' && stringOf(json, 'id') === undefined) note('missing-id', 'A message has no id')
}

const noteParts = (note: Note, json: JsonObject): void => {
  for (const part of (arrayOf(json, 'content') ?? []).filter(isObject)) {
    const type = stringOf(part, 'type')
    if (type !== 'output_text' && type !== 'refusal') {
      const said = type === undefined ? 'no type' : `the type "${shortened(type)}"`
      note('unknown-part', `A content part of a message has ${said}; the Responses API has output_text and refusal`)
    }
    if (fieldOf(part, 'annotations') === null) note('null-field', 'The annotations of a content part are null')
  }
}

/** Types whose arguments are an object in JSON. Those of other calls are free text, or code. */
const callsWithJson = new Set(['function_call', 'mcp_call', 'mcp_approval_request'])

const noteArguments = (note: Note, name: string, text: string): void => {
  if (text.trim() === '') {
    note('arguments-not-json', `The arguments of the call of ${name} are empty; without arguments they are {}`)
  } else if (!parseJson(text).ok) {
    note('arguments-not-json', `The arguments of the call of ${name} are not JSON: ${shortened(text)}`)
  }
}

const calledName = (name: string | undefined): string =>
  name === undefined || name === '' ? 'a tool without a name' : `"${shortened(name)}"`

export interface ItemChecks {
  /** An item is in the snapshot that was not there before. */
  readonly begun: (item: Item) => void
  /** The final form of an item, as it is on the wire. */
  readonly settled: (json: JsonObject) => void
  /** What goes on from here by itself, and tells another. */
  readonly copy: (note: Note) => ItemChecks
}

interface Remembered {
  readonly kinds: ReadonlyMap<string, Item['kind']>
  readonly calls: ReadonlySet<string>
}

const itemChecks = (note: Note, remembered: Remembered): ItemChecks => {
  const kinds = new Map(remembered.kinds)
  const calls = new Set(remembered.calls)

  const checkId = (id: string, kind: Item['kind']): void => {
    if (isPlaceholder(id)) return note('placeholder-id', `Items carry the placeholder ${shortened(id)} as their id`)
    if (id.length > longestId) {
      note('long-id', `The id "${shortened(id)}" has ${id.length} characters; the Responses API takes ${longestId}`)
    }
    const first = kinds.get(id)
    if (first === undefined) {
      if (kinds.size < mostRemembered) kinds.set(id, kind)
    } else if (first === kind) note('shared-id', `More than one ${kind} has the id "${shortened(id)}"`)
    else note('shared-id-across-kinds', `A ${first} and a ${kind} share the id "${shortened(id)}"`)
  }

  const remember = (callId: string | undefined): void => {
    if (callId !== undefined && calls.size < mostRemembered) calls.add(callId)
  }

  return {
    begun: (item) => {
      if (item.id !== undefined) checkId(item.id, item.kind)
      if (item.kind === 'tool-call') remember(item.callId)
      // An agent that waits inside its stream for the decision gives the result in the same answer.
      if (item.kind === 'approval-request') remember(item.id)
      if (item.kind !== 'tool-output' || (item.callId !== undefined && calls.has(item.callId))) return
      if (calls.size >= mostRemembered) return
      const tie = item.callId === undefined ? 'no call_id' : `the call_id "${shortened(item.callId)}"`
      note('orphan-output', `A ${item.type} has ${tie}, which no call before it has`)
    },

    settled: (json) => {
      const type = stringOf(json, 'type') ?? ''
      if (type !== '' && !itemTypes.has(type)) {
        note('unknown-item', `"${shortened(type)}" is no output item of the Responses API`)
      }
      noteFields(note, type, json)
      if (type === 'message') noteParts(note, json)
      noteStatus(note, `a ${shortened(type)}`, fieldOf(json, 'status'), itemStatuses)
      const isOutput = type.endsWith('_call_output')
      if (!isOutput) remember(stringOf(json, 'call_id'))
      if (callsWithJson.has(type)) {
        const name = calledName(stringOf(json, 'name'))
        const given = fieldOf(json, 'arguments')
        if (typeof given === 'string') noteArguments(note, name, given)
        else note('arguments-not-text', `The arguments of the call of ${name} are not a string that holds JSON`)
      }
      if (type === 'function_call_output' && typeof fieldOf(json, 'output') !== 'string') {
        const callId = shortened(stringOf(json, 'call_id') ?? '')
        note('output-not-text', `The output for the call "${callId}" is not a string`)
      }
    },

    copy: (other) => itemChecks(other, { kinds, calls }),
  }
}

/** `answered`: requests for approval that this very request answered, so that results may name them as their call. */
export const createItemChecks = (note: Note, answered: ReadonlySet<string> = new Set()): ItemChecks =>
  itemChecks(note, { kinds: new Map(), calls: answered })

/** The calls of the chat dialects have no final form of their own, so they are looked at when all is over. */
export const noteChatCalls = (note: Note, { items }: Snapshot): void => {
  for (const item of items) {
    if (item.kind !== 'tool-call' || item.state !== 'done') continue
    noteArguments(note, calledName(item.name), item.arguments)
    if (item.callId === undefined) note('incomplete-item', `The call of ${calledName(item.name)} has no id`)
    if (item.name === '') note('incomplete-item', 'A call has no function name')
  }
}

/**
 * Calls that nothing answers although the agent went on to speak. An answer that ends with its calls hands them to
 * the client, which is allowed.
 */
export const noteUnanswered = (note: Note, { items }: Snapshot): void => {
  const answered = new Set(items.map((item) => (item.kind === 'tool-output' ? item.callId : undefined)))
  const lastWords = items.findLastIndex((item) => item.kind === 'message' && wholeText(item).trim() !== '')
  for (const item of items.slice(0, Math.max(0, lastWords))) {
    if (item.kind !== 'tool-call' || item.type !== 'function_call' || answered.has(item.callId)) continue
    note('call-without-output', `The call of ${calledName(item.name)} has no output, although the agent went on`)
  }
}

/** Whether there is nothing that a reader could be shown. */
export const saysNothing = ({ items }: Snapshot): boolean =>
  items.every(
    (item) =>
      item.kind === 'message' && wholeText(item).trim() === '' && item.parts.every((part) => part.kind !== 'other'),
  )
