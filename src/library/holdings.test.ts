import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AgentId } from '../agent/agent.ts'
import type { AttachmentId, Conversation, ConversationId, RunId, TurnId } from '../conversation/conversation.ts'
import type { EpochMs } from '../lib/brand.ts'
import { holdingsOf, leavingFor, leavingOf, totalOf, type HeldRun } from './holdings.ts'

const conversation = (name: string, change: Partial<Conversation> = {}): Conversation => ({
  id: `conversation_${name}` as ConversationId,
  agent: '' as AgentId,
  agentName: 'Agent',
  title: name,
  createdAt: 0 as EpochMs,
  updatedAt: 0 as EpochMs,
  turns: [],
  leaf: null,
  ...change,
})

const held = (name: string, of: string, startedAt: number, change: Partial<HeldRun> = {}): HeldRun => ({
  id: `run_${name}` as RunId,
  conversation: `conversation_${of}` as ConversationId,
  startedAt: startedAt as EpochMs,
  isOver: true,
  bytes: 100,
  hasLeft: false,
  ...change,
})

const noFiles = new Map<AttachmentId, number>()
const names = (runs: readonly HeldRun[]) => runs.map(({ id }) => id.replace('run_', ''))

test('the oldest recordings leave first, and no more than have to', () => {
  const runs = [held('new', 'a', 3), held('old', 'b', 1), held('middle', 'a', 2)]
  const holdings = holdingsOf([conversation('a'), conversation('b')], { runs, files: noFiles })
  expect(totalOf(holdings)).toBe(300)
  expect(names(leavingFor(holdings, 300).runs)).toEqual([])
  expect(names(leavingFor(holdings, 299).runs)).toEqual(['old'])
  expect(leavingFor(holdings, 150)).toMatchObject({ bytes: 200, remains: 100 })
  expect(names(leavingOf(holdings, 'conversation_a' as ConversationId).runs)).toEqual(['middle', 'new'])
})

test('pinned conversations, baselines, answers that come in and what is gone already stay out of it', () => {
  const baseline = 'run_baseline' as RunId
  const turn = {
    id: 'turn_1' as TurnId,
    parent: null,
    input: { text: '', customInputs: '', instructions: '' },
    createdAt: 0 as EpochMs,
    runs: [baseline],
    chosen: null,
    baseline,
  }
  const runs = [
    held('pinned', 'pinned', 1),
    held('baseline', 'a', 2),
    held('coming', 'a', 3, { isOver: false }),
    held('left', 'a', 4, { bytes: 0, hasLeft: true }),
    held('stray', 'deleted', 5),
    held('leaves', 'a', 6),
  ]
  const holdings = holdingsOf([conversation('pinned', { pinned: true }), conversation('a', { turns: [turn] })], {
    runs,
    files: noFiles,
  })
  expect(names(holdings.mayLeave)).toEqual(['leaves'])
  expect(leavingFor(holdings, 0)).toMatchObject({ bytes: 100, remains: 300 })
  expect(holdings.conversations.map(({ isStored, left }) => [isStored, left])).toEqual([
    [true, 0],
    [true, 1],
  ])
})

test('a file that an edited message shares counts once', () => {
  const file = { id: 'attachment_1' as AttachmentId, name: 'a.txt', mediaType: 'text/plain', size: 40 }
  const turn = (id: string) => ({
    id: id as TurnId,
    parent: null,
    input: { text: '', customInputs: '', instructions: '', attachments: [file] },
    createdAt: 0 as EpochMs,
    runs: [],
    chosen: null,
  })
  const holdings = holdingsOf([conversation('a', { turns: [turn('turn_1'), turn('turn_2')] })], {
    runs: [],
    files: new Map([[file.id, 40]]),
  })
  expect(holdings.fileBytes).toBe(40)
})

test('whatever leaves, what remains is what is told, and fits where anything could be done about it', () => {
  const run = fc.record({
    of: fc.constantFrom('a', 'b', 'c'),
    startedAt: fc.nat(1000),
    bytes: fc.nat(500),
    isOver: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(run, { maxLength: 30 }), fc.nat(6000), (list, budget) => {
      const runs = list.map(({ of, startedAt, ...rest }, index) => held(String(index), of, startedAt, rest))
      const known = [conversation('a', { pinned: true }), conversation('b'), conversation('c')]
      const holdings = holdingsOf(known, { runs, files: noFiles })
      const leaving = leavingFor(holdings, budget)
      const leaves = new Set(leaving.runs.map(({ id }) => id))
      const stays = runs.filter(({ id }) => !leaves.has(id))
      expect(leaving.remains).toBe(stays.reduce((sum, { bytes }) => sum + bytes, 0))
      expect(leaving.remains <= budget || leaving.runs.length === holdings.mayLeave.length).toBe(true)
      const newest = Math.max(0, ...leaving.runs.map(({ startedAt }) => startedAt))
      const kept = holdings.mayLeave.filter(({ id }) => !leaves.has(id))
      expect(kept.every(({ startedAt }) => startedAt >= newest)).toBe(true)
    }),
    { seed: 20261127, numRuns: 300 },
  )
})
