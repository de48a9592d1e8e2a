import { expect, test } from 'vitest'
import { citationsOf } from './citations.ts'

test('sources are numbered in order, and the same source is one', () => {
  const report = { type: 'url_citation', url: 'https://docs.example/report', title: 'Report', start_index: 3 }
  expect(
    citationsOf([report, { type: 'file_citation', filename: 'west.csv' }, { ...report, start_index: 90 }]),
  ).toEqual([
    { number: 1, title: 'Report', origin: 'docs.example', url: 'https://docs.example/report' },
    { number: 2, title: 'west.csv', origin: 'file citation' },
  ])
})

test.each([
  ['a scheme that must not open', { type: 'url_citation', url: 'javascript:alert(1)', title: 'Click' }, 'Click'],
  ['an address without a scheme', { type: 'url_citation', url: 'source1.com' }, 'source1.com'],
  ['nothing but a type', { type: 'file_path' }, 'file_path'],
  ['not even a type', {}, 'source'],
  ['fields of the wrong kind', { type: 1, url: 2, title: null }, 'source'],
])('%s gives no address', (_name, annotation, title) => {
  const [citation] = citationsOf([annotation])
  expect(citation?.title).toBe(title)
  expect(citation).not.toHaveProperty('url')
})

test('a host outside ASCII is shown as it is resolved', () => {
  expect(citationsOf([{ url: 'https://exаmple.com/' }])[0]?.origin).toBe('xn--exmple-4nf.com')
})
