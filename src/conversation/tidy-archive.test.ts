import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import type { AgentId } from '../agent/agent.ts'
import { openDatabase } from '../browser/database.ts'
import { ChunkLog } from '../exchange/chunk-log.ts'
import type { ExchangeId } from '../exchange/recording.ts'
import { createRecordings, finishedRecording } from '../exchange/recordings.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import { emptySnapshot } from '../protocol/snapshot.ts'
import { createArchive } from './archive.ts'
import { createAttachments } from './attachments.ts'
import { createConversationStore } from './conversation-store.ts'
import type { Attachment, Conversation, ConversationId, Run, RunId, TurnId } from './conversation.ts'
import type { ArchiveMessage } from './keep-archive.ts'
import { createOpenRecordings } from './open-recordings.ts'
import { createTidyArchive } from './tidy-archive.ts'

const archive = createArchive(openDatabase)
const recordings = createRecordings(openDatabase)
const moment = 1_000 as EpochMs

const scene = () => {
  const conversations = createConversationStore()
  const openRecordings = createOpenRecordings(recordings)
  const attachments = createAttachments(openDatabase, () => undefined)
  const sent: ArchiveMessage[] = []
  const stopped: RunId[] = []
  const tidy = createTidyArchive({
    conversations,
    archive,
    recordings,
    openRecordings,
    attachments,
    channel: { send: (message) => sent.push(message), listen: () => () => undefined, close: () => undefined },
    runsGoingOn: () => ['run_going' as RunId],
    stopRuns: async (ids) => {
      stopped.push(...ids)
    },
  })
  return { conversations, openRecordings, attachments, sent, stopped, tidy }
}

interface Kept {
  readonly conversation: Conversation
  readonly run: Run
}

/** A conversation with one answer of `size` bytes, stored as the page stores it. */
const keep = async (name: string, size: number, file?: Attachment): Promise<Kept> => {
  const id = `conversation_${name}` as ConversationId
  const exchange = `exchange_${name}` as ExchangeId
  const chunks = new ChunkLog()
  chunks.append(new Uint8Array(size), 1 as Ms)
  await recordings.put(
    finishedRecording(exchange, {
      startedAt: moment,
      request: { method: 'POST', url: 'http://localhost:8000/responses', headers: [], body: '{}' },
      head: undefined,
      chunks,
      end: { kind: 'whole-body', at: 2 as Ms },
    }),
  )
  const run: Run = {
    id: `run_${name}` as RunId,
    conversation: id,
    turn: `turn_${name}` as TurnId,
    mode: 'streamed',
    startedAt: moment,
    phase: { at: 'over', outcome: { kind: 'completed' } },
    snapshot: { ...emptySnapshot, model: 'm' },
    figures: { events: 1, bytes: size },
    exchanges: [exchange],
  }
  const conversation: Conversation = {
    id,
    agent: '' as AgentId,
    agentName: 'Agent',
    title: name,
    createdAt: moment,
    updatedAt: moment,
    turns: [
      {
        id: run.turn,
        parent: null,
        input: {
          text: name,
          customInputs: '',
          instructions: '',
          ...(file === undefined ? {} : { attachments: [file] }),
        },
        createdAt: moment,
        runs: [run.id],
        chosen: run.id,
      },
    ],
    leaf: run.turn,
  }
  await archive.saveRun(run)
  await archive.saveConversation(conversation)
  return { conversation, run }
}

test('a recording that leaves takes its bytes along; the answer stays, says so, and the other tabs hear of it', async () => {
  const { conversations, openRecordings, sent, tidy } = scene()
  const { conversation, run } = await keep('leaves', 50)
  const stays = await keep('stays', 70)
  conversations.indexLoaded([conversation])
  conversations.runsLoaded(conversation.id, [run])
  await openRecordings.load('exchange_leaves' as ExchangeId)

  await tidy.letRecordingsLeave([run.id])
  const stored = await archive.loadRun(run.id)
  expect(stored).toMatchObject({ snapshot: { model: 'm' }, exchanges: run.exchanges })
  expect(stored?.recordingLeftAt).toBeGreaterThan(0)
  expect(conversations.getState().runs[run.id]?.recordingLeftAt).toBe(stored?.recordingLeftAt)
  expect(await openRecordings.load('exchange_leaves' as ExchangeId)).toBeUndefined()
  expect((await recordings.sizes()).has('exchange_leaves' as ExchangeId)).toBe(false)
  expect((await recordings.sizes()).get(stays.run.exchanges[0] ?? ('' as ExchangeId))).toBe(72)
  expect(sent).toEqual([{ kind: 'run-changed', conversation: conversation.id, run: run.id }])
})

test('an answer that is coming in keeps its recording', async () => {
  const { tidy } = scene()
  const { run } = await keep('coming', 50)
  await archive.saveRun({ ...run, phase: { at: 'answering' } })
  await tidy.letRecordingsLeave([run.id])
  expect((await archive.loadRun(run.id))?.recordingLeftAt).toBeUndefined()
  expect((await recordings.sizes()).get('exchange_coming' as ExchangeId)).toBe(52)
})

test('conversations are deleted one by one, with their files, and no neighbour goes along', async () => {
  const { conversations, attachments, sent, stopped, tidy } = scene()
  const file = await attachments.add({ name: 'a.bin', mediaType: 'x', size: 3 }, new Uint8Array(3))
  const { conversation, run } = await keep('goes', 10, file)
  const other = await keep('neighbour', 10)
  conversations.indexLoaded([conversation, other.conversation])
  await tidy.deleteConversations([conversation.id])
  expect(stopped).toEqual([run.id])
  expect(await archive.loadConversation(conversation.id)).toBeUndefined()
  expect(await archive.loadRun(run.id)).toBeUndefined()
  expect((await attachments.sizes()).has(file.id)).toBe(false)
  expect(await archive.loadConversation(other.conversation.id)).toBeDefined()
  expect(Object.keys(conversations.getState().conversations)).toEqual([other.conversation.id])
  expect(sent).toEqual([{ kind: 'conversation-changed', id: conversation.id }])
})

test('deleting everything leaves no row in any table, not even what nothing names', async () => {
  const { conversations, attachments, sent, stopped, tidy } = scene()
  await attachments.add({ name: 'draft.bin', mediaType: 'x', size: 3 }, new Uint8Array(3))
  const { conversation } = await keep('all', 10)
  conversations.indexLoaded([conversation])
  conversations.conversationDeleted(conversation)
  await tidy.deleteEverything()
  const database = await openDatabase()
  for (const table of ['conversations', 'runs', 'exchanges', 'segments', 'attachments'] as const) {
    expect(await database.count(table), table).toBe(0)
  }
  expect(stopped).toEqual(['run_going'])
  expect(conversations.getState()).toMatchObject({ conversations: {}, runs: {}, lastDeleted: null })
  expect(sent.map(({ kind }) => kind)).toEqual(['everything-deleted', 'everything-deleted'])
})
