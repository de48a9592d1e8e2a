import { expect, test } from 'vitest'
import { generatedImageOf, imageOfAddress, imageOfBase64 } from './image-result.ts'

const png = 'iVBORw0KGgoAAAANSUhEUg=='

test.each([
  [png, `data:image/png;base64,${png}`],
  ['/9j/4AAQ', 'data:image/jpeg;base64,/9j/4AAQ'],
  ['R0lGODlhAQABAAAAACw=', 'data:image/gif;base64,R0lGODlhAQABAAAAACw='],
  // A document that could run scripts, and what is no base64, are no images.
  ['PHN2ZyB4bWxucz0i', undefined],
  ['iVBORw0KGgo"onerror="x', undefined],
  ['', undefined],
  [undefined, undefined],
])('%s is judged by its bytes', (base64, address) => {
  expect(imageOfBase64(base64)).toBe(address)
})

test.each([
  [`data:image/png;base64,${png}`, `data:image/png;base64,${png}`],
  [`data:image/svg+xml;base64,${png}`, `data:image/png;base64,${png}`],
  ['https://example.com/pixel.png', undefined],
  ['data:text/html,<script>', undefined],
  ['blob:http://localhost/1', undefined],
  [undefined, undefined],
])('only an address that carries its bytes is drawn: %s', (address, drawn) => {
  expect(imageOfAddress(address)).toBe(drawn)
})

test('a finished image goes before a partial one', () => {
  const partial = { partial_image_b64: png, partial_image_index: 2 }
  expect(generatedImageOf({ ...partial, result: null })).toEqual({
    address: `data:image/png;base64,${png}`,
    partial: 2,
  })
  expect(generatedImageOf({ ...partial, result: '/9j/4AAQ' })).toEqual({ address: 'data:image/jpeg;base64,/9j/4AAQ' })
  expect(generatedImageOf({ result: 'nonsense' })).toBeUndefined()
})
