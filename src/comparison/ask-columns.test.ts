import { expect, test } from 'vitest'
import type { RunId } from '../conversation/conversation.ts'
import { askColumns, type AskServices } from './ask-columns.ts'
import type { Column } from './column-setup.tsx'

const columns = ['a', 'b', 'c'].map((agent): Column => ({
  agent,
  mode: 'streamed',
  customInputs: '',
  instructions: '',
}))

const recorded = (change: Partial<AskServices> = {}) => {
  const asked: string[] = []
  const shown: string[] = []
  const services: AskServices = {
    ask: ({ agent }) => {
      asked.push(agent)
      return `run_${agent}` as RunId
    },
    show: (runs) => shown.push(runs.join(' ')),
    isShown: () => true,
    whenOver: () => Promise.resolve(),
    ...change,
  }
  return { asked, shown, services }
}

test('together: all are asked before any has ended', () => {
  const { asked, shown, services } = recorded({ whenOver: () => new Promise(() => undefined) })
  void askColumns(columns, 'together', services)
  expect(asked).toEqual(['a', 'b', 'c'])
  expect(shown).toEqual(['run_a', 'run_a run_b', 'run_a run_b run_c'])
})

test('one after the other: the next is asked when the one before has ended', async () => {
  let end: () => void = () => undefined
  const first = new Promise<void>((resolve) => {
    end = resolve
  })
  const { asked, services } = recorded({ whenOver: (run) => (run === 'run_a' ? first : Promise.resolve()) })
  const done = askColumns(columns, 'in-turn', services)
  await Promise.resolve()
  expect(asked).toEqual(['a'])
  end()
  await done
  expect(asked).toEqual(['a', 'b', 'c'])
})

test('one after the other stops where its runs are not looked at any more', async () => {
  const { asked, services } = recorded({ isShown: (runs) => runs.length < 2 })
  await askColumns(columns, 'in-turn', services)
  expect(asked).toEqual(['a', 'b'])
})

test('a column that cannot be asked is left out', async () => {
  const { shown, services } = recorded({ ask: ({ agent }) => (agent === 'b' ? undefined : (`run_${agent}` as RunId)) })
  await askColumns(columns, 'together', services)
  expect(shown).toEqual(['run_a', 'run_a run_c'])
})
