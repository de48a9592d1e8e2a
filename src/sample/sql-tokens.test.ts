import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { naughtyTexts } from '../code/naughty-texts.ts'
import { sqlString } from '../lib/sql-string.ts'
import { readTokens, SqlRefusal } from './sql-tokens.ts'

const kinds = (text: string) =>
  readTokens(text).map((token) => {
    switch (token.kind) {
      case 'word':
      case 'number':
      case 'symbol':
        return `${token.kind} ${token.text}`
      case 'name':
      case 'marker':
        return `${token.kind} ${token.name}`
      case 'string':
        return `string ${token.value}`
    }
  })

describe('literals', () => {
  test.each([
    ["'a'", 'a'],
    ['"a"', 'a'],
    [`'say "hi"'`, 'say "hi"'],
    ["'it\\'s'", "it's"],
    ["'it''s'", 'its'],
    [`'one' /* and */ "two"`, 'onetwo'],
    ["'a\\nb\\tc\\\\d'", 'a\nb\tc\\d'],
    ["'\\0\\Z\\b'", '\0\u001a\b'],
    ["'\\101\\u00e9\\U0001f642'", 'Aé🙂'],
    ["'\\%\\_\\q'", '\\%\\_q'],
    ["r'\\n'", '\\n'],
    ['R"C:\\new"', 'C:\\new'],
    ["'-- no comment'", '-- no comment'],
    ["'/* none */'", '/* none */'],
  ])('%s', (text, value) => {
    expect(kinds(text)).toEqual([`string ${value}`])
  })

  test('hold every text that the writer of literals can be given', () => {
    for (const text of naughtyTexts) expect(kinds(sqlString(text))).toEqual([`string ${text}`])
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(kinds(`${sqlString(text)} AS x`)).toEqual([`string ${text}`, 'word AS', 'word x'])
      }),
      { seed: 617 },
    )
  })
})

test('knows names, numbers, operators and comments', () => {
  expect(kinds('SELECT `a``b`.c1, 1.5e3, .5, 10L /* in /* in */ out */ -- end\n<=> x').join(' ')).toBe(
    'word SELECT name a`b symbol . word c1 symbol , number 1.5e3 symbol , number .5 symbol , number 10L symbol <=> word x',
  )
})

test('tells a parameter from a cast and from a path into JSON', () => {
  expect(kinds('SELECT :q, a::STRING, raw:items, f(:q)').join(' ')).toBe(
    'word SELECT marker q symbol , word a symbol :: word STRING symbol , word raw symbol : word items symbol , word f symbol ( marker q symbol )',
  )
})

test.each(["'open", '"open', '`open', "'ends with a backslash\\'", '/* open', 'SELECT \\ 1'])('refuses %s', (text) => {
  expect(() => readTokens(text)).toThrow(SqlRefusal)
})

test('ends on any text, with tokens or with a refusal', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...`'"\`\\/*-:=<>()[],; \nar1.ué`), maxLength: 40 }), (text) => {
      try {
        let last = 0
        for (const { start, end } of readTokens(text)) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          last = end
        }
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(SqlRefusal)
      }
    }),
    { seed: 618, numRuns: 2000 },
  )
})
