import { describe, expect, it } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import type { JsonObject } from '../lib/json.ts'
import { checkWhole, createAnswerChecks } from './answer-checks.ts'
import type { FrameReading } from './event.ts'
import { foldEvent } from './fold-event.ts'
import { emptyFold } from './fold.ts'
import { createItemChecks, noteUnanswered, saysNothing, shortened } from './item-checks.ts'
import { snapshotOfAnswer } from './snapshot-of-answer.ts'

type Sent = (JsonObject & { readonly type: string }) | null

/** The codes that the checks alone make of these events. `null` stands for `[DONE]`. */
const codesOf = (...events: readonly Sent[]): string[] => {
  const checks = createAnswerChecks()
  const codes: string[] = []
  let fold = emptyFold
  for (const [index, json] of events.entries()) {
    const reading: FrameReading = json === null ? { kind: 'done' } : { kind: 'event', type: json.type, json }
    const before = fold.snapshot
    fold = foldEvent(fold, reading, { at: index as Ms, event: index })
    checks.taken(reading, before, fold.snapshot, (code) => codes.push(code))
  }
  checks.streamEnded(fold.snapshot, (code) => codes.push(code))
  return codes
}

const created = { type: 'response.created', response: { status: 'in_progress' } }
const message = { type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text: 'Hi' }] }
const itemDone = { type: 'response.output_item.done', item: message }
const completed = { type: 'response.completed', response: { output: [message] } }
const delta = (sequence: number) => ({
  type: 'response.output_text.delta',
  item_id: 'm',
  delta: 'x',
  sequence_number: sequence,
})

describe('sequence numbers', () => {
  const inOrder = (...numbers: number[]): string[] =>
    codesOf(...numbers.map(delta), itemDone, null).filter((code) => code.startsWith('sequence'))

  it.each<[numbers: number[], codes: string[]]>([
    [[0, 1, 2], []],
    [[7, 8], []],
    [[0, 2, 3], ['sequence-gap']],
    [[0, 0], ['sequence-repeat']],
    [[3, 4, 2, 5], ['sequence-disorder']],
    [
      [0, 5, 5, 4, 6],
      ['sequence-gap', 'sequence-repeat', 'sequence-disorder'],
    ],
  ])('%j', (numbers, codes) => expect(inOrder(...numbers)).toEqual(codes))

  it('may restart with each round, and be left out', () => {
    const round = [{ ...created, sequence_number: 0 }, delta(1), itemDone, { ...completed, sequence_number: 2 }]
    expect(codesOf(...round, ...round, null).filter((code) => code.startsWith('sequence'))).toEqual([])
  })
})

describe('the end', () => {
  it.each<[name: string, events: readonly Sent[], codes: string[]]>([
    ['of a stream by the rules', [created, itemDone, completed], []],
    ['[DONE] alone, where nothing was created', [itemDone, null], []],
    ['[DONE] alone, where a response was created', [created, itemDone, null], ['missing-completed']],
    ['nothing', [itemDone], ['missing-end']],
    ['an error', [itemDone, { type: 'error', message: 'x' }], []],
    [
      'an error, then failed',
      [
        { type: 'error', message: 'x' },
        { type: 'response.failed', response: {} },
      ],
      [],
    ],
    [
      'an error, then completed',
      [
        { type: 'error', message: 'x' },
        { type: 'response.completed', response: {} },
      ],
      ['repeated-terminal'],
    ],
    ['twice', [created, itemDone, completed, completed], ['repeated-terminal']],
    [
      'and a tool result',
      [created, itemDone, completed, { type: 'function_call_output', call_id: 'c', output: '' }],
      ['orphan-output', 'missing-end'],
    ],
    ['and a heartbeat', [created, itemDone, completed, { type: 'keepalive' }], []],
  ])('%s', (_name, events, codes) => expect(codesOf(...events)).toEqual(codes))
})

describe('items', () => {
  const noted = (check: (checks: ReturnType<typeof createItemChecks>) => void): string[] => {
    const codes: string[] = []
    check(createItemChecks((code) => codes.push(code)))
    return codes
  }

  it.each<[json: JsonObject, codes: string[]]>([
    [{ type: 'function_call', name: 'f', call_id: 'c', arguments: '{}', status: 'completed' }, []],
    [{ type: 'function_call', name: 'f', call_id: 'c', arguments: ' ' }, ['arguments-not-json']],
    [{ type: 'function_call', name: 'f', call_id: 'c' }, ['arguments-not-text']],
    [{ type: 'function_call', name: 'f', arguments: '{}' }, ['incomplete-item']],
    [{ type: 'reasoning', id: 'r', summary: [] }, []],
    [{ type: 'reasoning', id: 'r' }, ['incomplete-item']],
    [{ type: 'mcp_approval_request', name: 'f', server_label: 's', arguments: '{}' }, ['incomplete-item']],
    [{ type: 'hologram' }, ['unknown-item']],
    [{ type: 'custom_tool_call', name: 'f', input: 'SELECT 1' }, []],
    [{ type: 'function_call_output', output: 'x' }, []],
    [{ type: 'function_call_output' }, ['output-not-text']],
    [{ ...message, status: 7 }, ['unknown-status']],
    [{ ...message, id: null }, ['missing-id']],
    [{ ...message, content: [{ type: 'text', text: 'x' }] }, ['unknown-part']],
    [{ ...message, content: [{ type: 'refusal', refusal: 'x' }] }, []],
    [{ ...message, content: [{ type: 'output_text', text: 'x', annotations: null }] }, ['null-field']],
    [{ type: 'web_search_call', status: 'searching' }, []],
  ])('%j', (json, codes) => expect(noted((checks) => checks.settled(json))).toEqual(codes))

  it('that a client has to answer may come last', () => {
    const call = { type: 'function_call', name: 'f', call_id: 'c', arguments: '{}' }
    const codes = (...output: JsonObject[]): string[] => {
      const found: string[] = []
      noteUnanswered((code) => found.push(code), snapshotOfAnswer({ output }, 0 as Ms))
      return found
    }
    expect([codes(message, call), codes(call, message)]).toEqual([[], ['call-without-output']])
  })

  it('say something or nothing', () => {
    const says = (output: JsonObject[]): boolean => !saysNothing(snapshotOfAnswer({ output }, 0 as Ms))
    expect([says([]), says([{ ...message, content: [] }]), says([message])]).toEqual([false, false, true])
  })

  it('are named shortly', () => expect(shortened('x'.repeat(200))).toHaveLength(81))
})

describe('a whole answer', () => {
  const codes = (json: JsonObject): string[] => {
    const found: string[] = []
    checkWhole(json, snapshotOfAnswer(json, 0 as Ms), 200, (code) => found.push(code))
    return found
  }

  it.each<[json: JsonObject, codes: string[]]>([
    [{ output: [message] }, []],
    [{ output: [] }, ['empty-answer']],
    [{ output: [message, { ...message, content: 'Ho' }] }, ['shared-id']],
    [{ output: [message], status: 'odd' }, ['unknown-status']],
    [{ output: [], status: 'failed', error: { message: 'x' } }, []],
    [{ error: 'x' }, ['error-with-success-status']],
    [{ anything: 1 }, []],
    [
      { choices: [{ message: { content: 'Hi' } }], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 3 } },
      ['inconsistent-usage'],
    ],
  ])('%j', (json, expected) => expect(codes(json)).toEqual(expected))
})
