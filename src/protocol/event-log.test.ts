import { describe, expect, it } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import { createEventLog } from './event-log.ts'

const at = (time: number): Ms => time as Ms

describe('the event log', () => {
  const log = createEventLog()
  log.append({ at: at(1), end: 10, type: 'response.created', findings: 0 })
  log.append({ at: at(2.5), end: 30, type: 'delta', touch: { item: 'item-0', part: 0, from: 0, to: 5 }, findings: 0 })
  log.append({ at: at(2.5), end: 45, type: 'delta', touch: { item: 'item-0', part: 0, from: 5, to: 9 }, findings: 2 })
  log.append({ at: at(4), end: 50, type: 'done', touch: { item: 'item-1', part: -1, from: 0, to: 3 }, findings: 0 })

  it('makes rows without gaps', () => {
    expect(log.row(0)).toEqual({ index: 0, at: 1, start: 0, end: 10, type: 'response.created', findings: 0 })
    expect(log.row(2)).toEqual({
      index: 2,
      at: 2.5,
      start: 30,
      end: 45,
      type: 'delta',
      findings: 2,
      touch: { item: 'item-0', part: 0, from: 5, to: 9 },
    })
    expect(log.row(3).touch).toEqual({ item: 'item-1', part: -1, from: 0, to: 3 })
  })

  it('finds the first event of an item', () => {
    expect(['item-0', 'item-1', 'item-2'].map((item) => log.firstEventOf(item))).toEqual([1, 3, -1])
  })

  it('counts types in order of appearance', () => {
    expect(log.types).toEqual([
      { type: 'response.created', count: 1 },
      { type: 'delta', count: 2 },
      { type: 'done', count: 1 },
    ])
  })

  it.each([
    [0, 0],
    [9, 0],
    [10, 1],
    [29, 1],
    [49, 3],
    [50, -1],
    [1000, -1],
  ])('finds byte %i in row %i', (offset, row) => {
    expect(log.indexAtByte(offset)).toBe(row)
  })

  it('finds the events of an item, a part, a text range', () => {
    expect(log.eventsOf('item-0')).toEqual([1, 2])
    expect(log.eventsOf('item-0', 0)).toEqual([1, 2])
    expect(log.eventsOf('item-0', 0, 5, 6)).toEqual([2])
    expect(log.eventsOf('item-0', 0, 4, 6)).toEqual([1, 2])
    expect(log.eventsOf('item-0', 1)).toEqual([])
    expect(log.eventsOf('item-1', -1)).toEqual([3])
    expect(log.eventsOf('item-7')).toEqual([])
  })

  it('lets only the newest row grow', () => {
    log.extend(52)
    expect(log.row(3).end).toBe(52)
    expect(log.indexAtByte(51)).toBe(3)
  })

  it('keeps rows when its columns grow', () => {
    const long = createEventLog()
    for (let index = 0; index < 5000; index += 1) {
      long.append({ at: at(index / 2), end: index + 1, type: `type-${index % 7}`, findings: index % 3 })
    }
    expect(long.count).toBe(5000)
    expect(long.row(4321)).toEqual({ index: 4321, at: 2160.5, start: 4321, end: 4322, type: 'type-2', findings: 1 })
    expect(long.indexAtByte(4321)).toBe(4321)
    expect(long.typeOf(6)).toBe('type-6')
  })
})
