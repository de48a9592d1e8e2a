import { describe, expect, it } from 'vitest'
import { createAnswerChecks } from './answer-checks.ts'
import { createCheckpoints } from './checkpoints.ts'
import { emptyFold, type Fold } from './fold.ts'
import type { Item } from './item.ts'

const checks = createAnswerChecks()

/** A run of so many events with ten bytes each, that lists so many items from its beginning on. */
const checkpointsOf = (events: number, items = 0) => {
  const fold: Fold = { snapshot: { ...emptyFold.snapshot, items: Array.from<Item>({ length: items }) } }
  const checkpoints = createCheckpoints()
  for (let count = 1; count <= events; count += 1) {
    if (!checkpoints.isDue(count)) continue
    const place = { boundary: 10 * count, lastEventId: '', afterReturn: false }
    checkpoints.add({ events: count, types: [], findings: 0, place, fold, checks })
  }
  return checkpoints
}

/** How many events lie between a moment and the checkpoint before it, at most. */
const farthest = (events: number, items = 0): number => {
  const checkpoints = checkpointsOf(events, items)
  let most = 0
  for (let count = 1; count <= events; count += 1) {
    most = Math.max(most, count - (checkpoints.before(10 * count)?.events ?? 0))
  }
  return most
}

describe('checkpoints', () => {
  it('are found by the bytes before them', () => {
    const checkpoints = checkpointsOf(1000)
    expect(checkpoints.before(2559)).toBeUndefined()
    expect(checkpoints.before(2560)?.events).toBe(256)
    expect(checkpoints.before(99_999)?.events).toBe(768)
  })

  it('are near to any event, and farther apart in a run of very many', () => {
    expect(farthest(100_000)).toBe(255)
    expect(farthest(1_000_000)).toBe(2047)
  })

  it('become fewer where each of them lists many items, down to none', () => {
    expect(farthest(20_000, 10_000)).toBe(511)
    expect(farthest(20_000, 500_000)).toBe(20_000)
  })
})
