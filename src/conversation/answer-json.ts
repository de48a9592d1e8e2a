import { assertNever } from '../lib/assert-never.ts'
import type { Json, JsonObject } from '../lib/json.ts'
import { defined } from '../protocol/defined.ts'
import type { Item, Part } from '../protocol/item.ts'
import type { Snapshot } from '../protocol/snapshot.ts'

const partJson = (part: Part): Json => {
  if (part.kind === 'other') return part.json
  return part.kind === 'refusal'
    ? { type: 'refusal', refusal: part.text }
    : { type: 'output_text', text: part.text, annotations: part.annotations }
}

/** The field that holds what a call was made with. */
const argumentsField = (type: string): string => {
  if (type === 'custom_tool_call') return 'input'
  return type === 'code_interpreter_call' ? 'code' : 'arguments'
}

const contentJson = (item: Item): JsonObject => {
  switch (item.kind) {
    case 'message':
      return { type: 'message', role: item.role, content: item.parts.map(partJson), ...defined({ phase: item.phase }) }
    case 'reasoning': {
      const texts = (kind: 'summary' | 'text', type: string) =>
        item.parts.filter((part) => part.kind === kind).map(({ text }) => ({ type, text }))
      return {
        type: 'reasoning',
        summary: texts('summary', 'summary_text'),
        content: texts('text', 'reasoning_text'),
      }
    }
    case 'tool-call':
      return {
        type: item.type,
        name: item.name,
        [argumentsField(item.type)]: item.arguments,
        ...defined({
          call_id: item.callId,
          server_label: item.serverLabel,
          namespace: item.namespace,
          approval_request_id: item.approvalRequestId,
          error: item.error,
        }),
        ...(item.output === undefined
          ? {}
          : { [item.type === 'code_interpreter_call' ? 'outputs' : 'output']: item.output }),
      }
    case 'tool-output':
      return { type: item.type, output: item.output, ...defined({ call_id: item.callId }) }
    case 'approval-request':
      return {
        type: 'mcp_approval_request',
        name: item.name,
        server_label: item.serverLabel,
        arguments: item.arguments,
      }
    case 'other':
      return item.json
    default:
      return assertNever(item)
  }
}

/**
 * What an answer said, as a Responses body: what remains where its recording stays here. It tells no times, no
 * events and no findings.
 */
export const answerJson = ({
  items,
  status,
  terminal,
  usage,
  error,
  incompleteReason,
  model,
}: Snapshot): JsonObject => ({
  output: items.map((item) => ({ ...contentJson(item), ...defined({ id: item.id, status: item.status }) })),
  ...defined({
    status: terminal === 'error' ? 'failed' : (terminal ?? status),
    model,
    error: error === undefined ? undefined : { ...defined({ code: error.code }), message: error.message },
    incomplete_details: incompleteReason === undefined ? undefined : { reason: incompleteReason },
    usage:
      usage === undefined
        ? undefined
        : defined({
            input_tokens: usage.inputTokens,
            output_tokens: usage.outputTokens,
            total_tokens: usage.totalTokens,
          }),
  }),
})
