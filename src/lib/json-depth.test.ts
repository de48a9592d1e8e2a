import { expect, test } from 'vitest'
import { isDeeper } from './json-depth.ts'

test('levels are counted, and brackets within strings are not', () => {
  expect(isDeeper('[{"a":[1]}]', 3)).toBe(false)
  expect(isDeeper('[{"a":[1]}]', 2)).toBe(true)
  expect(isDeeper(String.raw`["[[[", "\"[[[", "\\"]`, 1)).toBe(false)
  expect(isDeeper('[[],[],{},{}]', 2)).toBe(false)
})

test('however deep, it is told', () => {
  expect(isDeeper('['.repeat(1_000_000), 1000)).toBe(true)
})
