import { expect, test } from 'vitest'
import { imageAddressOf } from './image-result.ts'

const type = 'image_generation_call'

test('the bytes decide what is drawn', () => {
  expect(imageAddressOf({ type, result: 'iVBORw0KGgoAAAA=' })).toBe('data:image/png;base64,iVBORw0KGgoAAAA=')
  expect(imageAddressOf({ type, result: '/9j/4AAQ' })).toBe('data:image/jpeg;base64,/9j/4AAQ')
})

test.each([
  ['SVG, which can hold script', { type, result: 'PHN2Zz48L3N2Zz4=' }],
  ['an address', { type, result: 'https://evil.example/a.png' }],
  ['something behind the base64', { type, result: 'iVBORw0KGgo"><script>' }],
  ['another item', { type: 'file_search_call', result: 'iVBORw0KGgoAAAA=' }],
  ['nothing', { type, result: null }],
])('%s is not drawn', (_name, item) => {
  expect(imageAddressOf(item)).toBeUndefined()
})
