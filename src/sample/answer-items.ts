import type { JsonObject } from '../lib/json.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { Citation, Script, Step } from './script.ts'

/** One output item in its final form, with what a stream needs to tell how it came about. */
export interface AnswerItem {
  readonly id: string
  readonly value: JsonObject
  readonly step: Exclude<Step, { step: 'pause' | 'fail' }>
  /** Pause before it begins, at pace 1. */
  readonly afterMs: number
}

const annotationOf = (text: string, citation: Citation): JsonObject => {
  const start = Math.max(0, text.indexOf(citation.quote))
  return {
    type: 'url_citation',
    url: citation.url,
    title: citation.title,
    start_index: start,
    end_index: start + citation.quote.length,
  }
}

export const annotationsOf = (step: Extract<Step, { step: 'say' }>): readonly JsonObject[] =>
  (step.citations ?? []).map((citation) => annotationOf(step.text, citation))

const message = (id: string, part: JsonObject): JsonObject => ({
  type: 'message',
  id,
  role: 'assistant',
  status: 'completed',
  content: [part],
})

const valueOf = (step: AnswerItem['step'], id: string, callId: string): readonly JsonObject[] => {
  switch (step.step) {
    case 'say':
      return [message(id, { type: 'output_text', text: step.text, annotations: annotationsOf(step) })]
    case 'refuse':
      return [message(id, { type: 'refusal', refusal: step.text })]
    case 'think':
      return [{ type: 'reasoning', id, summary: step.paragraphs.map((text) => ({ type: 'summary_text', text })) }]
    case 'call':
      return [
        {
          type: 'function_call',
          id,
          call_id: callId,
          name: step.tool,
          arguments: JSON.stringify(step.arguments),
          status: 'completed',
        },
        { type: 'function_call_output', call_id: callId, output: step.output },
      ]
    case 'ask':
      return [
        {
          type: 'mcp_approval_request',
          id,
          name: step.tool,
          server_label: step.server,
          arguments: JSON.stringify(step.arguments),
        },
      ]
    case 'result':
      return [{ type: 'function_call_output', call_id: step.callId, output: step.output }]
  }
}

const prefixes = { say: 'msg', refuse: 'msg', think: 'rs', call: 'fc', ask: 'mcpr', result: 'fco' } as const

/** The items of an answer, in order. A call and its output are two items of one step. Stops at a failure. */
export const answerItems = (script: Script, random: SeededRandom): readonly AnswerItem[] => {
  const items: AnswerItem[] = []
  let pause = 0
  for (const step of script.steps) {
    if (step.step === 'fail') break
    if (step.step === 'pause') {
      pause += step.ms
      continue
    }
    const id = `${prefixes[step.step]}_${random.hex(24)}`
    const callId = `call_${random.hex(24)}`
    valueOf(step, id, callId).forEach((value, index) => {
      items.push({
        id,
        value,
        step,
        afterMs:
          index === 0 ? pause + (step.step === 'result' ? step.takesMs : 0) : step.step === 'call' ? step.takesMs : 0,
      })
    })
    pause = 0
  }
  return items
}

/** Rough count, four characters to a token, so that usage moves with the text as it does on a real endpoint. */
export const tokensIn = (text: string): number => Math.ceil(text.length / 4)

export const usageOf = (items: readonly AnswerItem[], inputText: string): JsonObject => {
  const count = (kinds: readonly string[]) =>
    tokensIn(
      items
        .filter((item) => kinds.includes(item.step.step))
        .map((item) => JSON.stringify(item.value))
        .join(''),
    )
  const reasoning = count(['think'])
  const output = count(['say', 'refuse', 'call', 'ask']) + reasoning
  const input = tokensIn(inputText)
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  }
}

/** Cuts text as a model does: pieces of one to four words, with their spaces, that join to the same text. */
export const piecesOf = (text: string, random: SeededRandom): readonly string[] => {
  const words = text.match(/\s*\S+|\s+$/g) ?? []
  const pieces: string[] = []
  for (let index = 0; index < words.length;) {
    const length = random.between(1, 4)
    pieces.push(words.slice(index, index + length).join(''))
    index += length
  }
  return pieces
}
