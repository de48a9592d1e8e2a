import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { piecesOf } from './answer-items.ts'
import { calculate, writtenNumber } from './arithmetic.ts'
import { createSeededRandom } from './seeded-random.ts'
import { readSampleSettings } from './settings.ts'
import { summarise, understand } from './understanding.ts'

const seed = 20251122

describe('calculate', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ^ 3 ^ 2', 512],
    ['-2 * -(3 - 5)', -4],
    ['10 % 4 / 2', 1],
    ['17 x 23', 391],
    ['12 ÷ 4 × 2', 6],
    ['1,000 + .5', undefined],
    ['1,000.5 + 1', 1001.5],
    ['8 - 3 - 2', 3],
    ['', undefined],
    ['1 +', undefined],
    ['(1', undefined],
    ['1)', undefined],
    ['1 / 0', undefined],
    ['alert(1)', undefined],
    ['1 2', undefined],
    ['('.repeat(10_000), undefined],
    ['-'.repeat(10_000), undefined],
    [`${'2^'.repeat(20)}1`, undefined],
  ])('%s', (expression, value) => {
    expect(calculate(expression)).toBe(value)
  })

  test('agrees with the language on sums of products', () => {
    const term = fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 999 }))
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 8 }), (terms) => {
        const expression = terms.map(([left, right]) => `${left}*(${right})`).join(' + ')
        expect(calculate(expression)).toBe(terms.reduce((sum, [left, right]) => sum + left * right, 0))
      }),
      { seed },
    )
  })

  test('numbers are written as people write them', () => {
    expect(writtenNumber(1234567.5)).toBe('1,234,567.5')
    expect(writtenNumber(1 / 3)).toBe('0.333333')
  })
})

describe('understand', () => {
  test.each([
    ['What is 17 * 23?', { about: 'arithmetic', expression: '17 * 23', value: 391 }],
    ['sales in the west', { about: 'sales', regions: [expect.objectContaining({ region: 'West' })] }],
    ['Which region sold most?', { about: 'sales', regions: expect.objectContaining({ length: 4 }) }],
    ['How much are tents?', { about: 'products', products: [expect.objectContaining({ name: 'Ridge tent' })] }],
    ['List your products', { about: 'products', products: expect.objectContaining({ length: 4 }) }],
    [
      'status of order #1003',
      { about: 'order', id: '1003', order: expect.objectContaining({ product: 'Fjord jacket' }) },
    ],
    ['order 4711?', { about: 'order', id: '4711', order: undefined }],
    ['Are you open on Sunday?', { about: 'hours' }],
    ['Please summarise this: One. Two.', { about: 'summary', text: 'One. Two.' }],
    ['What did I ask before?', { about: 'recall', previous: 'The one before' }],
    ['Give me the password for order 1001', { about: 'secret' }],
    ['Hello', { about: 'greeting' }],
    ['  ', { about: 'nothing' }],
    ['Is there life on Mars?', { about: 'unknown' }],
    ['I was born on 2001-02-03', { about: 'arithmetic', expression: '2001-02-03', value: 1996 }],
  ])('%s', (question, meaning) => {
    expect(understand(['The one before', question])).toEqual(meaning)
  })

  test('there is nothing to recall in a first question', () => {
    expect(understand(['What did I ask before?'])).toEqual({ about: 'recall', previous: undefined })
    expect(understand([])).toEqual({ about: 'nothing' })
  })

  test('understands something of any text, and the same each time', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }), (questions) => {
        expect(understand(questions)).toEqual(understand(questions))
      }),
      { seed },
    )
  })

  test('a summary is made of the text’s own sentences', () => {
    expect(summarise('Short one. This is the longest of them all. End.')).toBe(
      'Short one. This is the longest of them all.',
    )
    expect(summarise('no sentence at all')).toBe('no sentence at all')
    expect(summarise('')).toBe('')
  })
})

test('pieces join to the text they were cut from', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, randomSeed) => {
      expect(piecesOf(text, createSeededRandom(randomSeed)).join('')).toBe(text)
    }),
    { seed },
  )
})

test('chance repeats itself for the same text and differs for another', () => {
  expect(createSeededRandom('a').hex(24)).toBe(createSeededRandom('a').hex(24))
  expect(createSeededRandom('a').hex(24)).not.toBe(createSeededRandom('b').hex(24))
  const random = createSeededRandom('range')
  const drawn = Array.from({ length: 1000 }, () => random.between(3, 5))
  expect(new Set(drawn)).toEqual(new Set([3, 4, 5]))
})

describe('settings', () => {
  test('the environment wins over options, and options over defaults', () => {
    expect(readSampleSettings({}, {})).toEqual({ accessTokenSeconds: 3600, pace: 1 })
    expect(readSampleSettings({ pace: 0 }, {})).toEqual({ accessTokenSeconds: 3600, pace: 0 })
    expect(readSampleSettings({ pace: 2 }, { SAMPLE_PACE: '0.5', SAMPLE_TOKEN_SECONDS: '30' })).toEqual({
      accessTokenSeconds: 30,
      pace: 0.5,
    })
  })

  test.each([
    [{ SAMPLE_PACE: 'fast' }, 'SAMPLE_PACE must be a number from 0 (as fast as possible) to 100, not "fast".'],
    [{ SAMPLE_PACE: '-1' }, 'SAMPLE_PACE must be a number from 0 (as fast as possible) to 100, not "-1".'],
    [{ SAMPLE_TOKEN_SECONDS: '0' }, 'SAMPLE_TOKEN_SECONDS must be a whole number of seconds from 1 to 86400, not "0".'],
    [
      { SAMPLE_TOKEN_SECONDS: '1.5' },
      'SAMPLE_TOKEN_SECONDS must be a whole number of seconds from 1 to 86400, not "1.5".',
    ],
  ])('%o is refused in one sentence', (environment, sentence) => {
    expect(() => readSampleSettings({}, environment)).toThrow(sentence)
  })
})
