import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resultsAsCsv } from './batch-export.ts'
import { csvRows, readQuestions } from './questions.ts'

test('a question a line; a comma divides nothing', () => {
  expect(readQuestions('\ufeffHello, you\r\n\r\n  Two \n')).toEqual({
    form: 'lines',
    list: ['Hello, you', 'Two'],
    problems: [],
  })
})

test('CSV is known by its head, and quotes hold commas and line breaks', () => {
  expect(readQuestions('id,Question\n1,"What, ""exactly"",\nis it?"\n2,Two\n').list).toEqual([
    'What, "exactly",\nis it?',
    'Two',
  ])
})

test('JSONL takes strings and objects, and names the lines that it cannot read', () => {
  const read = readQuestions('{"question":"One"}\n"Two"\n{"other":3}\n{broken\n{"prompt":"Five"}')
  expect(read.list).toEqual(['One', 'Two', 'Five'])
  expect(read.problems).toHaveLength(2)
  expect(read.problems[0]).toContain('Line 3')
  expect(read.problems[1]).toContain('Line 4 is not JSON')
})

test('what is exported as CSV comes back the same', () => {
  const cell = fc
    .string({ unit: 'binary', maxLength: 20 })
    .filter((text) => text.trim() !== '' && !/^[=+\-@\t\r]/.test(text))
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (pairs) => {
      const text = resultsAsCsv(
        pairs.map(([question, answer]) => ({ question, state: 'completed', answer, findings: 0 })),
      )
      expect(
        csvRows(text)
          .slice(1)
          .map((row) => [row[0], row[2]]),
      ).toEqual(pairs)
    }),
    { seed: 20_261_127, numRuns: 200 },
  )
})

test('a spreadsheet takes no cell for a formula', () => {
  const text = resultsAsCsv([{ question: '=HYPERLINK("x")', state: 'completed', answer: '@SUM(1)', findings: 0 }])
  expect(csvRows(text)[1]).toEqual(['\'=HYPERLINK("x")', 'completed', "'@SUM(1)", '', '0'])
})
