import { expect, test } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import type { Item } from '../protocol/item.ts'
import { pairItems } from './paired-items.ts'

const base = { round: 0, state: 'done', startedAt: 0 as Ms } as const
const call = (key: string, callId?: string): Item => ({
  ...base,
  kind: 'tool-call',
  type: 'function_call',
  key,
  name: 'lookup',
  arguments: '{}',
  ...(callId === undefined ? {} : { callId }),
})
const output = (key: string, callId?: string): Item => ({
  ...base,
  kind: 'tool-output',
  type: 'function_call_output',
  key,
  output: key,
  ...(callId === undefined ? {} : { callId }),
})

const drawn = (items: readonly Item[]) => pairItems(items).map((entry) => [entry.item.key, entry.output?.key])

test('an output joins its call, wherever it arrives', () => {
  expect(drawn([call('a', '1'), call('b', '2'), output('x', '2'), output('y', '1')])).toEqual([
    ['a', 'y'],
    ['b', 'x'],
  ])
})

test('an output without a call stands for itself', () => {
  expect(drawn([output('x', '1'), call('a', '1'), output('y')])).toEqual([
    ['x', undefined],
    ['a', undefined],
    ['y', undefined],
  ])
})

test('ids that repeat from round to round pair in order', () => {
  expect(drawn([call('a', '1'), output('x', '1'), call('b', '1'), output('y', '1'), output('z', '1')])).toEqual([
    ['a', 'x'],
    ['b', 'y'],
    ['z', undefined],
  ])
})
