import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import type { AgentId } from '../agent/agent.ts'
import { openDatabase } from '../browser/database.ts'
import { createArchive } from '../conversation/archive.ts'
import { createAttachments } from '../conversation/attachments.ts'
import { createConversationStore } from '../conversation/conversation-store.ts'
import type { Conversation, ConversationId, Run, RunId, Turn, TurnId } from '../conversation/conversation.ts'
import { ChunkLog } from '../exchange/chunk-log.ts'
import type { ExchangeId } from '../exchange/recording.ts'
import { createRecordings, finishedRecording } from '../exchange/recordings.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import { emptySnapshot } from '../protocol/snapshot.ts'
import { snapshotOfAnswer } from '../protocol/snapshot-of-answer.ts'
import { libraryLines } from './export-library.ts'
import { createImportLibrary } from './import-library.ts'
import { isLibraryText } from './library-file.ts'

const moment = 1_700_000_000_000 as EpochMs
const archive = createArchive(openDatabase)
const recordings = createRecordings(openDatabase)
const attachments = createAttachments(openDatabase, () => undefined)
const services = { archive, recordings, attachments }

const answerOf = (text: string, padding: number) =>
  new TextEncoder().encode(
    `data: ${JSON.stringify({ type: 'response.output_item.done', output_index: 0, item: { type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text }] } })}\n\n: ${' '.repeat(padding)}\n\ndata: [DONE]\n\n`,
  )

const keepRun = async (id: string, conversation: ConversationId, turn: TurnId, padding = 0): Promise<Run> => {
  const exchange = `exchange_${id}` as ExchangeId
  const chunks = new ChunkLog()
  const bytes = answerOf(`Answer ${id}`, padding)
  chunks.append(bytes.subarray(0, 9), 4 as Ms)
  chunks.append(bytes.subarray(9), 12.5 as Ms)
  await recordings.put(
    finishedRecording(exchange, {
      startedAt: moment,
      request: {
        method: 'POST',
        url: 'http://localhost:8000/responses',
        headers: [],
        body: '{"input":"mail a@b.example"}',
      },
      head: { at: 2 as Ms, status: 200, statusText: 'OK', headers: [['content-type', 'text/event-stream']] },
      chunks,
      end: { kind: 'whole-body', at: 13 as Ms },
    }),
  )
  const run: Run = {
    id: `run_${id}` as RunId,
    conversation,
    turn,
    mode: 'streamed',
    startedAt: moment,
    phase: { at: 'over', outcome: { kind: 'completed' } },
    snapshot: emptySnapshot,
    figures: { events: 1, bytes: bytes.length },
    exchanges: [exchange],
  }
  await archive.saveRun(run)
  return run
}

/** A conversation of two turns: the first with a file and two answers, of which the first is the baseline. */
const keepConversation = async (name: string, padding = 0): Promise<Conversation> => {
  const id = `conversation_${name}` as ConversationId
  const file = await attachments.add({ name: 'a.bin', mediaType: 'application/x', size: 3 }, Uint8Array.of(1, 2, 3))
  const [first, second] = [`turn_${name}1` as TurnId, `turn_${name}2` as TurnId]
  const runs = [
    await keepRun(`${name}1`, id, first, padding),
    await keepRun(`${name}2`, id, first, padding),
    await keepRun(`${name}3`, id, second, padding),
  ].map((run) => run.id)
  const turn = (own: Partial<Turn> & Pick<Turn, 'id'>): Turn => ({
    parent: null,
    input: { text: `Question ${own.id}`, customInputs: '', instructions: '' },
    createdAt: moment,
    runs: [],
    chosen: null,
    ...own,
  })
  const [one, two, three] = runs
  const conversation: Conversation = {
    id,
    agent: 'http://localhost:8000' as AgentId,
    agentName: 'Agent',
    title: name,
    createdAt: moment,
    updatedAt: moment,
    pinned: true,
    turns: [
      turn({
        id: first,
        input: { text: 'Q', customInputs: '', instructions: '', attachments: [file] },
        runs: runs.slice(0, 2),
        chosen: two ?? null,
        baseline: one ?? null,
      }),
      turn({ id: second, parent: first, runs: runs.slice(2), chosen: three ?? null }),
    ],
    leaf: second,
  }
  await archive.saveConversation(conversation)
  return conversation
}

const exported = async (conversations: readonly Conversation[], isMasked = false): Promise<readonly string[]> => {
  const lines: string[] = []
  const wishes = { conversations, isMasked, exportedAt: moment, onProgress: () => undefined }
  for await (const line of libraryLines(services, wishes)) lines.push(line.trimEnd())
  return lines
}

const importer = () => {
  const conversations = createConversationStore()
  const told: string[] = []
  const run = createImportLibrary({ ...services, conversations, stored: ({ id }) => told.push(id) })
  const add = async (lines: readonly string[]) => {
    const each = async function* () {
      yield* lines
    }
    return run(each(), 'all.library.jsonl')
  }
  return { conversations, told, add }
}

const bytesOf = async (run: Run | undefined) => {
  const recording = run === undefined ? undefined : await recordings.load(run.exchanges[0] ?? ('' as ExchangeId))
  return {
    bytes: recording?.chunks.bytes(),
    times: recording === undefined ? [] : [0, 1].map((at) => recording.chunks.at(at)),
  }
}

test('a library that is exported, deleted and imported is the same again, down to bytes, times, files and pins', async () => {
  const kept = await keepConversation('round')
  const runs = await archive.loadRuns(kept.id)
  const before = await Promise.all(runs.map(bytesOf))
  const lines = await exported([kept])
  expect(isLibraryText(lines[0] ?? '')).toBe(true)
  await archive.removeEverything()
  attachments.forgetAll()

  const { conversations, told, add } = importer()
  expect(await add(lines)).toEqual({ added: 1, runs: 3, known: 0 })
  const again = await archive.loadConversation(kept.id)
  expect(again).toMatchObject({ title: 'round', pinned: true, createdAt: moment, updatedAt: moment, leaf: kept.leaf })
  expect(again?.turns).toEqual(kept.turns)
  // Nobody's agent is called by what a file says.
  expect(again?.agent).toBe('')
  expect(again?.origin?.name).toBe('all.library.jsonl')
  const runsAgain = await archive.loadRuns(kept.id)
  expect(runsAgain.map(({ id }) => id).toSorted()).toEqual(runs.map(({ id }) => id).toSorted())
  expect(runsAgain[0]?.snapshot.items).toHaveLength(1)
  const byId = new Map(runsAgain.map((run) => [run.id, run]))
  expect(await Promise.all(runs.map(({ id }) => bytesOf(byId.get(id))))).toEqual(before)
  const [file] = kept.turns[0]?.input.attachments ?? []
  expect(file === undefined ? undefined : await attachments.read(file.id)).toEqual(Uint8Array.of(1, 2, 3))
  expect(Object.keys(conversations.getState().conversations)).toEqual([kept.id])
  expect(told).toEqual([kept.id])
})

test('what is here already is left alone, and only what is new is added', async () => {
  const kept = await keepConversation('twice')
  const lines = await exported([kept])
  const { conversations, add } = importer()
  conversations.indexLoaded([{ ...kept, title: 'renamed here', turns: kept.turns.slice(0, 1) }])
  await archive.removeConversation(kept.id)
  await archive.saveRun(await keepRun('twice1', kept.id, kept.turns[0]?.id ?? ('' as TurnId)))
  expect(await add(lines)).toEqual({ added: 0, runs: 2, known: 1 })
  expect(await add(lines)).toEqual({ added: 0, runs: 0, known: 3 })
  const now = conversations.getState().conversations[kept.id]
  expect(now?.title).toBe('renamed here')
  expect(now?.turns.map(({ id, runs }) => [id, runs.length])).toEqual(
    kept.turns.map(({ id, runs }) => [id, runs.length]),
  )
})

test('a recording that left comes back with the library that still has it', async () => {
  const kept = await keepConversation('left')
  const lines = await exported([kept])
  const [run] = await archive.loadRuns(kept.id)
  if (run === undefined) throw new Error('There is no run.')
  await archive.markLeft(run.id, moment)
  await recordings.remove(run.exchanges)
  const { conversations, add } = importer()
  conversations.indexLoaded([kept])
  expect(await add(lines)).toEqual({ added: 0, runs: 1, known: 2 })
  const back = await archive.loadRun(run.id)
  expect(back?.recordingLeftAt).toBeUndefined()
  expect((await bytesOf(back)).bytes?.length).toBeGreaterThan(0)
})

test('an answer whose recording is gone travels as what it said', async () => {
  const kept = await keepConversation('told')
  const [run] = await archive.loadRuns(kept.id)
  if (run === undefined) throw new Error('There is no run.')
  const body = {
    output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Still known.' }] }],
  }
  await archive.saveRun({ ...run, snapshot: snapshotOfAnswer(body, 0 as Ms) })
  await recordings.remove(run.exchanges)
  const lines = await exported([kept])
  await archive.removeEverything()
  expect(await importer().add(lines)).toMatchObject({ added: 1, runs: 3 })
  expect(JSON.stringify((await archive.loadRun(run.id))?.snapshot.items)).toContain('Still known.')
})

test('a large conversation stands in several lines, none much larger than one run', async () => {
  const kept = await keepConversation('large', 4_100_000)
  const lines = await exported([kept])
  expect(lines.filter((line) => line.startsWith('{"kind":"conversation"'))).toHaveLength(3)
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(6_000_000)
  await archive.removeEverything()
  expect(await importer().add(lines)).toEqual({ added: 1, runs: 3, known: 0 })
  expect((await archive.loadConversation(kept.id))?.turns).toEqual(kept.turns)
})

test('with masking nothing that could be masked is in the file, and no attached file', async () => {
  const kept = await keepConversation('masked')
  expect((await exported([kept])).join('\n')).toContain('a@b.example')
  const masked = (await exported([kept], true)).join('\n')
  expect(masked).not.toContain('a@b.example')
  expect(masked).not.toContain('"kind":"file"')
})

test('a file that an edited message shares with its first wording is written once', async () => {
  const kept = await keepConversation('edited')
  const [first] = kept.turns
  const edited = first === undefined ? [] : [{ ...first, id: 'turn_edited3' as TurnId, runs: [], chosen: null }]
  const lines = await exported([{ ...kept, turns: [...kept.turns, ...edited] }])
  expect(lines.filter((line) => line.includes('"kind":"file"'))).toHaveLength(1)
})

test.each<[string, (lines: readonly string[]) => readonly string[], RegExp]>([
  ['cut off', (lines) => lines.slice(0, -1), /ends early/],
  ['of another version', ([head = '', ...rest]) => [head.replace('"version":1', '"version":7'), ...rest], /version 7/],
  ['not ours', (lines) => lines.slice(1), /Its first line/],
  ['with a line that is no JSON', ([head = '', ...rest]) => [head, '{', ...rest], /line 2: .*not JSON/],
  ['with an id that is none', (lines) => lines.map((line) => line.replace('"id":"turn_', '"id":"__proto__')), /no id/],
  [
    'with another shape',
    (lines) => lines.map((line) => line.replace(/"runs":\["[^"]*"/, '"runs":["run_x","run_y"')),
    /fit/,
  ],
])('a file %s says what is wrong, and in which line', async (_, damage, words) => {
  const kept = await keepConversation('damaged')
  const lines = await exported([kept])
  await archive.removeEverything()
  const { problem } = await importer().add(damage(lines))
  expect(problem?.detail).toMatch(words)
  expect(problem?.detail).toContain('all.library.jsonl')
})
