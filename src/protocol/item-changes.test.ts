import { describe, expect, it } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import type { JsonObject } from '../lib/json.ts'
import {
  type Clue,
  closeItem,
  compareTexts,
  findOpen,
  growText,
  settleText,
  textAt,
  wholeText,
} from './item-changes.ts'
import { itemOf } from './item-of-json.ts'
import type { Item } from './item.ts'

const item = (json: JsonObject, outputIndex?: number, round = 0, state: Item['state'] = 'open'): Item =>
  itemOf(json, { key: 'k', round, state, startedAt: 0 as Ms, outputIndex })
const message = (id?: string, text = ''): JsonObject => ({
  type: 'message',
  ...(id === undefined ? {} : { id }),
  content: text === '' ? [] : [{ type: 'output_text', text }],
})
const clue = (id?: string, outputIndex?: number, more: Partial<Clue> = {}): Clue => ({
  kind: 'message',
  id,
  outputIndex,
  round: 0,
  ...more,
})

describe('the open item that an event means', () => {
  const call = (callId: string): JsonObject => ({ type: 'function_call', call_id: callId })
  const cases: [about: string, items: Item[], clue: Clue, position: number][] = [
    ['nothing is there', [], clue('a', 0), -1],
    ['by id', [item(message('a')), item(message('b'))], clue('a'), 0],
    ['never another kind', [item({ type: 'function_call', id: 'a' })], clue('a'), -1],
    ['never a closed one', [item(message('a'), 0, 0, 'done')], clue('a', 0), -1],
    ['id and slot before id alone', [item(message('x'), 0), item(message('x'), 1)], clue('x', 0), 0],
    [
      'slot before id, where both are known and disagree',
      [item(message('a'), 0), item(message('b'), 1)],
      clue('a', 1),
      1,
    ],
    ['the slot where the id is new', [item(message('a'), 0), item(message('b'), 1)], clue('z', 0), 0],
    ['no slot of another round', [item(message('a'), 0, 0)], clue('z', 0, { round: 1 }), -1],
    ['a nameless event means the newest', [item(message('a')), item(message('b'))], clue(), 1],
    [
      'a nameless event means none of an earlier round',
      [item(message('a'))],
      clue(undefined, undefined, { round: 1 }),
      -1,
    ],
    ['a nameless item is taken over', [item(message())], clue('a'), 0],
    ['two ids are two items', [item(message('a'))], clue('b'), -1],
    [
      'call ids tell calls apart',
      [item(call('c1')), item(call('c2'))],
      clue(undefined, undefined, { kind: 'tool-call', callId: 'c1' }),
      0,
    ],
  ]
  it.each(cases)('%s', (_, items, given, position) => {
    expect(findOpen(items, given)).toBe(position)
  })
})

describe('growing text', () => {
  it('appends to the part that is meant, and makes none for a wild index', () => {
    const parts = item({
      type: 'message',
      content: [
        { type: 'output_text', text: 'a' },
        { type: 'refusal', refusal: 'r' },
      ],
    })
    const at = (index: number | undefined) => growText(parts, { part: 'text', index }, '+')
    expect(at(0)).toMatchObject({ part: 0, from: 1, to: 2 })
    expect(at(1)).toMatchObject({ part: 0 })
    expect(at(2)).toMatchObject({ part: 2, from: 0, to: 1 })
    expect(at(4_294_967_294)).toMatchObject({ part: 0 })
    expect(at(-1)).toMatchObject({ part: 0 })
    expect(at(Number.NaN)).toMatchObject({ part: 0 })
    expect(at(undefined)).toMatchObject({ part: 0 })
  })

  it('counts summaries and texts of reasoning apart', () => {
    const thought = item({ type: 'reasoning', summary: [{ text: 's' }], content: [{ text: 't' }] })
    expect(growText(thought, { part: 'text', index: 0 }, '+')).toMatchObject({ part: 1, from: 1, to: 2 })
    expect(growText(thought, { part: 'summary', index: 1 }, '+')).toMatchObject({ part: 2 })
    expect(growText(thought, { part: 'summary', index: 9 }, '+')).toMatchObject({ part: 0 })
  })

  it('grows arguments', () => {
    const change = growText(item({ type: 'function_call', arguments: '{' }), {}, '}')
    expect(change).toMatchObject({ part: -1, from: 1, to: 2 })
    expect(change === undefined ? '' : textAt(change.item, -1)).toBe('{}')
  })

  it('leaves alone what has no text', () => {
    expect(growText(item({ type: 'hologram' }), { part: 'text' }, 'x')).toBeUndefined()
  })
})

describe('the final form', () => {
  it.each([
    ['a', 'a', 'same'],
    ['', 'a', 'same'],
    ['a', '', 'emptied'],
    ['a b', 'a\n b', 'same'],
    ['a', 'b', 'differs'],
    ['a.', 'a.[^1]\n\n[^1]: Source', 'same'],
    ['[^'.repeat(50_000), 'x', 'differs'],
  ])('of %.9j is %.9j: %s', (streamed, final, verdict) => {
    expect(compareTexts(streamed, final)).toBe(verdict)
  })

  it('replaces the text, or keeps it when it is empty', () => {
    const streamed = item(message('m', 'streamed'))
    expect(settleText(streamed, { part: 'text', index: 0 }, 'final')).toMatchObject({
      verdict: 'differs',
      change: { from: 0, to: 5 },
    })
    expect(settleText(streamed, { part: 'text', index: 0 }, '')).toMatchObject({
      verdict: 'emptied',
      change: { from: 8, to: 8 },
    })
  })

  it('keeps key, round, start, slot and what it lacks', () => {
    const open: Item = {
      ...item(
        { type: 'message', id: 'a', content: [{ type: 'output_text', text: 'x', annotations: [{ n: 1 }] }] },
        3,
        2,
      ),
      key: 'first',
    }
    const { item: closed } = closeItem(open, { ...item(message(undefined, 'x'), undefined, 9, 'done'), key: 'second' })
    expect(closed).toMatchObject({
      key: 'first',
      id: 'a',
      round: 2,
      outputIndex: 3,
      state: 'done',
      parts: [{ annotations: [{ n: 1 }] }],
    })
    expect(wholeText(closeItem(open, item(message('a'), 3, 2, 'done')).item)).toBe('x')
  })
})
