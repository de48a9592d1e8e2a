import { expect, test } from 'vitest'
import type { EpochMs } from '../lib/brand.ts'
import { groupByDay, matchesQuery } from './conversation-groups.ts'

const at = (text: string) => new Date(text).getTime() as EpochMs
const entry = (text: string) => ({ updatedAt: at(text) })

test('days begin at the reader’s midnight, the newest stands first', () => {
  const now = at('2026-11-22T00:30:00')
  const entries = ['2026-11-21T23:59:59', '2026-11-22T00:00:00', '2026-11-20T23:59:59', '2026-11-22T00:29:00'].map(
    entry,
  )
  expect(groupByDay(entries, now)).toEqual([
    { name: 'Today', entries: [entry('2026-11-22T00:29:00'), entry('2026-11-22T00:00:00')] },
    { name: 'Yesterday', entries: [entry('2026-11-21T23:59:59')] },
    { name: 'Earlier', entries: [entry('2026-11-20T23:59:59')] },
  ])
  expect(groupByDay([], now)).toEqual([])
})

test('a search finds words in any order, in title, agent and texts', () => {
  const listed = { id: 'c', title: 'West drop', agentName: 'sales-agent', updatedAt: at('2026-11-22'), text: 'Größe' }
  expect(matchesQuery(listed, '')).toBe(true)
  expect(matchesQuery(listed, ' DROP west ')).toBe(true)
  expect(matchesQuery(listed, 'sales größe')).toBe(true)
  expect(matchesQuery(listed, 'west east')).toBe(false)
})
