import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { openDatabase, type Database } from '../browser/database.ts'
import { ChunkLog } from '../exchange/chunk-log.ts'
import type { RecordedExchange } from '../exchange/recording.ts'
import { createRecordings } from '../exchange/recordings.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import { answerTextOf } from './answer-state.ts'
import { createArchive } from './archive.ts'
import { createAttachments } from './attachments.ts'
import { dataUrlOf, inputFilesOf } from './attachment.ts'
import { maskConversation } from './mask-conversation.ts'
import { base64Of } from '../exchange/base64.ts'
import { maskOrdinary } from '../exchange/mask-ordinary.ts'
import type { Json } from '../lib/json.ts'
import {
  conversationFromJson,
  conversationToJson,
  type PortableConversation,
  type PortableRun,
} from './conversation-file.ts'
import { createConversationStore } from './conversation-store.ts'
import { branchOf, type ConversationId } from './conversation.ts'
import { markdownFile } from './files-out/markdown-file.ts'
import { createImportConversation } from './import-conversation.ts'
import { createKeepArchive } from './keep-archive.ts'
import { createOpenRecordings } from './open-recordings.ts'
import { onlyRun, portableOf } from './portable.ts'

const body = [
  { type: 'response.created', response: { id: 'resp_1', output: [] } },
  { type: 'response.output_text.delta', item_id: 'm', output_index: 0, content_index: 0, delta: 'Good ' },
  { type: 'response.output_text.delta', item_id: 'm', output_index: 0, content_index: 0, delta: 'day' },
]

const recorded = (missing?: RecordedExchange['missing']): RecordedExchange => {
  const chunks = new ChunkLog()
  body.forEach((event, index) =>
    chunks.append(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`), (10 * index) as Ms),
  )
  chunks.append(new TextEncoder().encode('data: [DONE]\n\n'), 40 as Ms)
  return {
    startedAt: 5 as EpochMs,
    request: { method: 'POST', url: 'https://a.example/', headers: [], body: '{}' },
    head: { at: 1 as Ms, status: 200, statusText: 'OK', headers: [['content-type', 'text/event-stream']] },
    chunks,
    end: { kind: 'whole-body', at: 41 as Ms },
    ...(missing === undefined ? {} : { missing }),
  }
}

const runOf = (change: Partial<PortableRun> = {}): PortableRun => ({
  mode: 'streamed',
  startedAt: 5 as EpochMs,
  exchanges: [recorded()],
  ...change,
})

const input = (text: string) => ({ text, customInputs: '', instructions: '' })

const conversationOf = (...runs: readonly PortableRun[]): PortableConversation => ({
  title: 'Greetings',
  agentName: 'Greeter',
  leaf: runs.length - 1,
  turns: runs.map((run, position) => ({
    parent: position === 0 ? null : position - 1,
    input: input(`Question ${position + 1}`),
    createdAt: 5 as EpochMs,
    runs: [run],
    chosen: 0,
  })),
})

const openTab = (database: () => Promise<Database> = openDatabase) => {
  const conversations = createConversationStore()
  const recordings = createRecordings(database)
  const openRecordings = createOpenRecordings(recordings)
  const archive = createArchive(database)
  const channel = { send: () => undefined, listen: () => () => undefined, close: () => undefined }
  const patience = () => new Promise<void>((resolve) => setTimeout(resolve, 300))
  const keep = createKeepArchive({ conversations, archive, channel, patience })
  const attachments = createAttachments(database, () => undefined)
  const install = createImportConversation({ conversations, archive, recordings, keep, attachments })
  return { attachments, conversations, recordings, openRecordings, archive, install }
}

const runsOf = ({ conversations }: ReturnType<typeof openTab>, id: ConversationId) => {
  const { conversations: all, runs } = conversations.getState()
  const conversation = all[id]
  return conversation === undefined
    ? []
    : branchOf(conversation).flatMap((turn) => (turn.chosen === null ? [] : (runs[turn.chosen] ?? [])))
}

test('an imported conversation is folded from its bytes and says where it came from', async () => {
  const tab = openTab()
  const id = await tab.install(conversationOf(runOf(), runOf()), { kind: 'file', name: 'day.recording.json' })
  const runs = runsOf(tab, id)
  expect(runs.map(({ snapshot }) => answerTextOf(snapshot))).toEqual(['Good day', 'Good day'])
  expect(runs[0]?.phase).toEqual({ at: 'over', outcome: { kind: 'completed' } })
  expect(runs[0]?.figures).toMatchObject({ events: 4, firstByte: 0, firstText: 10, total: 41 })
  expect(runs[0]?.origin).toMatchObject({ kind: 'file', name: 'day.recording.json', missing: [] })
  const conversation = tab.conversations.getState().conversations[id]
  expect(conversation).toMatchObject({ title: 'Greetings', agent: '', origin: { name: 'day.recording.json' } })
})

test('another tab, or the same one tomorrow, finds it with its bytes and moments', async () => {
  const tab = openTab()
  const id = await tab.install(conversationOf(runOf({ exchanges: [recorded(['head'])] })), { kind: 'file', name: 'a' })
  const later = openTab()
  expect(await later.archive.loadConversation(id)).toMatchObject({ title: 'Greetings' })
  const [run] = await later.archive.loadRuns(id)
  const exchange = run?.exchanges[0]
  const entry = exchange === undefined ? undefined : await later.openRecordings.load(exchange)
  expect(entry?.recording.chunks.count).toBe(4)
  expect(entry?.recording.chunks.at(3)).toBe(40)
  expect(entry?.recording.missing).toEqual(['head'])
  expect(entry?.reading?.snapshot).toEqual(run?.snapshot)
})

test('imported twice, it is there twice: nothing that is here is written over', async () => {
  const tab = openTab()
  const source = { kind: 'file', name: 'a' } as const
  const first = await tab.install(conversationOf(runOf()), source)
  const second = await tab.install(conversationOf(runOf()), source)
  expect(second).not.toBe(first)
  const ids = [...runsOf(tab, first), ...runsOf(tab, second)].flatMap(({ id, exchanges }) => [id, ...exchanges])
  expect(new Set(ids).size).toBe(4)
})

test('what the source does not hold is not made up', async () => {
  const tab = openTab()
  const bare: RecordedExchange = { ...recorded(['times', 'head']), head: undefined }
  const id = await tab.install(conversationOf(runOf({ exchanges: [bare] })), { kind: 'file', name: 'a.sse' })
  const [run] = runsOf(tab, id)
  expect(run?.figures).toEqual({ events: 4, bytes: bare.chunks.byteLength })
  expect(run?.snapshot.findings.map(({ code }) => code)).not.toContain('wrong-content-type')
  expect(run?.phase).toEqual({ at: 'over', outcome: { kind: 'completed' } })
})

test('an answer without its recording still tells what was said', async () => {
  const tab = openTab()
  const message = { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Good night' }] }
  const id = await tab.install(
    conversationOf(runOf({ exchanges: [], answer: { output: [message] } }), runOf({ exchanges: [] })),
    { kind: 'link', name: 'a link' },
  )
  const [told, silent] = runsOf(tab, id)
  expect(told === undefined ? '' : answerTextOf(told.snapshot)).toBe('Good night')
  expect(told?.phase).toEqual({ at: 'over', outcome: { kind: 'completed' } })
  expect(silent?.phase).toMatchObject({ outcome: { kind: 'interrupted' } })
})

test('what was kept without its recording is exported, and imported again, with the same answer', async () => {
  const message = {
    id: 'm',
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text: 'Good night', annotations: [] }],
  }
  const failed = { output: [], status: 'failed', error: { code: 'rate_limit', message: 'Too many questions' } }
  const portable = conversationOf(
    runOf({ exchanges: [], answer: { output: [message], status: 'completed' } }),
    runOf({ exchanges: [], answer: failed }),
  )
  const tab = openTab()
  const kept = await tab.install(portable, { kind: 'link', name: 'a link' })
  const conversation = tab.conversations.getState().conversations[kept]
  const exported = conversation && portableOf(conversation, runsOf(tab, kept), new Map())
  const toRead = exported && markdownFile(exported)
  expect(toRead).toContain('Good night')
  expect(toRead).toContain('Too many questions')
  const written = exported && JSON.stringify(conversationToJson(exported))
  const read = conversationFromJson(JSON.parse(written ?? 'null') as Json)
  const again = await tab.install(read.ok ? read.value : expect.fail(), { kind: 'file', name: 'a file' })
  const toldOf = (id: ConversationId) => runsOf(tab, id).map(({ snapshot, phase }) => ({ snapshot, phase }))
  expect(toldOf(again)).toEqual(toldOf(kept))
  expect(toldOf(again).map(({ snapshot }) => answerTextOf(snapshot))).toEqual(['Good night', ''])
  expect(toldOf(again)[1]?.phase).toMatchObject({ outcome: { kind: 'failed' } })
})

test('where nothing can be stored it opens all the same, and says so', async () => {
  const tab = openTab(() => Promise.reject(new Error('blocked')))
  const id = await tab.install(conversationOf(runOf()), { kind: 'file', name: 'a' })
  const [run] = runsOf(tab, id)
  const exchange = run?.exchanges[0]
  const opened = exchange === undefined ? undefined : await tab.openRecordings.load(exchange)
  expect(opened?.recording.chunks.count).toBe(4)
  expect(tab.conversations.getState().storageProblem?.code).toBe('not-stored')
})

test('what could not be stored is stored whole once there is room', async () => {
  let isFull = true
  const tab = openTab(() => (isFull ? Promise.reject(new Error('full')) : openDatabase()))
  const id = await tab.install(conversationOf(runOf()), { kind: 'file', name: 'a' })
  isFull = false
  await tab.recordings.storeRest()
  await tab.archive.storeRest()
  const later = openTab()
  const [run] = await later.archive.loadRuns(id)
  const exchange = run?.exchanges[0]
  expect(run && answerTextOf(run.snapshot)).toBe('Good day')
  expect(exchange === undefined ? undefined : (await later.recordings.load(exchange))?.chunks.count).toBe(4)
  expect((await later.archive.loadConversation(id))?.turns[0]?.runs).toEqual([run?.id])
})

const recordingsOf = async (tab: ReturnType<typeof openTab>, id: ConversationId) => {
  const loaded = await Promise.all(
    runsOf(tab, id).flatMap(({ exchanges }) => exchanges.map((exchange) => tab.recordings.load(exchange))),
  )
  return new Map(loaded.flatMap((recording) => (recording === undefined ? [] : [[recording.id, recording] as const])))
}

test('what is exported again is what was imported, bytes and moments included', async () => {
  const tab = openTab()
  const poll = { ...recorded(), continues: 0 }
  const both = conversationOf(runOf(), runOf({ mode: 'whole', callee: 'app', exchanges: [recorded(['head']), poll] }))
  const source = { ...both, turns: both.turns.map((turn) => ({ ...turn, baseline: 0 })) }
  const id = await tab.install(source, { kind: 'file', name: 'a' })
  const conversation = tab.conversations.getState().conversations[id]
  const recordings = await recordingsOf(tab, id)
  const runs = runsOf(tab, id)
  expect(conversation && conversationToJson(portableOf(conversation, runs, recordings))).toEqual(
    conversationToJson(source),
  )
  const last = runs.at(-1)
  const alone = conversation && last && portableOf(onlyRun(conversation, last), [last], recordings)
  expect(alone && conversationToJson(alone)).toEqual(
    conversationToJson({ ...source, leaf: 0, turns: source.turns.slice(1).map((turn) => ({ ...turn, parent: null })) }),
  )
})

test('files travel with their message; one that was left out is named, and not sent', async () => {
  const tab = openTab()
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
  const files = [
    { name: 'chart', mediaType: 'text/html', size: png.length, bytes: png },
    { name: 'large.csv', mediaType: 'text/csv', size: 30_000_000 },
  ]
  const whole = conversationOf(runOf())
  const source = { ...whole, turns: whole.turns.map((turn) => ({ ...turn, files })) }
  const read = conversationFromJson(JSON.parse(JSON.stringify(conversationToJson(source))) as Json)
  const id = await tab.install(read.ok ? read.value : whole, { kind: 'file', name: 'a' })
  const conversation = tab.conversations.getState().conversations[id]
  const attached = conversation?.turns[0]?.input.attachments ?? []
  // Its bytes say what it is, whatever was written beside them.
  expect(attached).toMatchObject([
    { name: 'chart', mediaType: 'image/png' },
    { name: 'large.csv', leftOut: true },
  ])
  expect(await tab.attachments.missing(attached)).toBeUndefined()
  const bytes = new Map(
    await Promise.all(attached.map(async (file) => [file.id, await tab.attachments.load(file.id)] as const)),
  )
  expect(
    inputFilesOf(attached, ({ id, mediaType }) => dataUrlOf(mediaType, bytes.get(id) ?? new Uint8Array())),
  ).toEqual([{ name: 'chart', mediaType: 'image/png', dataUrl: `data:image/png;base64,${base64Of(png)}` }])
  const held = new Map([...bytes].flatMap(([file, found]) => (found === undefined ? [] : [[file, found] as const])))
  const again = conversation && portableOf(conversation, runsOf(tab, id), await recordingsOf(tab, id), held)
  expect(again?.turns[0]?.files).toEqual([{ ...files[0], mediaType: 'image/png' }, files[1]])
  const masked = again && maskOrdinary((mask) => maskConversation(again, mask)).value
  expect(JSON.stringify(masked && conversationToJson(masked))).not.toMatch(/chart|large|base64":"iVBOR/)
})
