import { arrayOf, fieldOf, isObject, type Json, type JsonObject, numberOf, stringOf } from '../lib/json.ts'
import { type Fold, type Moment, type Step, withItem } from './fold.ts'
import { isToolCallType } from './item-of-json.ts'
import type { Item, OtherItem, ToolOutputItem } from './item.ts'
import { itemFor, type ItemSort, notedInvalid, settledItemFor, type Found } from './response-items.ts'

/**
 * Progress of the calls that a model's own tools make: how far they are, images that get sharper, commands and patches
 * that grow. The final form of the item replaces all of it.
 */

const sortOf = (type: string): ItemSort => ({ kind: isToolCallType(type) ? 'tool-call' : 'other', type })

const withTouched = (fold: Fold, found: Found, item: Item): Fold => ({
  ...fold,
  snapshot: withItem(found.snapshot, found.position, item),
  touch: { item: item.key, part: -1, from: 0, to: 0 },
})

/** `response.web_search_call.searching` and its like: the item's status is the event's last word. */
const progressOfCall = /^response\.([a-z_]+_call|mcp_list_tools|compaction)\.([a-z_]+)$/

const lastWords = new Set(['completed', 'failed'])

/**
 * Undefined for what is no such event. One that names nobody begins its item, but the last word of a call that nobody
 * knows does not; and nothing changes what is closed.
 */
export const callProgressed = (fold: Fold, type: string, event: JsonObject, moment: Moment): Fold | undefined => {
  const [, itemType, status] = progressOfCall.exec(type) ?? []
  if (itemType === undefined || status === undefined) return undefined
  const found = settledItemFor(fold.snapshot, sortOf(itemType), event, moment)
  const isNew = found.position === fold.snapshot.items.length
  if (found.item.state === 'done' || (isNew && lastWords.has(status))) return fold
  return withTouched(fold, found, { ...found.item, status })
}

const changedJson =
  (type: string, change: (json: JsonObject, event: JsonObject) => JsonObject | undefined): Step =>
  (fold, event, moment) => {
    const found = itemFor(fold.snapshot, sortOf(type), event, moment)
    if (found.item.kind !== 'other') return fold
    const json = change(found.item.json, event)
    if (json === undefined) return notedInvalid(fold, moment, `An event of a ${type} does not carry what it announces`)
    const item: OtherItem = { ...found.item, json }
    return withTouched(fold, found, item)
  }

/** Partial images replace one another; the final item brings the image itself. */
const partialImage = changedJson('image_generation_call', (json, event) => {
  const partial = stringOf(event, 'partial_image_b64')
  if (partial === undefined) return undefined
  return {
    ...json,
    partial_image_b64: partial,
    partial_image_index: numberOf(event, 'partial_image_index') ?? 0,
  }
})

/** The position that an index means in a list: its own, or the next free one. A huge index costs nothing. */
const placeIn = (list: readonly Json[], index: number | undefined): number =>
  index !== undefined && index >= 0 && index < list.length ? index : list.length

const withEntry = (list: readonly Json[], position: number, entry: Json): readonly Json[] => {
  const next = [...list]
  next[position] = entry
  return next
}

const textOf = (json: Json | undefined): string => (typeof json === 'string' ? json : '')

/** One of the commands of a `shell_call`, by `command_index`. */
const changedCommand = (field: 'command' | 'delta') =>
  changedJson('shell_call', (json, event) => {
    const text = stringOf(event, field)
    if (text === undefined) return undefined
    const action = fieldOf(json, 'action')
    const commands = arrayOf(action, 'commands') ?? []
    const position = placeIn(commands, numberOf(event, 'command_index') ?? commands.length - 1)
    const before = field === 'delta' ? textOf(commands[position]) : ''
    const next = withEntry(commands, position, before + text)
    return { ...json, action: { ...(isObject(action) ? action : {}), commands: next } }
  })

const changedDiff = (field: 'diff' | 'delta') =>
  changedJson('apply_patch_call', (json, event) => {
    const text = stringOf(event, field)
    if (text === undefined) return undefined
    const operation = fieldOf(json, 'operation')
    const before = field === 'delta' ? textOf(fieldOf(operation, 'diff')) : ''
    return { ...json, operation: { ...(isObject(operation) ? operation : {}), diff: before + text } }
  })

const shellOutput: ItemSort = { kind: 'tool-output', type: 'shell_call_output' }

const changedOutput = (
  fold: Fold,
  event: JsonObject,
  moment: Moment,
  change: (outputs: readonly Json[]) => readonly Json[],
): Fold => {
  const found = itemFor(fold.snapshot, shellOutput, event, moment)
  if (found.item.kind !== 'tool-output') return fold
  const { output } = found.item
  const item: ToolOutputItem = { ...found.item, output: change(Array.isArray(output) ? output : []) }
  return withTouched(fold, found, item)
}

/** What a command prints: `delta` is an object with a piece of `stdout`, of `stderr`, or of both. */
const printed: Step = (fold, event, moment) => {
  const delta = fieldOf(event, 'delta')
  if (!isObject(delta)) return notedInvalid(fold, moment, 'An event of a shell_call_output carries no output')
  return changedOutput(fold, event, moment, (outputs) => {
    const position = placeIn(outputs, numberOf(event, 'command_index') ?? outputs.length - 1)
    const before = outputs[position]
    const grown = (name: 'stdout' | 'stderr') => (stringOf(before, name) ?? '') + (stringOf(delta, name) ?? '')
    return withEntry(outputs, position, { stdout: grown('stdout'), stderr: grown('stderr') })
  })
}

/** Only that command's output, or all of them: servers write one or the other. */
const printedAll: Step = (fold, event, moment) => {
  const whole = arrayOf(event, 'output')
  if (whole === undefined) return notedInvalid(fold, moment, 'An event of a shell_call_output carries no output')
  return changedOutput(fold, event, moment, (outputs) => {
    const [only] = whole
    const index = numberOf(event, 'command_index')
    if (whole.length !== 1 || only === undefined || index === undefined) return whole
    return withEntry(outputs, placeIn(outputs, index), only)
  })
}

export const callSteps: readonly (readonly [type: string, step: Step])[] = [
  ['response.image_generation_call.partial_image', partialImage],
  ['response.shell_call_command.added', changedCommand('command')],
  ['response.shell_call_command.delta', changedCommand('delta')],
  ['response.shell_call_command.done', changedCommand('command')],
  ['response.shell_call_output_content.delta', printed],
  ['response.shell_call_output_content.done', printedAll],
  ['response.apply_patch_call_operation_diff.delta', changedDiff('delta')],
  ['response.apply_patch_call_operation_diff.done', changedDiff('diff')],
]
