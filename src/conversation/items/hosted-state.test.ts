import { expect, test } from 'vitest'
import type { Ms } from '../../lib/brand.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { OtherItem } from '../../protocol/item.ts'
import { hostedStateOf, hostedTime } from './hosted-state.ts'

const search = (status: string | undefined, state: 'open' | 'done', json: JsonObject = {}): OtherItem => ({
  kind: 'other',
  type: 'web_search_call',
  json: { type: 'web_search_call', ...json },
  key: 'item-0',
  round: 0,
  state,
  startedAt: 100 as Ms,
  ...(status === undefined ? {} : { status }),
  ...(state === 'done' ? { endedAt: 350 as Ms } : {}),
})

test.each([
  [search('searching', 'open'), true, 'searching', 'accent'],
  [search(undefined, 'open'), true, 'in progress', 'accent'],
  [search('searching', 'open'), false, 'unfinished', 'notice'],
  [search('completed', 'done'), false, 'done', 'success'],
  [search(undefined, 'done'), true, 'done', 'success'],
  [search('failed', 'done'), false, 'failed', 'danger'],
  [search('incomplete', 'done'), false, 'incomplete', 'danger'],
  [search(undefined, 'done', { error: 'away' }), false, 'failed', 'danger'],
  [search('completed', 'done', { error: null }), false, 'done', 'success'],
])('%# the server\u2019s word while it works, ours when it is over', (item, live, words, tone) => {
  expect(hostedStateOf(item, undefined, live)).toEqual({ words, tone })
})

test('it took from its first sign to its end', () => {
  expect(hostedTime(search('completed', 'done'), undefined)).toBe(250)
  expect(hostedTime(search('searching', 'open'), undefined)).toBeUndefined()
})
