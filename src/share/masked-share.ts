import type {
  PortableConversation,
  PortableExchange,
  PortableRun,
  PortableTurn,
} from '../conversation/conversation-file.ts'
import type { TurnInput } from '../conversation/conversation.ts'
import { maskExchange } from '../exchange/mask-exchange.ts'
import { createMask, type Find, type Mask, type MaskChoice } from '../exchange/mask.ts'
import { isObject, parseJson, type JsonObject } from '../lib/json.ts'
import { defined } from '../protocol/defined.ts'
import type { Shared, SharedHeader } from './shared.ts'

/**
 * Every field, also those that may be absent: whoever adds one to what travels must say here whether it leaves, or
 * this does not compile.
 */
type Scoped<Thing> = { readonly [Field in keyof Required<Thing>]: Thing[Field] }

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
    // Files stay where they are.
    attachments: undefined,
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

const runOf = (run: PortableRun, withRecording: boolean, mask: Mask): PortableRun => {
  const isRecorded = withRecording && run.exchanges.length > 0
  const scoped: Scoped<PortableRun> = {
    mode: run.mode,
    startedAt: run.startedAt,
    callee: run.callee,
    exchanges: isRecorded ? run.exchanges.map((exchange) => exchangeOf(exchange, mask)) : [],
    answer: isRecorded ? undefined : answerOf(run.answer, mask),
  }
  const { mode, startedAt, exchanges, callee, answer } = scoped
  return { mode, startedAt, exchanges, ...defined({ callee, answer }) }
}

const turnOf = (turn: PortableTurn, withRecording: boolean, mask: Mask): PortableTurn => {
  const scoped: Scoped<PortableTurn> = {
    parent: turn.parent,
    input: inputOf(turn.input, mask),
    createdAt: turn.createdAt,
    runs: turn.runs.map((run) => runOf(run, withRecording, mask)),
    chosen: turn.chosen,
  }
  return scoped
}

const headerOf = ({ workspace, agent, agentName, title, scope }: SharedHeader, mask: Mask): SharedHeader => {
  const scoped: Scoped<SharedHeader> = {
    workspace,
    agent,
    agentName: mask.text(agentName),
    title: mask.text(title),
    scope,
  }
  return { agent, agentName: scoped.agentName, title: scoped.title, scope, ...defined({ workspace }) }
}

const maskedWith = ({ header, conversation }: Shared, withRecording: boolean, mask: Mask): Shared => {
  const scoped: Scoped<PortableConversation> = {
    title: mask.text(conversation.title),
    agentName: mask.text(conversation.agentName),
    turns: conversation.turns.map((turn) => turnOf(turn, withRecording, mask)),
    leaf: conversation.leaf,
  }
  return { header: headerOf(header, mask), conversation: scoped }
}

export interface MaskedShare {
  readonly shared: Shared
  /** Everything that was recognised, whether it is masked or not. */
  readonly finds: readonly Find[]
}

/** What leaves this browser. The first round recognises; the second masks the same values wherever they stand. */
export const maskedShare = (shared: Shared, withRecording: boolean, choice: MaskChoice): MaskedShare => {
  const first = createMask(choice)
  maskedWith(shared, withRecording, first)
  const second = createMask(choice, first.finds())
  return { shared: maskedWith(shared, withRecording, second), finds: second.finds() }
}
