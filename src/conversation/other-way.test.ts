import { expect, test } from 'vitest'
import type { EpochMs } from '../lib/brand.ts'
import { emptySnapshot } from '../protocol/snapshot.ts'
import type { ConversationId, Mode, Run, RunId, TurnId } from './conversation.ts'
import { otherWayOf } from './other-way.ts'

const run = (mode: Mode, place: number): Run => ({
  id: `run_${place}` as RunId,
  conversation: 'c' as ConversationId,
  turn: 't' as TurnId,
  mode,
  startedAt: 0 as EpochMs,
  phase: { at: 'waiting' },
  snapshot: emptySnapshot,
  figures: { events: 0, bytes: 0 },
  exchanges: [],
})

/** The place of the run that belongs to the one at `place`. */
const otherPlace = (modes: readonly Mode[], place: number): number => {
  const runs = modes.map(run)
  const [one] = runs.slice(place)
  const other = one === undefined ? undefined : otherWayOf(one, runs)
  return other === undefined ? -1 : runs.indexOf(other)
}

test.each<readonly [modes: readonly Mode[], place: number, expected: number]>([
  [['streamed'], 0, -1],
  [['streamed', 'streamed'], 0, -1],
  [['streamed', 'whole'], 0, 1],
  [['streamed', 'whole'], 1, 0],
  [['streamed', 'whole', 'streamed', 'whole'], 2, 3],
  [['whole', 'streamed', 'streamed', 'streamed'], 3, 0],
])('of %j the one that belongs to place %d', (modes, place, expected) => {
  expect(otherPlace(modes, place)).toBe(expected)
})
