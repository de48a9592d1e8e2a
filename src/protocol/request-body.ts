import type { Json, JsonObject } from '../lib/json.ts'
import { defined } from './defined.ts'
import type { Item, MessageItem, ToolCallItem, ToolOutputItem } from './item.ts'
import { jsonText } from './json-text.ts'
import type { Snapshot } from './snapshot.ts'

/** The person's answer to an `mcp_approval_request`. */
export interface ApprovalAnswer {
  readonly requestId: string
  readonly approve: boolean
  readonly reason?: string
}

/** A file that goes with a message, its bytes as a `data:` URL, which is how the Responses API takes them. */
export interface InputFile {
  readonly name: string
  readonly mediaType: string
  readonly dataUrl: string
}

/** One turn that is over: what was asked, and the run that is shown for it, if there is one. */
export interface PastTurn {
  readonly input: string
  readonly files?: readonly InputFile[] | undefined
  readonly approvals?: readonly ApprovalAnswer[] | undefined
  readonly snapshot?: Snapshot | undefined
}

export interface ResponsesRequest {
  readonly history: readonly PastTurn[]
  /** Empty when only approvals are answered, or only files are sent. */
  readonly input: string
  readonly files?: readonly InputFile[] | undefined
  readonly approvals?: readonly ApprovalAnswer[] | undefined
  readonly customInputs?: JsonObject | undefined
  readonly instructions?: string | undefined
  readonly model?: string | undefined
  /** Always sent: the default differs from server to server. */
  readonly stream: boolean
  /** Tells the turns of one conversation from those of another, where the dialect has a place for it. */
  readonly conversationId?: string | undefined
}

/**
 * Model APIs on Databricks hand out ids of more than 64 characters and refuse them in the next input, so the
 * DatabricksOpenAI client cuts them there. A request for approval is the one item whose id must be sent; its answer
 * names the same id, so both are cut.
 */
const longestId = 64
const idToSend = (id: string): string => id.slice(0, longestId)

const textOf = (message: MessageItem): string =>
  message.parts.map((part) => (part.kind === 'other' ? '' : part.text)).join('')

/**
 * A past message in the one form that every server accepts: a plain role and text. The output form needs ids and
 * rejects empty content, unknown annotations and `status: null`.
 */
const messageOf = (message: MessageItem): JsonObject | undefined => {
  const content = textOf(message)
  return message.role !== 'assistant' || content.trim() === '' ? undefined : { role: 'assistant', content }
}

const callOf = (call: ToolCallItem, callId: string): JsonObject => ({
  type: 'function_call',
  call_id: callId,
  name: call.name,
  arguments: call.arguments,
})

const outputOf = (result: ToolOutputItem, callId: string): JsonObject => ({
  type: 'function_call_output',
  call_id: callId,
  output: typeof result.output === 'string' ? result.output : jsonText(result.output),
})

/**
 * Call ids that have both their call and, after it, their output. A handoff leaves a call without an output, and a
 * stopped run may; a model refuses a history in which one stands alone.
 */
const pairedCalls = (items: readonly Item[]): ReadonlySet<string> => {
  const called = new Set<string>()
  const paired = new Set<string>()
  for (const item of items) {
    if (item.kind === 'tool-call' && item.type === 'function_call' && item.callId !== undefined) called.add(item.callId)
    if (item.kind === 'tool-output' && item.callId !== undefined && called.has(item.callId)) paired.add(item.callId)
  }
  return paired
}

/**
 * The items of a past answer that may be sent again. Ids are left out, as all but an approval's are optional, and
 * servers send them too long, twice, or made up. Reasoning is left out: it is bound to the server that made it.
 */
const replayed = (items: readonly Item[], answered: ReadonlySet<string>): JsonObject[] => {
  const paired = pairedCalls(items)
  const calledSoFar = new Set<string>()
  const outputSoFar = new Set<string>()
  const replay = (item: Item): JsonObject | undefined => {
    const callId = 'callId' in item ? item.callId : undefined
    switch (item.kind) {
      case 'message':
        return messageOf(item)
      case 'tool-call':
        if (callId === undefined || !paired.has(callId) || calledSoFar.has(callId)) return undefined
        calledSoFar.add(callId)
        return callOf(item, callId)
      case 'tool-output':
        if (callId === undefined || outputSoFar.has(callId)) return undefined
        if (!calledSoFar.has(callId) && !answered.has(callId)) return undefined
        outputSoFar.add(callId)
        return outputOf(item, calledSoFar.has(callId) ? callId : idToSend(callId))
      case 'approval-request':
        return item.id === undefined || !answered.has(item.id)
          ? undefined
          : {
              type: 'mcp_approval_request',
              id: idToSend(item.id),
              name: item.name,
              server_label: item.serverLabel,
              arguments: item.arguments,
            }
      case 'reasoning':
      case 'other':
        return undefined
    }
  }
  return items.map(replay).filter((json) => json !== undefined)
}

const partOf = ({ name, mediaType, dataUrl }: InputFile): JsonObject =>
  mediaType.startsWith('image/')
    ? { type: 'input_image', image_url: dataUrl, detail: 'auto' }
    : { type: 'input_file', filename: name, file_data: dataUrl }

/** A list of parts only where there are files: some agents read no content but text. */
const contentOf = (input: string, files: readonly InputFile[]): Json =>
  files.length === 0 ? input : [...(input === '' ? [] : [{ type: 'input_text', text: input }]), ...files.map(partOf)]

type Asked = Pick<PastTurn, 'input' | 'files' | 'approvals'>

const asked = ({ input, files = [], approvals = [] }: Asked): JsonObject[] => [
  ...approvals.map((approval) => ({
    type: 'mcp_approval_response',
    approval_request_id: idToSend(approval.requestId),
    approve: approval.approve,
    ...defined({ reason: approval.reason }),
  })),
  ...(input === '' && files.length === 0 ? [] : [{ role: 'user', content: contentOf(input, files) }]),
]

/** Ids of the requests in these answers. Another run of the same turn asks under another id. */
const requestedIn = (history: readonly PastTurn[]): ReadonlySet<string> =>
  new Set(
    history.flatMap(({ snapshot }) =>
      (snapshot?.items ?? []).flatMap((item) =>
        item.kind === 'approval-request' && item.id !== undefined ? [item.id] : [],
      ),
    ),
  )

/**
 * The body of a Responses request, with the whole conversation in `input`: servers that keep their own history take
 * the last message only, so sending it again does no harm, and all others need it. `input` is always a list, because
 * MLflow's AgentServer rejects a bare string. A request for approval and its answer go together: neither is sent
 * without the other.
 */
export const requestBody = (request: ResponsesRequest): JsonObject => {
  const requested = requestedIn(request.history)
  const known = (turn: Asked): Asked => ({
    ...turn,
    approvals: (turn.approvals ?? []).filter(({ requestId }) => requested.has(requestId)),
  })
  const turns = [...request.history, request].map(known)
  const answered = new Set(turns.flatMap(({ approvals = [] }) => approvals.map(({ requestId }) => requestId)))
  const input: Json[] = [
    ...request.history.flatMap((turn) => [...asked(known(turn)), ...replayed(turn.snapshot?.items ?? [], answered)]),
    ...asked(known(request)),
  ]
  return {
    ...defined({ model: request.model }),
    input,
    stream: request.stream,
    ...defined({ instructions: request.instructions, custom_inputs: request.customInputs }),
  }
}
