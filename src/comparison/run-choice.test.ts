import { expect, test } from 'vitest'
import type { EpochMs } from '../lib/brand.ts'
import type { Conversation, ConversationId, Run, RunId, TurnId } from '../conversation/conversation.ts'
import type { AgentId } from '../agent/agent.ts'
import { emptySnapshot } from '../protocol/snapshot.ts'
import { matchesRun, runChoicesOf } from './run-choice.ts'

const at = (text: string): EpochMs => new Date(text).getTime() as EpochMs
const now = at('2026-11-27T12:00:00')

const run = (id: string, fields: Partial<Run> = {}): Run => ({
  id: id as RunId,
  conversation: 'conversation_1' as ConversationId,
  turn: 'turn_1' as TurnId,
  mode: 'streamed',
  startedAt: at('2026-11-26T14:05:00'),
  phase: { at: 'over', outcome: { kind: 'completed' } },
  snapshot: emptySnapshot,
  figures: { events: 0, bytes: 0 },
  exchanges: [],
  ...fields,
})

const conversation: Conversation = {
  id: 'conversation_1' as ConversationId,
  agent: 'agent' as AgentId,
  agentName: 'sales-insights',
  title: 'Quarterly figures',
  createdAt: now,
  updatedAt: now,
  leaf: null,
  turns: [
    {
      id: 'turn_1' as TurnId,
      parent: null,
      input: { text: 'Which region fell last week?', customInputs: '', instructions: '' },
      createdAt: now,
      runs: ['run_1' as RunId],
      chosen: null,
    },
  ],
}

test('a run is found by its message, agent, title, mode, state and moment', () => {
  const [choice] = runChoicesOf(conversation, [run('run_1')])
  if (choice === undefined) throw new Error('The run is a choice.')
  const queries = ['', 'REGION fell', 'sales', 'quarterly', 'streamed completed', 'yesterday', 'thursday', '2026-11-26']
  expect(queries.filter((query) => !matchesRun(choice, query, now))).toEqual([])
  const others = ['whole', 'failed', 'today', 'friday', 'region rose', 'imported']
  expect(others.filter((query) => matchesRun(choice, query, now))).toEqual([])
})

test('an imported run is found by the file that it came from', () => {
  const origin = { kind: 'file', name: 'bug.recording.json', importedAt: now, missing: [] } as const
  const [choice] = runChoicesOf(conversation, [run('run_1', { origin })])
  expect(choice !== undefined && matchesRun(choice, 'imported bug.recording', now)).toBe(true)
})

test('what a SQL warehouse answered is found by its name, and was not imported', () => {
  const origin = { kind: 'warehouse', name: 'Shared warehouse', importedAt: now, missing: [] } as const
  const [choice] = runChoicesOf(conversation, [run('run_1', { origin })])
  expect(choice !== undefined && matchesRun(choice, 'sql shared', now)).toBe(true)
  expect(choice !== undefined && matchesRun(choice, 'imported', now)).toBe(false)
})

test('a run that no turn names any more cannot be chosen', () => {
  expect(runChoicesOf(conversation, [run('run_1'), run('run_2')]).map((choice) => choice.run)).toEqual(['run_1'])
})
