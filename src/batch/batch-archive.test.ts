import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import type { AgentId } from '../agent/agent.ts'
import { openDatabase } from '../browser/database.ts'
import type { ConversationId } from '../conversation/conversation.ts'
import type { EpochMs } from '../lib/brand.ts'
import { createBatchArchive } from './batch-archive.ts'
import type { Batch } from './batch.ts'

const batch: Batch = {
  id: 'conv_1' as ConversationId,
  agent: 'http://localhost:8000' as AgentId,
  agentName: 'Test agent',
  way: { kind: 'api', mode: 'whole', atOnce: 4 },
  total: 2,
  createdAt: 1 as EpochMs,
}

const stored = async (): Promise<readonly unknown[]> => (await openDatabase()).getAll('batches')

test('while no history is to be kept a batch is listed and not stored, and stored once history is kept again', async () => {
  let keeps = false
  const archive = createBatchArchive(openDatabase, () => keeps)
  await archive.save(batch)
  expect(await archive.load()).toEqual([batch])
  expect(await stored()).toEqual([])

  keeps = true
  expect(await archive.load()).toEqual([batch])
  expect(await stored()).toEqual([batch])

  await archive.remove(batch.id)
  expect(await archive.load()).toEqual([])
})
