import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import type { Agent, AgentId } from '../agent/agent.ts'
import type { Channel } from '../browser/channel.ts'
import { wallClock } from '../browser/clock.ts'
import { openDatabase } from '../browser/database.ts'
import { tryLock } from '../browser/locks.ts'
import type { UpstreamRequest } from '../browser/network.ts'
import { answerTextOf } from '../conversation/answer-state.ts'
import { createArchive } from '../conversation/archive.ts'
import { createAttachments } from '../conversation/attachments.ts'
import { createConversationStore } from '../conversation/conversation-store.ts'
import type { ConversationId } from '../conversation/conversation.ts'
import { unpackConversation } from '../conversation/import-conversation.ts'
import type { ArchiveMessage } from '../conversation/keep-archive.ts'
import { createKeepRecording } from '../conversation/keep-recording.ts'
import { createOpenRecordings } from '../conversation/open-recordings.ts'
import { portableOf } from '../conversation/portable.ts'
import { createTalk } from '../conversation/talk.ts'
import { createRecordings } from '../exchange/recordings.ts'
import type { EpochMs } from '../lib/brand.ts'
import type { Json } from '../lib/json.ts'
import { failure, success, type Problem } from '../lib/problem.ts'
import type { Authorization, WorkspaceId } from '../workspace/workspace.ts'
import { createBatchArchive } from './batch-archive.ts'
import { answerOf, batchRows, countRows, turnsOfBatch } from './batch-rows.ts'
import { createBatches } from './batch-store.ts'
import type { WarehouseWay } from './batch.ts'
import type { StatementDoors } from './run-statement.ts'

/** No other page listens. */
const channel: Channel<ArchiveMessage> = {
  send: () => undefined,
  listen: () => () => undefined,
  close: () => undefined,
}

const agent: Agent = {
  id: 'http://localhost:8000' as AgentId,
  workspace: null,
  ref: 'http://localhost:8000',
  name: 'Test agent',
  target: { kind: 'local', url: 'http://localhost:8000' },
  addedAt: 0 as EpochMs,
  starred: false,
  customInputs: '{"tier": 1}',
  instructions: '',
}

const questionIn = ({ body = '' }: UpstreamRequest): string => {
  const { input } = JSON.parse(body) as { readonly input: readonly { readonly content: string }[] }
  return input.map(({ content }) => content).join('|')
}

const echo = async (question: string): Promise<Response> =>
  Response.json({
    id: 'resp_1',
    object: 'response',
    status: 'completed',
    output: [
      { type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text: `You: ${question}` }] },
    ],
  })

const untilAborted = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('Stopped', 'AbortError')))
  })

interface TabOptions {
  readonly answer?: (question: string, signal: AbortSignal | undefined) => Promise<Response>
  readonly authorization?: Authorization
  readonly lock?: typeof tryLock
  readonly statements?: StatementDoors
}

const noCredentials: Authorization = { headersFor: async () => success({}), renew: async () => false }

/** A page on the database that all pages share. */
const openTab = async (options: TabOptions = {}) => {
  const { answer = echo, authorization = noCredentials, lock = tryLock, statements } = options
  const conversations = createConversationStore()
  const recordings = createRecordings(openDatabase)
  const stored = createArchive(openDatabase)
  let rowsWritten = 0
  const archive: typeof stored = {
    ...stored,
    saveConversation: (conversation) => {
      rowsWritten += 1
      return stored.saveConversation(conversation)
    },
  }
  const patience = () => new Promise<void>(() => undefined)
  const failed = (detail: string) => expect.fail(detail)
  const talk = createTalk({
    conversations,
    archive,
    recordings,
    openRecordings: createOpenRecordings(recordings),
    attachments: createAttachments(openDatabase, () => undefined),
    channel,
    patience,
    settled: async (settled) => settled,
    connect: () =>
      success({
        url: new URL('http://localhost:8000/responses'),
        callee: 'local',
        authorization,
        call: { url: '', dialect: 'responses', headers: {}, fields: {}, takesInstructions: true },
      }),
    agentUsed: () => undefined,
    agentOf: () => agent,
    pause: () => Promise.resolve(),
    fetch: (_url, request = {}) => answer(questionIn(request), request.signal),
    nextFrame: () => new Promise((resolve) => setImmediate(resolve)),
    advance: conversations.runAdvanced,
    store: createKeepRecording({ write: recordings.write, patience, failed, recovered: () => undefined }),
  })
  await talk.start()
  const batches = createBatches({
    talk,
    conversations,
    archive: createBatchArchive(openDatabase),
    now: wallClock,
    statements: () => statements ?? expect.fail('No statement is asked for here.'),
    tryLock: lock,
  })
  await batches.load()
  const rows = (id: ConversationId) => {
    const state = conversations.getState()
    return batchRows(turnsOfBatch(state.conversations[id], batches.state.getState().batches[id]?.total), state.runs)
  }
  const untilIdle = () =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (batches.state.getState().live !== null) return
        stop()
        resolve()
      }
      const stop = batches.state.subscribe(look)
      queueMicrotask(look)
    })
  const batch = (id: ConversationId) => batches.state.getState().batches[id]
  return { talk, conversations, batches, batch, rows, untilIdle, rowsWritten: () => rowsWritten }
}

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `Question ${index}`)
const whole = { kind: 'api', mode: 'whole', atOnce: 3 } as const

test('every question is asked once and alone, so many at a time, and all of it is there after a reload', async () => {
  const heard: string[] = []
  let going = 0
  let most = 0
  const tab = await openTab({
    answer: async (question) => {
      heard.push(question)
      going += 1
      most = Math.max(most, going)
      await new Promise((resolve) => setTimeout(resolve, 3))
      going -= 1
      return echo(question)
    },
  })
  const id = tab.batches.start(agent, numbered(12), whole)
  expect(tab.rows(id)).toHaveLength(12)
  await tab.untilIdle()
  expect(heard.toSorted()).toEqual(numbered(12).toSorted())
  expect(most).toBe(3)
  expect(tab.batch(id)).toMatchObject({ total: 12, completed: 12, ended: { kind: 'done' }, agentName: 'Test agent' })

  const later = await openTab()
  await later.talk.openConversation(id)
  expect(later.batch(id)).toEqual(tab.batch(id))
  expect(later.rows(id).map(answerOf)).toEqual(numbered(12).map((question) => `You: ${question}`))
  expect(later.rows(id)[0]?.turn.input.customInputs).toBe('{"tier": 1}')
})

test('a page that goes away in the middle leaves the answers, and the rest is asked later and not again', async () => {
  const heard: string[] = []
  const first = await openTab({
    answer: async (question, signal) => {
      heard.push(question)
      return heard.length < 5 ? echo(question) : untilAborted(signal)
    },
  })
  const id = first.batches.start(agent, numbered(9), { ...whole, atOnce: 1 })
  await expect.poll(() => countRows(first.rows(id)).over).toBe(4)
  first.batches.cancel()
  await first.untilIdle()
  expect(first.batch(id)).toMatchObject({ ended: { kind: 'cancelled' }, completed: 4 })

  // The conversation's own row is written later than its runs: here it still says that nothing was asked.
  const later = await openTab({
    answer: async (question) => {
      heard.push(question)
      return echo(question)
    },
  })
  const stale = later.conversations.getState().conversations[id]
  expect(stale?.turns.every(({ runs }) => runs.length === 0)).toBe(true)
  await later.talk.openConversation(id)
  expect(countRows(later.rows(id))).toEqual({ over: 5, completed: 4, answering: 0 })
  expect(await later.batches.goOn(id, agent, 'unasked')).toBe(true)
  await later.untilIdle()
  expect(later.batch(id)).toMatchObject({ ended: { kind: 'done' }, completed: 8 })
  expect(await later.batches.goOn(id, agent, 'failed')).toBe(true)
  await later.untilIdle()
  expect(later.batch(id)).toMatchObject({ ended: { kind: 'done' }, completed: 9 })
  expect(heard).toEqual([...numbered(9), 'Question 4'])
})

test('a session that ended stops the batch, with its words', async () => {
  const problem: Problem = { kind: 'sign-in', code: 'x', title: 'Over', detail: '', remedy: '', who: 'you' }
  const tab = await openTab({
    authorization: { headersFor: async () => failure(problem), renew: async () => false },
  })
  const id = tab.batches.start(agent, numbered(20), whole)
  await tab.untilIdle()
  expect(tab.batch(id)?.ended).toEqual({ kind: 'stopped', problem })
  expect(countRows(tab.rows(id)).over).toBe(3)
})

test('what another tab does is not done twice', async () => {
  const tab = await openTab()
  const id = tab.batches.start(agent, numbered(1), whole)
  await tab.untilIdle()
  const other = await openTab({ lock: async (name) => (name.includes('batch') ? undefined : tryLock(name)) })
  expect(await other.batches.goOn(id, agent, 'unasked')).toBe(false)
  expect(other.batches.state.getState().live).toBeNull()
})

test('what is written does not grow with the number of questions', async () => {
  const tab = await openTab()
  const id = tab.batches.start(agent, numbered(300), { ...whole, atOnce: 5 })
  await tab.untilIdle()
  expect(tab.batch(id)?.completed).toBe(300)
  // Once with all questions; after that only so often, however many were answered.
  expect(tab.rowsWritten()).toBeLessThan(10)
})

test('a deleted conversation ends its batch', async () => {
  const tab = await openTab({
    answer: async (question) => {
      if (question === 'Question 2') tab.talk.deleteConversation(id)
      return echo(question)
    },
  })
  const id = tab.batches.start(agent, numbered(50), { ...whole, atOnce: 1 })
  await tab.untilIdle()
  expect(tab.batch(id)?.ended).toEqual({ kind: 'cancelled' })
  expect(Object.keys(tab.conversations.getState().runs)).toHaveLength(3)
})

const byWarehouse: WarehouseWay = {
  kind: 'warehouse',
  workspace: 'https://example.invalid' as WorkspaceId,
  warehouse: { id: 'w1', name: 'Nights' },
  endpoint: 'sales',
  shape: 'input',
  atMost: 4,
}

interface Posted {
  readonly warehouse_id: string
  readonly statement: string
  readonly parameters: readonly { readonly value: string }[]
}

/** A warehouse in memory: it answers the questions of each statement when it is looked at for the second time. */
const createNights = ({ hangs = false, forgets = false, leavesOut = 0 } = {}) => {
  const posted: Posted[] = []
  const looks = new Map<string, number>()
  const is = { hanging: hangs }
  const answerOf = (id: string): Json => {
    const texts = JSON.parse(posted[Number(id)]?.parameters[0]?.value ?? '[]') as readonly string[]
    const rows = texts.map((text, place) => [
      String(place),
      JSON.stringify(text.endsWith('3') ? { errorMessage: 'No three' } : { result: `Nights: ${text}` }),
    ])
    return {
      statement_id: id,
      status: { state: 'SUCCEEDED' },
      manifest: { truncated: leavesOut > 0 },
      result: { data_array: rows.slice(0, rows.length - leavesOut) },
    }
  }
  const going = (id: string): Json => ({ statement_id: id, status: { state: 'RUNNING' } })
  const doors: StatementDoors = {
    pause: () => new Promise((resolve) => setTimeout(resolve)),
    call: async (path, _asked, body) => {
      if (path.endsWith('/cancel')) {
        is.hanging = false
        return success({})
      }
      if (body !== undefined) {
        posted.push(body as unknown as Posted)
        return success(going(String(posted.length - 1)))
      }
      const id = path.split('/').at(-1) ?? ''
      if (forgets) return success({ statement_id: id, status: { state: 'CLOSED' } })
      looks.set(id, (looks.get(id) ?? 0) + 1)
      return success(is.hanging || looks.get(id) === 1 ? going(id) : answerOf(id))
    },
  }
  return { doors, posted, wake: () => (is.hanging = false) }
}

test('a warehouse answers statement by statement, and its rows are runs without a recording', async () => {
  const nights = createNights()
  const tab = await openTab({ statements: nights.doors })
  const id = tab.batches.start(agent, numbered(10), byWarehouse)
  await tab.untilIdle()
  expect(nights.posted.map(({ parameters }) => JSON.parse(parameters[0]?.value ?? ''))).toEqual([
    numbered(10).slice(0, 4),
    numbered(10).slice(4, 8),
    numbered(10).slice(8),
  ])
  expect(nights.posted.every(({ statement }) => !statement.includes('Question'))).toBe(true)
  expect(tab.batch(id)).toMatchObject({ ended: { kind: 'done' }, completed: 9 })
  expect(tab.batch(id)?.pending).toBeUndefined()

  const later = await openTab({ statements: nights.doors })
  await later.talk.openConversation(id)
  const rows = later.rows(id)
  expect(rows.map(answerOf)[0]).toBe('Nights: Question 0')
  expect(rows.map(answerOf)[3]).toContain('No three')
  expect(rows[0]?.run).toMatchObject({ exchanges: [], origin: { kind: 'warehouse', name: 'Nights' } })
  // Instructions and custom_inputs of the chat were not sent, and are not said to have been.
  expect(rows[0]?.turn.input.customInputs).toBe('')

  // It travels as well: the answers are told, where there is no recording of how they came.
  const state = later.conversations.getState()
  const [conversation] = Object.values(state.conversations).filter((each) => each.id === id)
  const portable = conversation && portableOf(conversation, Object.values(state.runs), new Map())
  const unpacked = portable && unpackConversation(portable, { kind: 'file', name: 'x' }, wallClock())
  expect(unpacked?.runs.map(({ run }) => answerTextOf(run.snapshot))[0]).toBe('Nights: Question 0')

  await later.batches.goOn(id, agent, 'failed')
  await later.untilIdle()
  expect(nights.posted.at(-1)?.parameters[0]?.value).toBe('["Question 3"]')
})

test('a page that went away in the middle of a statement takes its result later, and sends nothing twice', async () => {
  const nights = createNights({ hangs: true })
  const first = await openTab({ statements: nights.doors })
  const id = first.batches.start(agent, numbered(6), byWarehouse)
  await expect.poll(() => first.batch(id)?.pending?.turns.length).toBe(4)

  // The first page has gone, with its lock; what it stored is there.
  const later = await openTab({ statements: nights.doors, lock: async () => ({ release: () => undefined }) })
  expect(later.batch(id)?.ended).toBeUndefined()
  nights.wake()
  await later.batches.goOn(id, agent, 'unasked')
  await later.untilIdle()
  expect(nights.posted.map(({ parameters }) => JSON.parse(parameters[0]?.value ?? ''))).toContainEqual(
    numbered(6).slice(0, 4),
  )
  expect(nights.posted.filter(({ parameters }) => parameters[0]?.value.includes('Question 0'))).toHaveLength(1)
  expect(countRows(later.rows(id))).toMatchObject({ over: 6, completed: 5 })
})

test('a cancelled statement leaves its questions unasked, with what the warehouse said', async () => {
  const nights = createNights({ hangs: true })
  const cancelled: StatementDoors = {
    ...nights.doors,
    call: async (path, asked, body) => {
      const answer = await nights.doors.call(path, asked, body)
      const isLook = body === undefined && answer.ok
      return isLook && nights.posted.length > 0 && stopped
        ? success({ statement_id: '0', status: { state: 'CANCELED' } })
        : answer
    },
  }
  let stopped = false
  const tab = await openTab({ statements: cancelled })
  const id = tab.batches.start(agent, numbered(6), byWarehouse)
  await expect.poll(() => tab.batch(id)?.pending).toBeDefined()
  stopped = true
  tab.batches.cancel()
  await tab.untilIdle()
  expect(tab.batch(id)).toMatchObject({
    ended: { kind: 'cancelled', told: 'Nights says that it is cancelled.' },
    completed: 0,
  })
  expect(tab.batch(id)?.pending).toBeUndefined()
  expect(nights.posted).toHaveLength(1)
})

test('a mistake of our own ends the batch in words, and another one can be begun', async () => {
  const broken: StatementDoors = { pause: async () => undefined, call: () => Promise.reject(new Error('Oh')) }
  const tab = await openTab({ statements: broken })
  const id = tab.batches.start(agent, numbered(2), byWarehouse)
  await tab.untilIdle()
  expect(tab.batch(id)?.ended).toMatchObject({ kind: 'stopped', problem: { code: 'playground-error' } })
  const next = tab.batches.start(agent, numbered(2), whole)
  await tab.untilIdle()
  expect(tab.batch(next)?.completed).toBe(2)
})

test('answers that were kept before the page went away are not kept twice', async () => {
  const nights = createNights()
  const tab = await openTab({ statements: nights.doors })
  const id = tab.batches.start(agent, numbered(4), byWarehouse)
  await tab.untilIdle()
  const batch = tab.batch(id)
  const turns = tab.rows(id).map(({ turn }) => turn.id)
  const startedAt = tab.rows(id)[0]?.run?.startedAt
  if (batch === undefined || startedAt === undefined) throw new Error('There is a batch with an answer.')
  // As if the page had gone away after the answers were stored and before the statement was ticked off.
  await createBatchArchive(openDatabase).save({ ...batch, pending: { id: '0', turns, startedAt } })

  const later = await openTab({ statements: nights.doors })
  await later.batches.goOn(id, agent, 'unasked')
  await later.untilIdle()
  expect(nights.posted).toHaveLength(1)
  expect(later.rows(id).map(({ turn }) => turn.runs.length)).toEqual([1, 1, 1, 1])
  expect(later.batch(id)?.pending).toBeUndefined()
})

test('a conversation that is deleted while a statement runs cancels it, and keeps nothing of it', async () => {
  const nights = createNights({ hangs: true })
  const tab = await openTab({ statements: nights.doors })
  const id = tab.batches.start(agent, numbered(6), byWarehouse)
  await expect.poll(() => tab.batch(id)?.pending).toBeDefined()
  tab.talk.deleteConversation(id)
  await tab.untilIdle()
  expect(tab.batch(id)?.ended?.kind).toBe('cancelled')
  expect(nights.posted).toHaveLength(1)
  expect(Object.keys(tab.conversations.getState().runs)).toEqual([])
})

test('a result that is gone, and one that is cut off, are said in the batch and in its rows', async () => {
  const gone = await openTab({ statements: createNights({ forgets: true }).doors })
  const lost = gone.batches.start(agent, numbered(2), byWarehouse)
  await gone.untilIdle()
  expect(gone.batch(lost)).toMatchObject({ ended: { kind: 'stopped', problem: { code: 'statement-expired' } } })

  const cut = await openTab({ statements: createNights({ leavesOut: 1 }).doors })
  const id = cut.batches.start(agent, numbered(3), byWarehouse)
  await cut.untilIdle()
  expect(cut.rows(id).map(({ run }) => run?.phase)).toMatchObject([
    { outcome: { kind: 'completed' } },
    { outcome: { kind: 'completed' } },
    { outcome: { kind: 'failed', problem: { code: 'result-truncated' } } },
  ])
})
