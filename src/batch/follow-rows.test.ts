import { expect, test } from 'vitest'
import { createConversationStore } from '../conversation/conversation-store.ts'
import type { Conversation, Run } from '../conversation/conversation.ts'
import type { AgentId } from '../agent/agent.ts'
import type { EpochMs } from '../lib/brand.ts'
import { emptySnapshot } from '../protocol/snapshot.ts'
import { followRows } from './follow-rows.ts'

const conversation = {
  id: 'conversation_1',
  agent: '' as AgentId,
  agentName: '',
  title: '',
  createdAt: 0 as EpochMs,
  updatedAt: 0 as EpochMs,
  leaf: null,
  turns: Array.from({ length: 3 }, (_, index) => ({
    id: `turn_${index}`,
    parent: null,
    input: { text: `Question ${index}`, customInputs: '', instructions: '' },
    createdAt: index as EpochMs,
    runs: [],
    chosen: null,
  })),
} as unknown as Conversation

const runOf = (turn: number, phase: Run['phase']): Run =>
  ({
    id: `run_${turn}`,
    conversation: conversation.id,
    turn: `turn_${turn}`,
    mode: 'whole',
    startedAt: 1 as EpochMs,
    phase,
    snapshot: emptySnapshot,
    figures: { events: 0, bytes: 0 },
    exchanges: [],
  }) as unknown as Run

test('changes are told once in a while, and what did not change stays the same row', async () => {
  const conversations = createConversationStore()
  conversations.conversationChanged(conversation)
  let tick: () => void = () => undefined
  const followed = followRows(
    conversations,
    conversation.id,
    undefined,
    () => new Promise((resolve) => (tick = resolve)),
  )
  let told = 0
  const stop = followed.subscribe(() => (told += 1))
  const before = followed.rows()
  expect(before).toHaveLength(3)

  conversations.runAdded(runOf(1, { at: 'preparing' }))
  for (let change = 0; change < 20; change += 1) conversations.runAdvanced(runOf(1, { at: 'answering' }))
  expect(told).toBe(0)
  tick()
  await Promise.resolve()
  await Promise.resolve()
  expect(told).toBe(1)
  const after = followed.rows()
  expect([after[0] === before[0], after[1] === before[1], after[2] === before[2]]).toEqual([true, false, true])
  expect(after[1]?.run?.phase.at).toBe('answering')

  // Something else changed: there is nothing to tell.
  conversations.conversationChanged({ ...conversation, id: 'conversation_2' as Conversation['id'] })
  tick()
  await Promise.resolve()
  await Promise.resolve()
  expect(told).toBe(1)

  conversations.runAdvanced(runOf(1, { at: 'waiting' }))
  stop()
  tick()
  await Promise.resolve()
  await Promise.resolve()
  expect(told).toBe(1)
})

test('only the questions of the batch are rows, whatever was said below them or beside them later', () => {
  const conversations = createConversationStore()
  const [first, ...others] = conversation.turns
  if (first === undefined) throw new Error('There are turns.')
  conversations.conversationChanged({
    ...conversation,
    turns: [first, ...others, { ...first, id: 'turn_x' as typeof first.id, parent: first.id }],
  })
  expect(followRows(conversations, conversation.id, 2, () => Promise.resolve()).rows()).toHaveLength(2)
  expect(followRows(conversations, conversation.id, undefined, () => Promise.resolve()).rows()).toHaveLength(3)
})
