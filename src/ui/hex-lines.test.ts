import { expect, test } from 'vitest'
import { asciiColumn, hexColumns, hexDump } from './hex-lines.ts'

const bytes = new TextEncoder().encode('data: {"é"}\n\n0123456789')

test('bytes in groups of eight, short lines padded', () => {
  expect(hexColumns(bytes, 0, 16)).toBe('64 61 74 61 3a 20 7b 22  c3 a9 22 7d 0a 0a 30 31')
  expect(hexColumns(bytes, 16, 16)).toBe(`32 33 34 35 36 37 38 39${' '.repeat(25)}`)
})

test('what is not printable ASCII is a dot', () => {
  expect(asciiColumn(bytes, 0, 16)).toBe('data: {"··"}··01')
})

test('offsets count from where the bytes begin', () => {
  expect(
    hexDump(bytes, 0x1000, 16)
      .split('\n')
      .map((line) => line.slice(0, 8)),
  ).toEqual(['00001000', '00001010'])
})
