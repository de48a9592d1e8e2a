import { describe, expect, it } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import type { JsonObject } from '../lib/json.ts'
import type { FrameReading } from './event.ts'
import type { Finding } from './finding.ts'
import { foldMessageChunk } from './fold-chat-agent.ts'
import { foldChatChunk } from './fold-chat-completions.ts'
import { outputItemsOf } from './fold-chat.ts'
import { foldEvent } from './fold-event.ts'
import { foldResponses } from './fold-responses.ts'
import { emptyFold, type Fold, noted, withNextRound } from './fold.ts'
import { textAt } from './item-changes.ts'
import { declared, finished, withFinalOutput } from './response-items.ts'
import { textSteps } from './response-texts.ts'
import { emptySnapshot } from './snapshot.ts'

const moment = (event = 0) => ({ at: event as Ms, event })
const foldAll = (...events: (JsonObject & { type: string })[]): Fold =>
  events.reduce((fold, event, index) => foldResponses(fold, event.type, event, moment(index)), emptyFold)
const codesOf = (findings: readonly Finding[]): string[] => findings.map((finding) => finding.code)

describe('findings', () => {
  it('are made once, and only so many', () => {
    const once = noted(emptySnapshot, moment(1), 'invalid-frame', 'd')
    expect(noted(once, moment(1), 'invalid-frame', 'd')).toBe(once)
    let many = once
    for (let index = 2; index < 3000; index += 1) many = noted(many, moment(index), 'invalid-frame', 'd')
    expect(many.findings).toMatchObject([{ event: 1, times: 2999, severity: 'breaks-clients' }])
    expect(many.findings[0]?.events).toHaveLength(50)
    for (let index = 0; index < 3000; index += 1) many = noted(many, moment(index), 'invalid-frame', `d${index}`)
    expect(many.findings).toHaveLength(300)
  })
})

describe('rounds', () => {
  it('begin at response.created, but not twice before anything was said', () => {
    const first = withNextRound(emptySnapshot)
    expect(first.rounds).toBe(1)
    expect(withNextRound(first)).toBe(first)
    expect(withNextRound({ ...first, terminal: 'completed' })).toMatchObject({ rounds: 2 })
    expect(withNextRound({ ...first, terminal: 'completed' }).terminal).toBeUndefined()
  })

  it('forget the end of a round when the answer goes on', () => {
    const over = foldAll({ type: 'response.completed', response: {} })
    expect(over.snapshot.terminal).toBe('completed')
    const more = foldResponses(over, 'response.output_text.delta', { delta: 'more' }, moment())
    expect(more.snapshot.terminal).toBeUndefined()
  })
})

describe('every text that grows', () => {
  const deltas = textSteps.map(([type]) => type).filter((type) => type.endsWith('.delta'))

  it('is known by its delta', () => {
    expect(deltas).toHaveLength(9)
  })

  it.each(deltas)('%s', (type) => {
    const event = (delta: string) => ({
      type,
      item_id: 'x',
      output_index: 0,
      content_index: 0,
      summary_index: 0,
      delta,
    })
    const { snapshot, touch } = foldAll(event('one '), event('two'))
    expect(snapshot.items).toHaveLength(1)
    const [item] = snapshot.items
    expect(item === undefined || touch === undefined ? '' : textAt(item, touch.part)).toBe('one two')
    expect(touch).toMatchObject({ item: 'item-0', from: 4, to: 7 })
  })

  it('needs its text', () => {
    expect(
      codesOf(foldAll({ type: 'response.output_text.delta' }, { type: 'response.output_text.done' }).snapshot.findings),
    ).toEqual(['invalid-event', 'invalid-event'])
  })
})

describe('items', () => {
  const item = { type: 'message', id: 'm', role: 'assistant', content: [] }
  const final = { ...item, content: [{ type: 'output_text', text: 'Hi' }] }

  it('that are not touched keep their identity', () => {
    const before = finished(finished(emptyFold, final, {}, moment()), { ...final, id: 'n' }, {}, moment())
    const after = foldResponses(before, 'response.output_text.delta', { item_id: 'o', delta: 'x' }, moment())
    expect(after.snapshot.items[0]).toBe(before.snapshot.items[0])
    expect(after.snapshot.items[1]).toBe(before.snapshot.items[1])
    expect(before.snapshot.items).toHaveLength(2)
  })

  it('are declared once', () => {
    const once = declared(emptyFold, item, { output_index: 0 }, moment())
    expect(declared(once, item, { output_index: 0 }, moment()).snapshot).toBe(once.snapshot)
    expect(declared(once, item, { output_index: 1 }, moment()).snapshot.items).toHaveLength(2)
  })

  it('of the final list close what is open, and are added when new', () => {
    const open = declared(emptyFold, item, { output_index: 0 }, moment())
    const closed = withFinalOutput(open, { output: [final, { type: 'function_call', id: 'f', name: 'f' }] }, moment())
    expect(closed.snapshot.items.map(({ kind, state }) => [kind, state])).toEqual([
      ['message', 'done'],
      ['tool-call', 'done'],
    ])
    expect(withFinalOutput(closed, { output: [{ ...final, id: 'renamed' }] }, moment()).snapshot).toBe(closed.snapshot)
  })

  it('tell their progress', () => {
    const { snapshot } = foldAll(
      { type: 'response.output_item.added', item: { type: 'web_search_call', id: 'w' } },
      { type: 'response.web_search_call.searching', item_id: 'w' },
    )
    expect(snapshot.items[0]).toMatchObject({ kind: 'other', status: 'searching' })
    expect(snapshot.findings).toEqual([])
  })
})

describe('sequence numbers', () => {
  const delta = (sequence: number, more: JsonObject = {}) => ({
    type: 'response.output_text.delta',
    item_id: 'm',
    delta: 'x',
    sequence_number: sequence,
    ...more,
  })
  const length = (fold: Fold): number => fold.snapshot.items.reduce((sum, item) => sum + textAt(item, 0).length, 0)

  it('drop a repeated event of the long-running server only', () => {
    const all = (...events: readonly JsonObject[]): Fold =>
      events.reduce<Fold>(
        (fold, json, index) =>
          foldEvent(fold, { kind: 'event', type: 'response.output_text.delta', json }, moment(index)),
        emptyFold,
      )
    expect(length(all(delta(0, { response_id: 'r' }), delta(0, { response_id: 'r' })))).toBe(1)
    expect(length(all(delta(0), delta(0), delta(5), delta(1)))).toBe(4)
  })
})

describe('a reading', () => {
  const event = (type: string, json: JsonObject = {}): FrameReading => ({ kind: 'event', type, json })
  const open = foldEvent(emptyFold, event('response.output_text.delta', { item_id: 'm', delta: 'x' }), moment())

  it('of [DONE] closes what is open, and says that it was', () => {
    const { snapshot } = foldEvent(open, { kind: 'done' }, moment(1))
    expect(snapshot).toMatchObject({ doneMarker: true, items: [{ state: 'done' }] })
    expect(codesOf(snapshot.findings)).toEqual(['unfinished-item'])
  })

  it('after [DONE] changes nothing but the findings', () => {
    const over = foldEvent(open, { kind: 'done' }, moment(1))
    const after = foldEvent(over, event('response.output_text.delta', { item_id: 'm', delta: 'y' }), moment(2))
    expect(after.snapshot.items).toBe(over.snapshot.items)
    expect(codesOf(after.snapshot.findings)).toContain('data-after-done')
  })

  it('clears the touch of the one before', () => {
    expect(open.touch).toBeDefined()
    expect(foldEvent(open, { kind: 'silent' }, moment(1)).touch).toBeUndefined()
  })
})

describe('chat dialects', () => {
  it('take a whole message apart', () => {
    const call = { id: 'c', function: { name: 'f', arguments: '{}' } }
    expect(
      outputItemsOf({ role: 'assistant', content: 'Hi', reasoning_content: 'Hm', tool_calls: [call] }).map(
        (item) => item['type'],
      ),
    ).toEqual(['reasoning', 'message', 'function_call'])
    expect(outputItemsOf({ role: 'tool', tool_call_id: 'c', content: '1' })).toEqual([
      { type: 'function_call_output', call_id: 'c', output: '1' },
    ])
  })

  it('read chunks in any state, and usage from the newest', () => {
    const chunk = (text: string, tokens: number) => ({
      id: 'a',
      choices: [{ delta: { content: text } }],
      usage: { completion_tokens: tokens },
    })
    const { snapshot } = foldChatChunk(foldChatChunk(emptyFold, chunk('a', 1), moment()), chunk('b', 2), moment())
    expect(snapshot).toMatchObject({ usage: { outputTokens: 2 }, items: [{ parts: [{ text: 'ab' }] }] })
    expect(foldChatChunk(emptyFold, { choices: [null] }, moment()).snapshot.items).toEqual([])
    expect(foldMessageChunk(emptyFold, { delta: { tool_calls: [1] } }, moment()).snapshot.items).toEqual([])
  })

  it('keep short repetitions, which may be meant', () => {
    const laugh = { delta: { id: 'a', role: 'assistant', content: 'ha' } }
    const { snapshot } = foldMessageChunk(foldMessageChunk(emptyFold, laugh, moment()), laugh, moment())
    expect(snapshot.items).toMatchObject([{ parts: [{ text: 'haha' }] }])
  })
})
