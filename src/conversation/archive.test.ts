import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import type { AgentId } from '../agent/agent.ts'
import { openDatabase } from '../browser/database.ts'
import type { ExchangeId } from '../exchange/recording.ts'
import type { EpochMs } from '../lib/brand.ts'
import { emptySnapshot } from '../protocol/snapshot.ts'
import { createArchive } from './archive.ts'
import type { Conversation, ConversationId, Run, RunId, TurnId } from './conversation.ts'

const moment = 1_000 as EpochMs
const onDisk = createArchive(openDatabase)

const conversation = (name: string): Conversation => ({
  id: `conversation_${name}` as ConversationId,
  agent: '' as AgentId,
  agentName: 'Agent',
  title: name,
  createdAt: moment,
  updatedAt: moment,
  turns: [],
  leaf: null,
})

const run = (name: string): Run => ({
  id: `run_${name}` as RunId,
  conversation: `conversation_${name}` as ConversationId,
  turn: 'turn_1' as TurnId,
  mode: 'streamed',
  startedAt: moment,
  phase: { at: 'over', outcome: { kind: 'completed' } },
  snapshot: emptySnapshot,
  figures: { events: 0, bytes: 0 },
  exchanges: [`exchange_${name}` as ExchangeId],
})

const forgetful = () => {
  let keeps = false
  const archive = createArchive(openDatabase, () => keeps)
  return { archive, keepAgain: () => (keeps = true) }
}

test('without history nothing is written, and what was said meanwhile is stored when it is kept again', async () => {
  const { archive, keepAgain } = forgetful()
  await archive.saveRun(run('new'))
  await archive.saveConversation(conversation('new'))
  expect(await archive.storeRest()).toEqual([])
  expect(await onDisk.loadConversation('conversation_new' as ConversationId)).toBeUndefined()
  expect(await onDisk.loadRuns('conversation_new' as ConversationId)).toEqual([])

  keepAgain()
  expect(await archive.storeRest()).toEqual(['conversation_new'])
  expect(await onDisk.loadConversation('conversation_new' as ConversationId)).toEqual(conversation('new'))
  expect(await onDisk.loadRuns('conversation_new' as ConversationId)).toEqual([run('new')])
  expect(await archive.storeRest()).toEqual([])
})

test('without history a stored conversation can be pinned, deleted and brought back, and learns nothing else', async () => {
  await onDisk.saveConversation(conversation('stored'))
  const { archive } = forgetful()
  const row = async () => (await openDatabase()).get('conversations', 'conversation_stored')
  await archive.saveConversation({
    ...conversation('stored'),
    title: 'said without history',
    pinned: true,
    deletedAt: 5,
  })
  expect(await row()).toEqual({ ...conversation('stored'), pinned: true, deletedAt: 5 })
  await archive.saveConversation(conversation('stored'))
  expect(await row()).toEqual(conversation('stored'))
})

test('what was deleted without history is never stored', async () => {
  const { archive, keepAgain } = forgetful()
  await archive.saveRun(run('deleted'))
  await archive.saveConversation({ ...conversation('deleted'), deletedAt: 5 })
  keepAgain()
  expect(archive.dropDeleted()).toEqual(['exchange_deleted'])
  expect(await archive.storeRest()).toEqual([])
  expect(await onDisk.loadRuns('conversation_deleted' as ConversationId)).toEqual([])
})

test('rows that a full storage refused are stored when there is room', async () => {
  let full = true
  const archive = createArchive(() => (full ? Promise.reject(new Error('full')) : openDatabase()))
  await expect(archive.saveRun(run('refused'))).rejects.toThrow('full')
  await expect(archive.saveConversation(conversation('refused'))).rejects.toThrow('full')
  await expect(archive.storeRest()).rejects.toThrow('full')
  full = false
  expect(await archive.storeRest()).toEqual(['conversation_refused'])
  expect(await onDisk.loadRuns('conversation_refused' as ConversationId)).toHaveLength(1)
})
