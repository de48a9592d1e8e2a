import { expect, test } from 'vitest'
import type { RunId } from '../conversation/conversation.ts'
import { emptySetup, setupFrom, setupProblem, type AskedColumn, type Column, type KeptColumn } from './column.ts'

const asked: AskedColumn = {
  kind: 'asked',
  agent: 'a',
  mode: 'whole',
  customInputs: '{"a": 1}',
  instructions: 'Be brief.',
  callPath: '/invocations',
}
const there: KeptColumn = { kind: 'run', run: 'run_1' as RunId, question: 'Why?', about: 'two-faced' }

test('a setup is what it was after it was stored', () => {
  const setup = { columns: [asked, there], message: 'Hello', order: 'in-turn', last: ['run_1', 'run_2'] } as const
  expect(setupFrom(JSON.parse(JSON.stringify(setup)))).toEqual(setup)
})

test.each([
  ['nothing', undefined],
  ['another shape', [1, 2]],
  ['columns of an unknown kind', { columns: [{ kind: 'future' }, { kind: 'future' }], message: 3, order: 'random' }],
  ['a single column', { columns: [there] }],
])('%s is as if nothing had been set', (_, stored) => {
  expect(setupFrom(stored)).toEqual(emptySetup)
})

test('more columns than there is room for are cut', () => {
  expect(setupFrom({ columns: [there, there, there, there, there] }).columns).toHaveLength(4)
})

interface Case {
  readonly problem: string
  readonly columns: readonly Column[]
  readonly message: string
  readonly pathProblem?: string
}

const cases: readonly Case[] = [
  { problem: '', columns: [there, there], message: '' },
  { problem: '', columns: [asked, there], message: 'Hello' },
  { problem: 'Write the message that the columns are asked.', columns: [asked, there], message: ' ' },
  {
    problem: 'The custom_inputs of a column are no JSON object.',
    columns: [{ ...asked, customInputs: '[1]' }, there],
    message: 'Hello',
  },
  {
    problem: 'A column has no run yet: choose one.',
    columns: [asked, { ...there, run: '' as RunId }],
    message: 'Hello',
  },
  { problem: 'That is no path.', columns: [asked, there], message: 'Hello', pathProblem: 'That is no path.' },
]

test.each(cases)('why a setup cannot be asked: “$problem”', ({ problem, columns, message, pathProblem }) => {
  expect(setupProblem(columns, message, () => pathProblem) ?? '').toBe(problem)
})
