import { expect, test } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import { snapshotOfAnswer } from '../protocol/snapshot-of-answer.ts'
import { clippedItems } from './clipped-items.ts'
import { pairItems } from './paired-items.ts'

const drawnOf = (texts: readonly string[]) =>
  pairItems(
    snapshotOfAnswer(
      {
        output: texts.map((text) => ({
          type: 'message',
          role: 'assistant',
          content: [{ type: 'output_text', text }],
        })),
      },
      0 as Ms,
    ).items,
  )

test('a short answer is shown whole, and as the items that it has', () => {
  const drawn = drawnOf(['one', 'two'])
  const { shown, hiddenItems, hiddenCharacters } = clippedItems(drawn, 1)
  expect([shown[0], shown[1]]).toEqual(drawn)
  expect(shown[0]).toBe(drawn[0])
  expect([hiddenItems, hiddenCharacters]).toEqual([0, 0])
})

test('of many items each step shows sixty more', () => {
  const drawn = drawnOf(Array.from({ length: 150 }, (_, index) => `item ${index}`))
  expect([1, 2, 3].map((steps) => clippedItems(drawn, steps).shown.length)).toEqual([60, 120, 150])
  expect([1, 2, 3].map((steps) => clippedItems(drawn, steps).hiddenItems)).toEqual([90, 30, 0])
})

test('of a long text the beginning is shown, and the rest is counted', () => {
  const drawn = drawnOf(['x'.repeat(50_000), 'after it'])
  expect([1, 2, 3].map((steps) => clippedItems(drawn, steps).hiddenCharacters)).toEqual([30_000, 10_000, 0])
  expect([1, 2, 3].map((steps) => clippedItems(drawn, steps).hiddenItems)).toEqual([1, 1, 0])
})
