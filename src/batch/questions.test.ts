import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resultsAsCsv } from './batch-export.ts'
import { csvRows } from './csv-rows.ts'
import { readQuestions, writeQuestions } from './questions.ts'

const cellsOf = (text: string) => csvRows(text).rows.map(({ cells }) => cells)

test('a question a line; a comma divides nothing', () => {
  expect(readQuestions('\ufeffHello, you\r\n\r\n  Two \n')).toEqual({
    form: 'lines',
    columns: [],
    column: undefined,
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
  expect(read.list).toEqual(['One', 'Two'])
  expect(read.problems).toHaveLength(3)
  expect(read.problems[0]).toBe('Line 3 has no text under “question”.')
  expect(read.problems[1]).toContain('Line 4 is not JSON')
  expect([read.columns, read.column]).toEqual([['question', 'prompt'], 'question'])
})

test('another column, field or form is a wish away', () => {
  const csv = 'title,question\nFirst,One\nSecond,Two'
  expect(readQuestions(csv, { column: 'title' }).list).toEqual(['First', 'Second'])
  expect(readQuestions(csv, { form: 'lines' }).list).toEqual(['title,question', 'First,One', 'Second,Two'])
  expect(readQuestions('name,age\nAda,36', { form: 'CSV' })).toMatchObject({ column: 'name', list: ['Ada'] })
  expect(readQuestions('{"a":"x","b":"y"}', { column: 'b' }).list).toEqual(['y'])
  // A column of another text that was chosen before is none of this one.
  expect(readQuestions(csv, { column: 'gone' }).column).toBe('question')
})

test('CSV tells which lines hold no question, and of a quote that is never closed', () => {
  expect(readQuestions('question,id\n"One\nmore",1\n,2\n').problems).toEqual([
    'Line 4 has nothing in the column “question”.',
  ])
  const broken = readQuestions('question\nOne\n"Two\nThree')
  expect(broken.problems).toEqual(['The quote that opens in line 3 is never closed.'])
})

test('questions that were asked can be written down to be asked again', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 }).filter((text) => text.trim() !== '')), (list) => {
      expect(readQuestions(writeQuestions(list)).list).toEqual(list)
    }),
    { seed: 20_261_127, numRuns: 300 },
  )
  expect(writeQuestions(['One', 'Two'])).toBe('One\nTwo')
  expect(writeQuestions(['One\nmore', 'Two'])).toBe('"One\\nmore"\n"Two"')
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
        cellsOf(text)
          .slice(1)
          .map((row) => [row[0], row[2]]),
      ).toEqual(pairs)
    }),
    { seed: 20_261_127, numRuns: 200 },
  )
})

test('a spreadsheet takes no cell for a formula', () => {
  const text = resultsAsCsv([{ question: '=HYPERLINK("x")', state: 'completed', answer: '@SUM(1)', findings: 0 }])
  expect(cellsOf(text)[1]).toEqual(['\'=HYPERLINK("x")', 'completed', "'@SUM(1)", '', '0'])
})
