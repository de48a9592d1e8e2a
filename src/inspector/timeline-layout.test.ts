import fc from 'fast-check'
import { expect, test } from 'vitest'
import { labelWidth, placeLabels } from './timeline-layout.ts'

const thing = fc
  .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 100 }), fc.string({ maxLength: 12 }))
  .map(([from, length, label]) => ({ from, to: from + length, label }))

test('nothing in one lane lies on another, label included', () => {
  fc.assert(
    fc.property(fc.array(thing, { maxLength: 30 }), (things) => {
      const taken = placeLabels(things, 600).map(({ lane, x }, index) => {
        const { from = 0, to = 0, label = '' } = things[index] ?? {}
        return { lane, from: Math.min(from, x), to: Math.max(to, x + labelWidth(label)) }
      })
      for (const [index, one] of taken.entries()) {
        for (const other of taken.slice(index + 1)) {
          if (one.lane === other.lane) expect(one.to <= other.from || other.to <= one.from).toBe(true)
        }
      }
    }),
    { seed: 20 },
  )
})

test('a label stands inside where there is room, else behind, else before', () => {
  expect(placeLabels([{ from: 0, to: 200, label: 'tool' }], 600)[0]).toMatchObject({ inside: true, x: 6 })
  expect(placeLabels([{ from: 0, to: 10, label: 'tool' }], 600)[0]).toMatchObject({ inside: false, x: 16 })
  expect(placeLabels([{ from: 590, to: 598, label: 'tool' }], 600)[0]?.x).toBeLessThan(590)
})
