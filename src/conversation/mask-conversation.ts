import { maskExchange } from '../exchange/mask-exchange.ts'
import type { Mask } from '../exchange/mask.ts'
import { isObject, parseJson, type JsonObject } from '../lib/json.ts'
import { defined } from '../protocol/defined.ts'
import type { PortableConversation, PortableExchange, PortableRun, PortableTurn } from './conversation-file.ts'
import type { TurnInput } from './conversation.ts'

/**
 * Every field, also those that may be absent: whoever adds one to what travels must say here whether it leaves, or
 * this does not compile.
 */
export type Scoped<Thing> = { readonly [Field in keyof Required<Thing>]: Thing[Field] }

const inputOf = ({ text, customInputs, instructions, decisions }: TurnInput, mask: Mask): TurnInput => {
  const scoped: Scoped<TurnInput> = {
    text: mask.text(text),
    customInputs: mask.text(customInputs),
    instructions: mask.text(instructions),
    decisions: decisions?.map(({ requestId, approve, tool, serverLabel }) => ({
      requestId,
      approve,
      tool: mask.text(tool),
      serverLabel: mask.text(serverLabel),
    })),
    // Files stay where they are, and so does what only the sender can call.
    attachments: undefined,
    callPath: undefined,
  }
  return { ...defined(scoped), text: scoped.text, customInputs: scoped.customInputs, instructions: scoped.instructions }
}

const exchangeOf = (exchange: PortableExchange, mask: Mask): PortableExchange => {
  const { startedAt, request, head, chunks, end } = maskExchange(exchange, mask)
  const scoped: Scoped<PortableExchange> = {
    startedAt,
    request,
    head,
    chunks,
    end,
    missing: exchange.missing,
    continues: exchange.continues,
  }
  const { missing, continues } = scoped
  return { startedAt, request, head, chunks, end, ...defined({ missing, continues }) }
}

const answerOf = (answer: JsonObject | undefined, mask: Mask): JsonObject | undefined => {
  if (answer === undefined) return undefined
  const masked = parseJson(mask.text(JSON.stringify(answer)))
  return masked.ok && isObject(masked.value) ? masked.value : undefined
}

const runOf = (run: PortableRun, mask: Mask): PortableRun => {
  const scoped: Scoped<PortableRun> = {
    mode: run.mode,
    startedAt: run.startedAt,
    callee: run.callee,
    exchanges: run.exchanges.map((exchange) => exchangeOf(exchange, mask)),
    answer: answerOf(run.answer, mask),
  }
  const { mode, startedAt, exchanges, callee, answer } = scoped
  return { mode, startedAt, exchanges, ...defined({ callee, answer }) }
}

const turnOf = (turn: PortableTurn, mask: Mask): PortableTurn => {
  const scoped: Scoped<PortableTurn> = {
    parent: turn.parent,
    input: inputOf(turn.input, mask),
    // Nobody can see into a file, nor mask it: that there was one is all that leaves.
    files: turn.files?.map(({ mediaType, size }) => ({ name: 'A file that was left out', mediaType, size })),
    createdAt: turn.createdAt,
    runs: turn.runs.map((run) => runOf(run, mask)),
    chosen: turn.chosen,
    baseline: turn.baseline,
  }
  const { baseline, files, ...rest } = scoped
  return { ...rest, ...defined({ baseline, files }) }
}

/** What may leave this browser of a conversation, by whichever door. */
export const maskConversation = (
  { title, agentName, turns, leaf }: PortableConversation,
  mask: Mask,
): PortableConversation => {
  const scoped: Scoped<PortableConversation> = {
    title: mask.text(title),
    agentName: mask.text(agentName),
    turns: turns.map((turn) => turnOf(turn, mask)),
    leaf,
  }
  return scoped
}
