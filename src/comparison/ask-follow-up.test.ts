import { expect, test } from 'vitest'
import type { AgentId } from '../agent/agent.ts'
import type { EpochMs } from '../lib/brand.ts'
import type { Conversation, ConversationId, RunId, Turn, TurnId } from '../conversation/conversation.ts'
import { goesOnInPlace } from './ask-follow-up.ts'

const turn = (id: string, parent: string | null, runs: readonly string[], chosen: string): Turn => ({
  id: id as TurnId,
  parent: parent as TurnId | null,
  input: { text: id, customInputs: '', instructions: '' },
  createdAt: 0 as EpochMs,
  runs: runs as readonly RunId[],
  chosen: chosen as RunId,
})

const conversation = (id: string, turns: readonly Turn[]): Conversation => ({
  id: id as ConversationId,
  agent: 'agent' as AgentId,
  agentName: 'agent',
  title: id,
  createdAt: 0 as EpochMs,
  updatedAt: 0 as EpochMs,
  turns,
  leaf: turns.at(-1)?.id ?? null,
})

const one = conversation('one', [turn('t1', null, ['r1'], 'r1'), turn('t2', 't1', ['r2', 'r3'], 'r2')])
const other = conversation('other', [turn('t3', null, ['r4'], 'r4')])

test.each([
  ['the answer that a conversation ends with', 'r2', [one, other], true],
  ['an answer in the middle of it', 'r1', [one, other], false],
  ['an answer beside the one that is shown', 'r3', [one, other], false],
  ['two columns of one conversation', 'r2', [one, one], false],
] as const)('%s', (_, run, all, expected) => {
  expect(goesOnInPlace(run as RunId, one, all)).toBe(expected)
})
