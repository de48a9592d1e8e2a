import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allRows, countsByKind, FilteredEvents, isFiltering, listedRows, noFilter, positionIn } from './event-rows.ts'
import { scriptedExchange, toolAnswer } from './scripted-exchange.ts'

test('without a filter every event has the position of its index', () => {
  const { reading } = scriptedExchange(toolAnswer)
  const rows = allRows(reading.events)
  expect(rows.count).toBe(reading.events.count)
  expect(rows.eventAt(3)).toBe(3)
  expect(rows.positionOf(rows.count)).toBe(-1)
  expect(isFiltering(noFilter)).toBe(false)
})

test('a filter follows a growing log', () => {
  const { reading, arrive } = scriptedExchange(toolAnswer)
  const filtered = new FilteredEvents({ kinds: new Set(['text']), types: new Set(['[DONE]']) })
  const rows = filtered.update(reading.events)
  const types = (count: number) => Array.from({ length: count }, (_, at) => reading.events.typeOf(rows.eventAt(at)))
  expect(types(rows.count)).toEqual(['response.output_text.delta', 'response.output_text.delta', '[DONE]'])
  arrive(1800, { type: 'response.created', response: {} }, { type: 'response.refusal.delta', delta: 'no' })
  expect(filtered.update(reading.events).count).toBe(4)
  expect(rows.positionOf(0)).toBe(-1)
  expect(filtered.update(reading.events).positionOf(reading.events.count - 1)).toBe(3)
})

test('positions in an ascending list are found, and nothing else is', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(1000)), fc.nat(1000), (numbers, wanted) => {
      const ascending = numbers.sort((one, other) => one - other)
      expect(positionIn(ascending, wanted)).toBe(ascending.indexOf(wanted))
      expect(listedRows(ascending).positionOf(wanted)).toBe(ascending.indexOf(wanted))
    }),
    { seed: 20 },
  )
})

test('events are counted by kind', () => {
  const counts = countsByKind(scriptedExchange(toolAnswer).reading.events)
  expect(counts.get('text')).toBe(2)
  expect(counts.get('reasoning')).toBe(1)
  expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(12)
})
