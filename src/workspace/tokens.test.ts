import { describe, expect, it } from 'vitest'
import type { EpochMs } from '../lib/brand.ts'
import {
  nextSerial,
  readTokens,
  refreshedTokens,
  refreshMargin,
  tokenAnswerOf,
  writeTokens,
  type Tokens,
} from './tokens.ts'

const tokens: Tokens = {
  accessToken: 'access-1',
  refreshToken: 'refresh-1',
  scope: 'all-apis offline_access',
  lifetime: 3_600_000,
  expiresAt: 5_000_000 as EpochMs,
  serial: 100,
  identity: { userName: 'ada@example.com', displayName: 'Ada', orgId: '42' },
}

describe('tokenAnswerOf', () => {
  it.each([
    [
      { access_token: 'a', token_type: 'Bearer', expires_in: 3600, refresh_token: 'r', scope: 's' },
      { accessToken: 'a', refreshToken: 'r', scope: 's', lifetime: 3_600_000 },
    ],
    [
      { access_token: 'a', token_type: 'bearer', expires_in: '60' },
      { accessToken: 'a', lifetime: 60_000 },
    ],
    [{ access_token: 'a' }, { accessToken: 'a', lifetime: 600_000 }],
    [
      { access_token: 'a', expires_in: -5 },
      { accessToken: 'a', lifetime: 600_000 },
    ],
    [{ access_token: '' }, undefined],
    [{ access_token: 'a', token_type: 'mac' }, undefined],
    [{ error: 'x' }, undefined],
    ['text', undefined],
  ])('%j', (body, expected) => expect(tokenAnswerOf(body)).toEqual(expected))
})

it('keeps the refresh token and the scope where the answer names none', () => {
  const next = refreshedTokens(tokens, { accessToken: 'access-2', lifetime: 8000 }, 1000 as EpochMs)
  expect(next).toEqual({ ...tokens, accessToken: 'access-2', lifetime: 8000, expiresAt: 9000, serial: 1000 })
})

it('counts on where the clock was set back', () => {
  expect(nextSerial(5000, 200 as EpochMs)).toBe(5001)
  expect(nextSerial(5000, 9000 as EpochMs)).toBe(9000)
})

it('refreshes a minute ahead, or a quarter of a short life', () => {
  expect(refreshMargin(3_600_000)).toBe(60_000)
  expect(refreshMargin(8000)).toBe(2000)
})

describe('between tabs and over a reload', () => {
  it('reads back what it wrote', () => expect(readTokens(writeTokens(tokens))).toEqual(tokens))
  it('reads tokens of nobody known yet', () =>
    expect(readTokens(writeTokens({ ...tokens, identity: null }))).toEqual({ ...tokens, identity: null }))
  it.each(['', '{', 'null', '[]', '{}', '{"accessToken":1}', '{"accessToken":"a","lifetime":1,"expiresAt":1}'])(
    'ignores %s',
    (text) => expect(readTokens(text)).toBeUndefined(),
  )
})
