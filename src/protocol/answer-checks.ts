import { arrayOf, fieldOf, isObject, type Json, type JsonObject, numberOf, stringOf } from '../lib/json.ts'
import { createDeclarationChecks, type DeclarationChecks } from './declaration-checks.ts'
import type { FrameReading } from './event.ts'
import { unfinishedDetail } from './fold.ts'
import type { Item } from './item.ts'
import { isOutputItemType } from './item-of-json.ts'
import {
  createItemChecks,
  type ItemChecks,
  type Note,
  noteChatCalls,
  noteStatus,
  noteUnanswered,
  saysNothing,
  shortened,
} from './item-checks.ts'
import { unexplained } from './response-fields.ts'
import { needsItemId } from './response-texts.ts'
import { resumptionOf } from './resumption.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * Rules that an answer as a whole must keep: order, ends, ids, sequence numbers. The fold notes what it meets while
 * it finds its items; what it need not know to fold is noted here. A check costs the same at every event.
 *
 * What is a rule depends on the dialect. MLflow's AgentServer and ResponsesAgents on Model Serving may send deltas
 * and final items alone, without `response.created`, declarations, indexes or sequence numbers, so nothing of that is
 * asked for until an agent begins with it.
 */
export interface AnswerChecks {
  /** After each frame: what it said, and the snapshot before and after. */
  readonly taken: (reading: FrameReading, before: Snapshot, after: Snapshot, note: Note) => void
  /** All of the body came, so what is missing will not come. */
  readonly streamEnded: (snapshot: Snapshot, note: Note) => void
  /** What goes on from here by itself. */
  readonly copy: () => AnswerChecks
}

/** What is known of the answer so far. */
interface Progress {
  /** Items of an attempt that another process took over: they are nobody's fault any more. */
  readonly abandoned: number
  readonly isCreated: boolean
  readonly declares: boolean
  readonly isChat: boolean
  /** AppKit's own event API: Responses events without their frame, and failures in words of its own. */
  readonly isAppKit: boolean
  /** The terminal event of this round. */
  readonly terminal: string | undefined
  readonly sequence: number | undefined
  /** The highest number of a server that numbers for resumption: it may send an event again. */
  readonly resumption: number | undefined
  readonly itemsOfRound: number
  /** Whether a chunk gave a reason after which nothing may come. */
  readonly chatEnded: boolean
  /** Whether an event of the Responses API told a failure. */
  readonly saidFailure: boolean
}

const noProgress: Progress = {
  abandoned: 0,
  isCreated: false,
  declares: false,
  isChat: false,
  isAppKit: false,
  terminal: undefined,
  sequence: undefined,
  resumption: undefined,
  itemsOfRound: 0,
  chatEnded: false,
  saidFailure: false,
}

interface Beginning {
  readonly progress: Progress
  readonly items: ItemChecks
  readonly declarations: DeclarationChecks
}

const responseStatuses = new Set(['completed', 'failed', 'in_progress', 'cancelled', 'queued', 'incomplete'])

const terminalStatuses = new Map([
  ['response.completed', 'completed'],
  ['response.incomplete', 'incomplete'],
  ['response.failed', 'failed'],
])

const noteUsage = (note: Note, usage: Json | undefined): void => {
  const input = numberOf(usage, 'input_tokens') ?? numberOf(usage, 'prompt_tokens')
  const output = numberOf(usage, 'output_tokens') ?? numberOf(usage, 'completion_tokens')
  const total = numberOf(usage, 'total_tokens')
  if (input === undefined || output === undefined || total === undefined || input + output === total) return
  note('inconsistent-usage', `The usage says ${input} + ${output} tokens, but ${total} in total`)
}

const numberRules = (last: number, sequence: number, note: Note): void => {
  if (sequence === last) note('sequence-repeat', 'sequence_number is the same as at the event before')
  else if (sequence < last) note('sequence-disorder', 'sequence_number falls, although no new round began')
  else if (sequence > last + 1) note('sequence-gap', 'sequence_number jumps: events before this one are missing')
}

/** `Item` objects that an event carries in their final form. */
const finalItemsOf = (type: string, json: JsonObject): readonly JsonObject[] => {
  if (type === 'response.output_item.done') {
    const item = fieldOf(json, 'item')
    return isObject(item) ? [item] : []
  }
  if (terminalStatuses.has(type)) return (arrayOf(fieldOf(json, 'response'), 'output') ?? []).filter(isObject)
  return !type.startsWith('response.') && isOutputItemType(type) ? [json] : []
}

const finishReasons = new Set(['stop', 'length', 'tool_calls', 'content_filter', 'function_call'])

/** `tool_calls` ends a call of the model; an agent that answers the calls itself goes on. */
const endsChat = (reason: string | undefined): boolean =>
  reason !== undefined && !/^(tool_calls|function_call)$/.test(reason)

/** Whether a chat message says something that a reader would miss. */
const saysSomething = (message: Json | undefined): boolean => {
  const content = fieldOf(message, 'content')
  return (typeof content === 'string' && content !== '') || (arrayOf(message, 'tool_calls') ?? []).length > 0
}

/** Types that carry the response itself. */
const responseEvents = new Set(['response.created', ...terminalStatuses.keys()])

/** Tool results stand between the rounds of the OpenAI Agents templates; progress and traces may come at any time. */
const mayFollowTheEnd = (type: string, json: JsonObject): boolean =>
  type.endsWith('_call_output') ||
  (stringOf(fieldOf(json, 'item'), 'type') ?? '').endsWith('_call_output') ||
  !/^response\.(output_|content_|function_|reasoning_|refusal|mcp_|custom_)/.test(type)

export const createAnswerChecks = (answered?: ReadonlySet<string>, from?: Beginning): AnswerChecks => {
  let noteNow: Note = () => undefined
  const noteLater: Note = (code, detail) => noteNow(code, detail)
  let items = from?.items.copy(noteLater) ?? createItemChecks(noteLater, answered)
  let declarations = from?.declarations.copy(noteLater) ?? createDeclarationChecks(noteLater)
  let { abandoned, isCreated, declares, isChat, isAppKit, terminal } = from?.progress ?? noProgress
  let { sequence, resumption, itemsOfRound, chatEnded, saidFailure } = from?.progress ?? noProgress

  /** What was read before is not folded again: the snapshot stays the very same one. */
  const isRepeated = (json: JsonObject, before: Snapshot, after: Snapshot): boolean => {
    const read = resumptionOf(json)
    if (read === undefined) return false
    if (before === after) return true
    if (resumption !== undefined) numberRules(resumption, read.sequence, noteNow)
    resumption = Math.max(read.sequence, resumption ?? 0)
    return false
  }

  const checkSequence = (type: string, json: JsonObject): void => {
    const number = numberOf(json, 'sequence_number')
    if (resumptionOf(json) !== undefined) return
    if (number === undefined) {
      if (sequence !== undefined && type.startsWith('response.')) {
        noteNow('missing-sequence', `${shortened(type)} has no sequence_number, although earlier events have one`)
      }
      return
    }
    const starts = sequence === undefined || type === 'response.created' || (terminal !== undefined && number <= 1)
    if (!starts && sequence !== undefined) numberRules(sequence, number, noteNow)
    sequence = starts ? number : Math.max(number, sequence ?? number)
  }

  const begin = (before: Snapshot, after: Snapshot, json: JsonObject): void => {
    if (isCreated && after.rounds > Math.max(1, before.rounds)) {
      noteNow('several-rounds', 'One stream holds several responses, each from created to completed')
    } else if (!isCreated && (before.items.length > abandoned || terminal !== undefined)) {
      noteNow('late-created', 'response.created came when the answer had begun')
    }
    isCreated = true
    declares = true
    terminal = undefined
    itemsOfRound = 0
    const response = fieldOf(json, 'response')
    declarations.began(isObject(response) ? response : {})
  }

  const finish = (type: string, status: string, json: JsonObject, before: Snapshot): void => {
    const response = fieldOf(json, 'response')
    const said = stringOf(response, 'status')
    if (terminal !== undefined && !(terminal === 'error' && status === 'failed')) {
      noteNow('repeated-terminal', `${type} came after the response had ended with ${terminal}`)
    }
    if (said !== undefined && said !== status && responseStatuses.has(said)) {
      noteNow('contradicting-status', `${type} carries the status "${said}"`)
    }
    if (status === 'completed' && itemsOfRound > 0 && !isAppKit && (arrayOf(response, 'output') ?? []).length === 0) {
      noteNow('empty-final-output', 'response.completed carries no output, although items were streamed')
    }
    noteUsage(noteNow, fieldOf(response, 'usage'))
    if (isCreated && terminal === undefined && isObject(response)) declarations.ended(type, response, before)
    terminal = type
  }

  const checkBegun = (item: Item, namedByContent: string | undefined): void => {
    items.begun(item)
    if (item.kind !== 'tool-output') itemsOfRound += 1
    if (!declares || namedByContent === undefined) return
    noteNow(
      'undeclared-item',
      `Content came for "${shortened(namedByContent)}", which no output_item.added had declared`,
    )
  }

  const checkNew = (type: string, json: JsonObject, before: Snapshot, after: Snapshot): void => {
    for (let position = before.items.length; position < after.items.length; position += 1) {
      const item = after.items[position]
      if (item !== undefined) checkBegun(item, stringOf(json, 'item_id'))
    }
    for (const final of finalItemsOf(type, json)) items.settled(final)
  }

  /** The agent begins anew, behind what an earlier attempt had said. */
  const beginAttempt = (after: Snapshot): void => {
    items = createItemChecks(noteLater, answered)
    declarations = createDeclarationChecks(noteLater)
    abandoned = after.items.length
    isCreated = false
    declares = false
    terminal = undefined
    itemsOfRound = 0
  }

  const checkEvent = (type: string, json: JsonObject, before: Snapshot, after: Snapshot): void => {
    if (isRepeated(json, before, after)) return
    if (type === 'response.resumed') return beginAttempt(after)
    checkSequence(type, json)
    if (type === 'response.created') begin(before, after, json)
    else if (type === 'response.output_item.added' && !declares) {
      declares = true
      if (!isAppKit) noteNow('missing-created', 'Items are declared, but no response.created began the answer')
    } else if (terminal !== undefined && !mayFollowTheEnd(type, json)) {
      noteNow('event-after-terminal', `${shortened(type)} came after the response had ended with ${terminal}`)
    }
    if (needsItemId(type) && stringOf(json, 'item_id') === undefined) {
      noteNow('nameless-delta', `${type} does not say in item_id which item it belongs to`)
    }
    if (!isAppKit && responseEvents.has(type) && !isObject(fieldOf(json, 'response'))) {
      noteNow('invalid-event', `${type} carries no response`)
    }
    if (
      !isAppKit &&
      type === 'error' &&
      typeof fieldOf(json, 'error') === 'string' &&
      fieldOf(json, 'message') === undefined
    ) {
      noteNow('invalid-event', 'The error event has its words in "error"; clients look for them in "message"')
    }
    if (type === 'response.output_text.delta' && fieldOf(json, 'logprobs') === null) {
      noteNow('null-field', 'The logprobs of a delta are null')
    }
    if (isCreated) declarations.taken(type, json)
    const status = terminalStatuses.get(type)
    if (status !== undefined) finish(type, status, json, before)
    else if (type === 'error') terminal ??= 'error'
    if (type === 'error' || status === 'failed') saidFailure = true
    if (type.startsWith('response.')) {
      noteStatus(noteNow, 'the response', fieldOf(fieldOf(json, 'response'), 'status'), responseStatuses)
    }
    checkNew(type, json, before, after)
  }

  const checkChunk = (json: JsonObject): void => {
    isChat = true
    noteUsage(noteNow, fieldOf(json, 'usage'))
    const choice = arrayOf(json, 'choices')?.[0]
    if (chatEnded && saysSomething(fieldOf(choice, 'delta'))) {
      noteNow('event-after-terminal', 'A chunk brings more of the answer after the finish_reason that had ended it')
    }
    const reason = stringOf(choice, 'finish_reason')
    if (reason !== undefined && !finishReasons.has(reason)) {
      noteNow('unknown-finish-reason', `The finish_reason is "${shortened(reason)}"`)
    }
    chatEnded ||= endsChat(reason)
  }

  const checkMessageChunk = (json: JsonObject): void => {
    isChat = true
    const message = fieldOf(json, 'delta')
    if (stringOf(message, 'id') === undefined) {
      noteNow('nameless-delta', 'A ChatAgentChunk does not say in delta.id which message it belongs to')
    }
    if (stringOf(message, 'role') === 'tool' && stringOf(message, 'name') === undefined) {
      noteNow('incomplete-item', 'A tool message has no name')
    }
  }

  return {
    taken: (reading, before, after, note) => {
      if (before.doneMarker) return
      noteNow = note
      isAppKit = after.dialect === 'appkit-events'
      switch (reading.kind) {
        case 'event':
          checkEvent(reading.type, reading.json, before, after)
          break
        case 'untyped':
          if (reading.shape === 'chat-chunk') checkChunk(reading.json)
          if (reading.shape === 'message-chunk') checkMessageChunk(reading.json)
          if (reading.shape === 'error') {
            noteNow('untyped-error', 'An error came in an event without a type')
            terminal ??= 'error'
          }
          break
        case 'done':
          // A typed error says by itself that the answer failed, whatever the server writes behind it.
          if (after.error !== undefined) {
            if (!saidFailure) noteNow('done-after-error', '[DONE] came after an error, as after a success')
          } else if (isCreated && terminal === undefined) {
            noteNow('missing-completed', 'response.created began a response that no terminal event ended')
          } else if (isChat && after.terminal === undefined) {
            noteNow('missing-finish-reason', 'No chunk gave a finish_reason before [DONE]')
          }
          break
        case 'malformed':
        case 'silent':
          break
      }
      if (before.error === undefined && after.error?.message === unexplained) {
        noteNow('unexplained-error', 'The agent reported a failure without a message')
      }
    },

    streamEnded: (snapshot, note) => {
      const { doneMarker, terminal, error } = snapshot
      // What its author made up has no rules that are known here.
      if (error !== undefined || snapshot.dialect === 'free-json') return
      if (!doneMarker && terminal === undefined) {
        return note('missing-end', 'The body ended, but neither a terminal event nor [DONE] had ended the answer')
      }
      const open = snapshot.items.find(({ state }) => state === 'open')
      if (open !== undefined && terminal === 'completed') note('unfinished-item', unfinishedDetail(open))
      if (isChat) noteChatCalls(note, snapshot)
      // Chat completions have no place for what a tool answered: an agent that goes on has called it itself.
      if (snapshot.dialect !== 'chat-completions') {
        noteUnanswered(note, { ...snapshot, items: snapshot.items.slice(abandoned) })
      }
      if (terminal !== 'incomplete' && saysNothing(snapshot))
        note('empty-answer', 'The answer ended without any content')
    },

    copy: () => {
      const marks = { abandoned, isCreated, declares, isChat, isAppKit, terminal }
      const counts = { sequence, resumption, itemsOfRound, chatEnded, saidFailure }
      return createAnswerChecks(answered, { progress: { ...marks, ...counts }, items, declarations })
    },
  }
}

/** The same rules for an answer that came in one piece. */
export const checkWhole = (
  json: Json,
  snapshot: Snapshot,
  status: number | undefined,
  note: Note,
  answered?: ReadonlySet<string>,
): void => {
  const output = arrayOf(json, 'output')
  noteUsage(note, fieldOf(json, 'usage'))
  if (output === undefined) {
    const succeeded = status !== undefined && status >= 200 && status <= 299
    if (succeeded && snapshot.terminal === 'error') {
      note('error-with-success-status', `The body is an error, but the HTTP status is ${status}`)
    }
    if (arrayOf(json, 'choices') !== undefined || arrayOf(json, 'messages') !== undefined) noteChatCalls(note, snapshot)
    return
  }
  const items = createItemChecks(note, answered)
  noteStatus(note, 'the response', fieldOf(json, 'status'), responseStatuses)
  for (const item of output.filter(isObject)) items.settled(item)
  for (const item of snapshot.items) items.begun(item)
  if (snapshot.error !== undefined) return
  noteUnanswered(note, snapshot)
  if (snapshot.terminal === 'completed' && saysNothing(snapshot)) note('empty-answer', 'The answer has no content')
}
