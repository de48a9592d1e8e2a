import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visiblePieces, wireLines } from './wire-lines.ts'

const wireText = fc
  .array(fc.oneof(fc.string(), fc.constantFrom('\n', '\r\n', '\r', '\n\n', '🙂'.repeat(1500), 'x'.repeat(4100))), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''))

test('no character is lost or added, however long the lines', () => {
  fc.assert(
    fc.property(wireText, (text) => {
      expect(
        wireLines(text)
          .map(({ text: line, ending }) => line + ending)
          .join(''),
      ).toBe(text)
    }),
    { seed: 20 },
  )
})

test('lines are numbered once, also when they are cut', () => {
  const lines = wireLines(`a\r\n${'x'.repeat(4500)}\n`)
  expect(lines.map(({ number, firstPiece, ending }) => [number, firstPiece, ending])).toEqual([
    [1, true, '\r\n'],
    [2, true, ''],
    [2, false, ''],
    [2, false, '\n'],
  ])
})

test('a surrogate pair is never cut', () => {
  const half = /^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/
  for (const line of wireLines(`x${'🙂'.repeat(2000)}`)) expect(line.text).not.toMatch(half)
})

test('an empty text is one empty line', () => {
  expect(wireLines('')).toEqual([{ text: '', ending: '', number: 1, firstPiece: true }])
})

test('what does not show gets a name', () => {
  expect(visiblePieces('a\u0000\u001b[b\u200b\ufeff')).toEqual([
    { text: 'a', control: false },
    { text: 'NUL ESC', control: true },
    { text: '[b', control: false },
    { text: 'U+200B BOM', control: true },
  ])
  expect(visiblePieces('größe 🙂')).toEqual([{ text: 'größe 🙂', control: false }])
})
