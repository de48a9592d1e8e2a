import { expect, it } from 'vitest'
import { defined } from './defined.ts'

it('drops what is undefined and keeps what is merely empty', () => {
  expect(Object.entries(defined({ a: undefined, b: null, c: false, d: '', e: 0 }))).toEqual([
    ['b', null],
    ['c', false],
    ['d', ''],
    ['e', 0],
  ])
})
