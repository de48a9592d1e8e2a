import { expect, test } from 'vitest'
import type { RunId } from '../conversation/conversation.ts'
import { askColumns, type AskedPlace, type AskServices } from './ask-columns.ts'

const idOf = (name: string) => `run_${name}` as RunId

/** Columns that are asked by their names; one that begins with `=` is a run that is there already. */
const recorded = (names: readonly string[], change: Partial<AskServices> = {}) => {
  const asked: string[] = []
  const shown: string[] = []
  const columns = names.map((name): AskedPlace => {
    if (name.startsWith('=')) return { run: idOf(name.slice(1)) }
    return {
      ask: async () => {
        asked.push(name)
        return name === 'mute' ? undefined : idOf(name)
      },
    }
  })
  const services: AskServices = {
    show: ({ runs, waiting }) => shown.push(`${runs.join(' ')} | ${waiting.join(' ')}`),
    isShown: () => true,
    whenOver: () => Promise.resolve(),
    ...change,
  }
  return { asked, shown, columns, services }
}

test('together: all are asked before any has ended', async () => {
  const { asked, shown, columns, services } = recorded(['a', 'b', 'c'], {
    whenOver: () => new Promise(() => undefined),
  })
  await askColumns(columns, 'together', services)
  expect(asked).toEqual(['a', 'b', 'c'])
  expect(shown).toEqual(['run_a | 1 2', 'run_a run_b | 2', 'run_a run_b run_c | '])
})

test('one after the other: the next is asked when the one before has ended', async () => {
  let end: () => void = () => undefined
  const first = new Promise<void>((resolve) => {
    end = resolve
  })
  const { asked, columns, services } = recorded(['a', 'b', 'c'], {
    whenOver: (run) => (run === 'run_a' ? first : Promise.resolve()),
  })
  const done = askColumns(columns, 'in-turn', services)
  await new Promise((resolve) => {
    setImmediate(resolve)
  })
  expect(asked).toEqual(['a'])
  end()
  await done
  expect(asked).toEqual(['a', 'b', 'c'])
})

test('one after the other stops where its runs are not looked at any more', async () => {
  const { asked, columns, services } = recorded(['a', 'b', 'c'], { isShown: (runs) => runs.length < 2 })
  await askColumns(columns, 'in-turn', services)
  expect(asked).toEqual(['a', 'b'])
})

test('a column that cannot be asked is left out', async () => {
  const { shown, columns, services } = recorded(['a', 'mute', 'c'])
  await askColumns(columns, 'together', services)
  expect(shown.at(-1)).toBe('run_a run_c | ')
})

test('runs that are there stand at their places, after what is before them was asked', async () => {
  const { asked, shown, columns, services } = recorded(['=old', 'b', '=older', 'd'])
  await askColumns(columns, 'together', services)
  expect(asked).toEqual(['b', 'd'])
  expect(shown).toEqual(['run_old run_b run_older | 3', 'run_old run_b run_older run_d | '])
})

test('a follow-up takes the place of what was answered before', async () => {
  const { shown, services } = recorded([])
  const columns = [
    { run: idOf('a'), ask: async () => idOf('a2') },
    { run: idOf('b') },
    { run: idOf('c'), ask: async () => idOf('c2') },
  ]
  await askColumns(columns, 'together', services)
  expect(shown).toEqual(['run_a2 run_b run_c | 2', 'run_a2 run_b run_c2 | '])
})
