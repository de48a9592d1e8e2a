import { arrayOf, fieldOf, isObject, type JsonObject, parseJson, stringOf } from '../lib/json.ts'
import type { Frame } from './frame.ts'

/** What an object without a type is, told by its fields. */
export type UntypedShape = 'trace' | 'error' | 'databricks-output' | 'chat-chunk' | 'message-chunk' | 'unknown'

/** What one frame says. Nothing here is an error: what cannot be read is a value too. */
export type FrameReading =
  | { readonly kind: 'event'; readonly type: string; readonly json: JsonObject }
  | { readonly kind: 'untyped'; readonly shape: UntypedShape; readonly json: JsonObject }
  | { readonly kind: 'done' }
  | { readonly kind: 'malformed'; readonly detail: string }
  | { readonly kind: 'silent' }

/**
 * Servers on Databricks send some objects without a type: the trace id and errors (MLflow AgentServer), the request
 * record of Model Serving, and every chunk of the two chat dialects.
 */
const shapeOf = (json: JsonObject): UntypedShape => {
  if (fieldOf(json, 'error') || stringOf(json, 'error_code') !== undefined) return 'error'
  if (arrayOf(json, 'choices') !== undefined) return 'chat-chunk'
  if (isObject(fieldOf(json, 'delta'))) return 'message-chunk'
  if (stringOf(json, 'trace_id') !== undefined) return 'trace'
  if (isObject(fieldOf(json, 'databricks_output'))) return 'databricks-output'
  return 'unknown'
}

/**
 * The payload's own `type` names the event. Where it has none, the SSE event name does (AppKit), unless that is
 * `message`, which the standard gives to every event without a name.
 */
const readObject = (json: JsonObject, eventName: string | undefined): FrameReading => {
  const type = stringOf(json, 'type') ?? (eventName === 'message' ? undefined : eventName)
  return type === undefined ? { kind: 'untyped', shape: shapeOf(json), json } : { kind: 'event', type, json }
}

export const readFrame = (frame: Frame): FrameReading => {
  if (frame.kind !== 'event' && frame.data === '') return { kind: 'silent' }
  if (frame.data.length < 64 && frame.data.trim() === '[DONE]') return { kind: 'done' }
  const parsed = parseJson(frame.data)
  if (parsed.ok && isObject(parsed.value)) return readObject(parsed.value, frame.event)
  if (frame.kind === 'unfinished') return { kind: 'silent' }
  return { kind: 'malformed', detail: parsed.ok ? 'The data are JSON, but not an object.' : 'The data are not JSON.' }
}

const untypedLabels: Record<UntypedShape, string> = {
  trace: '(trace)',
  error: '(error)',
  'databricks-output': '(databricks_output)',
  'chat-chunk': '(chat chunk)',
  'message-chunk': '(message chunk)',
  unknown: '(no type)',
}

/** The name under which the event log lists a frame. Names in parentheses are ours, the others are on the wire. */
export const labelOf = (frame: Frame, reading: FrameReading): string => {
  switch (reading.kind) {
    case 'event':
      return reading.type
    case 'untyped':
      return untypedLabels[reading.shape]
    case 'done':
      return '[DONE]'
    case 'malformed':
      return '(not JSON)'
    case 'silent':
      return frame.kind === 'unfinished' ? '(incomplete)' : `(${frame.kind === 'no-data' ? 'no data' : frame.kind})`
  }
}
