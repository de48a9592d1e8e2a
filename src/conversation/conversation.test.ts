import { expect, test } from 'vitest'
import type { AgentId } from '../agent/agent.ts'
import type { EpochMs } from '../lib/brand.ts'
import {
  branchOf,
  leafBelow,
  mergeTurns,
  titleOf,
  withOurNews,
  type Conversation,
  type ConversationId,
  type RunId,
  type Turn,
  type TurnId,
} from './conversation.ts'

const turn = (id: string, parent: string | null, runs: readonly string[], createdAt: number): Turn => ({
  id: id as TurnId,
  parent: parent as TurnId | null,
  input: { text: id, customInputs: '', instructions: '' },
  createdAt: createdAt as EpochMs,
  runs: runs as readonly RunId[],
  chosen: (runs.at(-1) ?? null) as RunId | null,
})

const conversation = (turns: readonly Turn[], leaf: string | null): Conversation => ({
  id: 'conversation_1' as ConversationId,
  agent: 'agent' as AgentId,
  agentName: 'Agent',
  title: 'Title',
  createdAt: 0 as EpochMs,
  updatedAt: 0 as EpochMs,
  turns,
  leaf: leaf as TurnId | null,
})

const first = turn('first', null, ['run_1'], 1)

test('merging keeps the turns and runs of both, and our word where both know a turn', () => {
  const ours = [turn('first', null, ['run_1', 'run_ours'], 1), turn('ours', 'first', [], 3)]
  const theirs = [turn('first', null, ['run_1', 'run_theirs'], 1), turn('theirs', 'first', [], 2)]
  const merged = mergeTurns(ours, theirs)
  expect(merged.map(({ id }) => id)).toEqual(['first', 'theirs', 'ours'])
  expect(merged[0]?.runs).toEqual(['run_1', 'run_theirs', 'run_ours'])
  expect(merged[0]?.chosen).toBe('run_ours')
})

test('merging what is known leaves every turn as it is, so that nothing is drawn again', () => {
  const ours = [first, turn('second', 'first', ['run_2'], 2)]
  const merged = mergeTurns(ours, structuredClone(ours))
  expect(merged.every((item, index) => item === ours[index])).toBe(true)
})

test('what another tab chose and named is followed', () => {
  const stored = { ...conversation([turn('first', null, ['run_1', 'run_2'], 1)], 'first'), title: 'New title' }
  const followed = withOurNews(stored, conversation([first], 'first'))
  expect(followed.title).toBe('New title')
  expect(followed.turns[0]?.chosen).toBe('run_2')
})

test('a turn that this tab has just begun is not lost, and stays in view', () => {
  const ours = conversation([first, turn('ours', 'first', ['run_2'], 3)], 'ours')
  const stored = conversation([first, turn('theirs', 'first', ['run_3'], 2)], 'theirs')
  const followed = withOurNews(stored, ours)
  expect(followed.turns.map(({ id }) => id)).toEqual(['first', 'theirs', 'ours'])
  expect(followed.leaf).toBe('ours')
})

test('where another tab goes on below, this one goes along', () => {
  const stored = conversation([first, turn('next', 'first', ['run_2'], 2)], 'next')
  expect(withOurNews(stored, conversation([first], 'first')).leaf).toBe('next')
})

test('a circle of parents ends', () => {
  const circle = conversation([turn('a', 'b', [], 1), turn('b', 'a', [], 2)], 'a')
  expect(branchOf(circle).map(({ id }) => id)).toEqual(['b', 'a'])
})

test('the leaf below a turn is the newest of its line', () => {
  const turns = [first, turn('old', 'first', [], 2), turn('new', 'first', [], 3), turn('newest', 'new', [], 4)]
  expect(leafBelow(conversation(turns, null), first.id)).toBe('newest')
})

test.each([
  ['', 'New conversation'],
  ['  two\n lines ', 'two lines'],
  ['a'.repeat(80), `${'a'.repeat(64)}…`],
])('the title of %j', (text, title) => {
  expect(titleOf(text)).toBe(title)
})
