import 'fake-indexeddb/auto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Agent, AgentId } from '../agent/agent.ts'
import { openChannel } from '../browser/channel.ts'
import { openDatabase, type Database } from '../browser/database.ts'
import { withLock } from '../browser/locks.ts'
import { createRecordings } from '../exchange/recordings.ts'
import type { EpochMs } from '../lib/brand.ts'
import { arrayOf, parseJson, stringOf } from '../lib/json.ts'
import { success } from '../lib/problem.ts'
import { emptySnapshot } from '../protocol/snapshot.ts'
import type { Authorization } from '../workspace/workspace.ts'
import { answerTextOf } from './answer-state.ts'
import { createArchive } from './archive.ts'
import { createAttachments } from './attachments.ts'
import { createConversationStore } from './conversation-store.ts'
import { branchOf, siblingsOf, type Conversation, type ConversationId, type Run, type RunId } from './conversation.ts'
import type { ArchiveMessage } from './keep-archive.ts'
import { createKeepRecording } from './keep-recording.ts'
import { createOpenRecordings } from './open-recordings.ts'
import { runLock } from './recover-runs.ts'
import { createTalk } from './talk.ts'

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = ''
  for await (const piece of request) body += String(piece)
  return body
}

/** Something to wait for that happens elsewhere. */
const moment = () => {
  let resolve = () => undefined as void
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve: () => resolve() }
}

interface Heard {
  readonly authorization: string | undefined
  readonly body: string
}

type Answer = (response: ServerResponse, heard: Heard, index: number) => void

/** An agent on a real socket, and everything that it was asked. */
const serve = async (answer: Answer) => {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const call = { authorization: request.headers.authorization, body }
      heard.push(call)
      answer(response, call, heard.length - 1)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { heard, url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/responses`) }
}

const frame = (event: object) => `data: ${JSON.stringify(event)}\n\n`
const delta = (text: string) =>
  frame({ type: 'response.output_text.delta', item_id: 'm', output_index: 0, content_index: 0, delta: text })
const message = (text: string) =>
  frame({
    type: 'response.output_item.done',
    output_index: 0,
    item: { type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text }] },
  })
const begin = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' })

const says =
  (text: string): Answer =>
  (response) => {
    begin(response)
    response.end(`${message(text)}data: [DONE]\n\n`)
  }

const agent: Agent = {
  id: 'http://localhost:8000' as AgentId,
  workspace: null,
  ref: 'http://localhost:8000',
  name: 'Test agent',
  target: { kind: 'local', url: 'http://localhost:8000' },
  addedAt: 0 as EpochMs,
  starred: false,
  customInputs: '',
  instructions: '',
}

const noCredentials: Authorization = { headersFor: async () => success({}), renew: async () => false }

interface TabOptions {
  readonly url: URL
  readonly authorization?: Authorization
  readonly database?: () => Promise<Database>
  readonly connected?: (agent: Agent) => void
}

/** One tab: its own memory, on the database, the locks and the channel that all tabs share. */
const openTab = async ({
  url,
  authorization = noCredentials,
  database = openDatabase,
  connected = () => undefined,
}: TabOptions) => {
  const conversations = createConversationStore()
  const recordings = createRecordings(database)
  const openRecordings = createOpenRecordings(recordings)
  const archive = createArchive(database)
  const channel = openChannel<ArchiveMessage>('test.conversations')
  cleanups.push(channel.close)
  // Storage that hangs: in these tests its time is over at once.
  const patience = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 300)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  const attachments = createAttachments(database, () => undefined)
  const talk = createTalk({
    conversations,
    attachments,
    archive,
    recordings,
    openRecordings,
    channel,
    patience,
    settled: async (agent) => agent,
    connect: (called) => {
      connected(called)
      return success({
        url,
        callee: 'local',
        authorization,
        call: { url: url.href, dialect: 'responses', headers: {}, fields: {}, takesInstructions: true },
      })
    },
    agentUsed: () => undefined,
    agentOf: () => agent,
    pause: () => Promise.resolve(),
    fetch: (target, { method = 'GET', headers, body, signal } = {}) =>
      fetch(target, {
        method,
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
      }),
    nextFrame: () => new Promise((resolve) => setImmediate(resolve)),
    advance: conversations.runAdvanced,
    store: createKeepRecording({
      write: recordings.write,
      patience,
      failed: (detail) =>
        conversations.storageFailed({
          kind: 'storage',
          code: 'recording-not-stored',
          title: '',
          detail,
          remedy: '',
          who: 'you',
        }),
      recovered: () => conversations.storageRecovered('recording-not-stored'),
    }),
  })
  await talk.start()

  const conversation = (id: ConversationId): Conversation => {
    const found = conversations.getState().conversations[id]
    if (found === undefined) throw new Error(`There is no conversation ${id}.`)
    return found
  }
  const runsOf = (id: ConversationId): Run[] =>
    Object.values(conversations.getState().runs).filter((run) => run.conversation === id)
  const lastRun = (id: ConversationId): Run => {
    const run = conversations.getState().runs[branchOf(conversation(id)).at(-1)?.chosen ?? ('' as RunId)]
    if (run === undefined) throw new Error('The last turn has no run.')
    return run
  }
  const until = <Value>(look: () => Value | undefined | false): Promise<Value> =>
    new Promise((resolve) => {
      const check = () => {
        const value = look()
        if (value === undefined || value === false) return
        unsubscribe()
        resolve(value)
      }
      const unsubscribe = conversations.subscribe(check)
      queueMicrotask(check)
    })
  /** What is now the last run of the conversation, when it is over and stored, where anything can be. */
  const over = async (id: ConversationId): Promise<Run> => {
    const { id: last } = lastRun(id)
    const run = await until(() => {
      const current = conversations.getState().runs[last]
      return current?.phase.at === 'over' && current
    })
    // Whoever does the run lets go of it when everything is stored.
    await withLock(runLock(run.id), () => Promise.resolve())
    return run
  }
  const say = (text: string, id: ConversationId | null = null) =>
    talk.sendTurn(agent, id, { text, customInputs: '', instructions: '' }, 'streamed')
  return { talk, conversations, archive, recordings, openRecordings, conversation, runsOf, lastRun, until, over, say }
}

const outcomeOf = (run: Run) => (run.phase.at === 'over' ? run.phase.outcome.kind : run.phase.at)
const inputOf = (heard: Heard | undefined) => {
  const body = parseJson(heard?.body ?? '')
  const input = body.ok ? (arrayOf(body.value, 'input') ?? []) : []
  return input.map((item) => `${stringOf(item, 'role') ?? ''}: ${stringOf(item, 'content') ?? ''}`)
}

test('a message is answered, stored, and told to the agent with the next one', async () => {
  const { url, heard } = await serve((response, call, index) => says(`answer ${index}`)(response, call, index))
  const tab = await openTab({ url })
  const id = tab.say('one')
  const first = await tab.over(id)
  expect(outcomeOf(first)).toBe('completed')
  expect(answerTextOf(first.snapshot)).toBe('answer 0')
  tab.say('two', id)
  await tab.over(id)
  expect(inputOf(heard[1])).toEqual(['user: one', 'assistant: answer 0', 'user: two'])

  const later = await openTab({ url })
  await later.talk.openConversation(id)
  expect(later.conversation(id).turns).toHaveLength(2)
  expect(answerTextOf(later.lastRun(id).snapshot)).toBe('answer 1')
  const recording = await later.recordings.load(first.exchanges[0] ?? ('' as never))
  expect(new TextDecoder().decode(recording?.chunks.bytes())).toBe(`${message('answer 0')}data: [DONE]\n\n`)
})

test('what is sent at once after a reload still tells the earlier answers', async () => {
  const { url, heard } = await serve(says('yes'))
  const before = await openTab({ url })
  const id = before.say('one')
  await before.over(id)
  const after = await openTab({ url })
  after.say('two', id)
  await after.over(id)
  expect(inputOf(heard[1])).toEqual(['user: one', 'assistant: yes', 'user: two'])
})

test('an edit is a sibling, another run stays beside the first', async () => {
  const { url, heard } = await serve((response, call, index) => says(`answer ${index}`)(response, call, index))
  const tab = await openTab({ url })
  const id = tab.say('one')
  await tab.over(id)
  const [turn] = tab.conversation(id).turns
  if (turn === undefined) throw new Error('There is no turn.')
  const again = tab.talk.runAgain(agent, id, turn.id, 'whole')
  expect((await tab.over(id)).id).toBe(again)
  expect(tab.conversation(id).turns[0]?.runs).toHaveLength(2)

  tab.talk.editTurn(agent, id, turn.id, 'uno', 'streamed')
  await tab.over(id)
  const conversation = tab.conversation(id)
  expect(siblingsOf(conversation, turn)).toHaveLength(2)
  expect(branchOf(conversation).map(({ input }) => input.text)).toEqual(['uno'])
  expect(inputOf(heard[2])).toEqual(['user: uno'])
})

test('stop before the credentials are there ends at once and sends nothing', async () => {
  const { url, heard } = await serve(says('never'))
  const asked = moment()
  const tab = await openTab({
    url,
    authorization: {
      headersFor: () => {
        asked.resolve()
        return new Promise(() => undefined)
      },
      renew: async () => false,
    },
  })
  const id = tab.say('one')
  await asked.promise
  tab.talk.stopRun(tab.lastRun(id).id)
  const run = await tab.over(id)
  expect(outcomeOf(run)).toBe('stopped')
  expect(run.exchanges).toEqual([])
  expect(heard).toEqual([])
})

test('stop right after sending, while nothing was done yet', async () => {
  const { url, heard } = await serve(says('never'))
  const tab = await openTab({ url })
  const id = tab.say('one')
  tab.talk.stopRun(tab.lastRun(id).id)
  expect(outcomeOf(await tab.over(id))).toBe('stopped')
  expect(heard).toEqual([])
})

test('stop before the first byte, and in the middle of the text', async () => {
  const waiting = moment()
  const { url } = await serve((response, _call, index) => {
    if (index === 0) return waiting.resolve()
    begin(response)
    response.write(delta('half'))
    return undefined
  })
  const tab = await openTab({ url })
  const id = tab.say('one')
  await waiting.promise
  tab.talk.stopRun(tab.lastRun(id).id)
  expect(outcomeOf(await tab.over(id))).toBe('stopped')

  tab.say('two', id)
  await tab.until(() => answerTextOf(tab.lastRun(id).snapshot) === 'half')
  tab.talk.stopRun(tab.lastRun(id).id)
  const run = await tab.over(id)
  expect(outcomeOf(run)).toBe('stopped')
  expect(answerTextOf(run.snapshot)).toBe('half')
})

test('a refused token is renewed once, and both exchanges are kept', async () => {
  const { url, heard } = await serve((response, call, index) => {
    if (call.authorization === 'Bearer new') return says('welcome')(response, call, index)
    response.writeHead(401, { 'content-type': 'application/json' })
    return response.end('{"error":"expired"}')
  })
  let token = 'old'
  const tab = await openTab({
    url,
    authorization: {
      headersFor: async () => success({ Authorization: `Bearer ${token}` }),
      renew: async () => {
        token = 'new'
        return true
      },
    },
  })
  const id = tab.say('one')
  const run = await tab.over(id)
  expect(outcomeOf(run)).toBe('completed')
  expect(run.exchanges).toHaveLength(2)
  expect(heard.map(({ authorization }) => authorization)).toEqual(['Bearer old', 'Bearer new'])
  const refused = await tab.recordings.load(run.exchanges[0] ?? ('' as never))
  expect(refused?.head?.status).toBe(401)
  expect(JSON.stringify(refused?.request)).not.toContain('old')
})

test('a token that stays refused is asked for once more and no oftener', async () => {
  const { url, heard } = await serve((response) => {
    response.writeHead(401)
    response.end()
  })
  const tab = await openTab({ url, authorization: { headersFor: async () => success({}), renew: async () => true } })
  const run = await tab.over(tab.say('one'))
  expect(outcomeOf(run)).toBe('failed')
  expect(heard).toHaveLength(2)
})

test.each([408, 409, 429, 500, 503])('an agent that refuses is not asked again: status %i', async (status) => {
  const { url, heard } = await serve((response) => {
    response.writeHead(status, { 'retry-after': '0', 'x-should-retry': 'true' })
    response.end()
  })
  const tab = await openTab({ url })
  const run = await tab.over(tab.say('one'))
  expect(outcomeOf(run)).toBe('failed')
  expect(run.exchanges).toHaveLength(1)
  expect(heard).toHaveLength(1)
})

test('stop while the credentials are renewed is a stop', async () => {
  const { url, heard } = await serve((response) => {
    response.writeHead(401)
    response.end()
  })
  const renewing = moment()
  const tab = await openTab({
    url,
    authorization: {
      headersFor: async () => success({}),
      renew: () => {
        renewing.resolve()
        return new Promise(() => undefined)
      },
    },
  })
  const id = tab.say('one')
  await renewing.promise
  tab.talk.stopRun(tab.lastRun(id).id)
  expect(outcomeOf(await tab.over(id))).toBe('stopped')
  expect(heard).toHaveLength(1)
})

test('credentials that throw end the run in words', async () => {
  const { url } = await serve(says('never'))
  const tab = await openTab({
    url,
    authorization: { headersFor: () => Promise.reject(new Error('no such thing')), renew: async () => false },
  })
  const run = await tab.over(tab.say('one'))
  expect(run.phase).toMatchObject({ outcome: { kind: 'failed', problem: { code: 'playground-error' } } })
})

test('without storage everything works in memory, and says so', async () => {
  const { url, heard } = await serve((response, call, index) => says(`answer ${index}`)(response, call, index))
  const tab = await openTab({ url, database: () => Promise.reject(new Error('blocked')) })
  expect(tab.conversations.getState().loaded).toBe(true)
  expect(tab.conversations.getState().storageProblem?.code).toBe('not-stored')
  const id = tab.say('one')
  const run = await tab.over(id)
  expect(answerTextOf(run.snapshot)).toBe('answer 0')
  expect(tab.openRecordings.get(run.exchanges[0] ?? ('' as never))?.recording.end?.kind).toBe('whole-body')
  tab.say('two', id)
  await tab.over(id)
  expect(inputOf(heard[1])).toEqual(['user: one', 'assistant: answer 0', 'user: two'])
  expect(tab.conversations.getState().storageProblem).not.toBeNull()
})

test('storage that never answers holds neither the start nor a run back for long', async () => {
  const { url } = await serve(says('here'))
  const tab = await openTab({ url, database: () => new Promise(() => undefined) })
  const run = await tab.over(tab.say('one'))
  expect(outcomeOf(run)).toBe('completed')
})

test('where the earlier answers cannot be read, nothing is sent', async () => {
  const { url, heard } = await serve(says('one'))
  const before = await openTab({ url })
  const id = before.say('one')
  await before.over(id)
  let broken = false
  const after = await openTab({
    url,
    database: () => (broken ? Promise.reject(new Error('gone')) : openDatabase()),
  })
  broken = true
  after.say('two', id)
  const run = await after.over(id)
  expect(run.phase).toMatchObject({ outcome: { kind: 'failed', problem: { code: 'history-unreadable' } } })
  expect(heard).toHaveLength(1)
})

test('a run that nobody holds was interrupted; what was recorded is shown', async () => {
  const { url } = await serve((response) => {
    begin(response)
    response.write(delta('half an answer'))
  })
  const tab = await openTab({ url })
  const id = tab.say('one')
  await tab.until(() => answerTextOf(tab.lastRun(id).snapshot) !== '')
  const { exchanges } = tab.lastRun(id)
  // The row of a tab that crashed: answering, and no lock beside it.
  const crashed: Run = {
    ...tab.lastRun(id),
    id: 'run_crashed' as RunId,
    conversation: 'conversation_crashed' as ConversationId,
    snapshot: emptySnapshot,
    exchanges,
  }
  await tab.archive.saveRun(crashed)
  const later = await openTab({ url })
  await later.talk.openConversation(crashed.conversation)
  const [run] = later.runsOf(crashed.conversation)
  expect(run === undefined ? undefined : outcomeOf(run)).toBe('interrupted')
  expect(answerTextOf(run?.snapshot ?? emptySnapshot)).toBe('half an answer')
  const stored = await later.archive.loadRun(crashed.id)
  expect(stored === undefined ? undefined : outcomeOf(stored)).toBe('interrupted')
  tab.talk.stopRun(tab.lastRun(id).id)
  await tab.over(id)
})

test('a second tab follows a run, and can stop it', async () => {
  const { url } = await serve((response) => {
    begin(response)
    response.write(delta('coming'))
  })
  const doing = await openTab({ url })
  const id = doing.say('one')
  await doing.until(() => answerTextOf(doing.lastRun(id).snapshot) !== '')
  const watching = await openTab({ url })
  await watching.talk.openConversation(id)
  await watching.until(() => answerTextOf(watching.lastRun(id).snapshot) === 'coming')
  expect(outcomeOf(watching.lastRun(id))).toBe('answering')
  watching.talk.stopRun(watching.lastRun(id).id)
  expect(outcomeOf(await doing.over(id))).toBe('stopped')
  await watching.until(() => watching.lastRun(id).phase.at === 'over')
  expect(outcomeOf(watching.lastRun(id))).toBe('stopped')
})

test('two tabs add to one conversation, and neither loses anything', async () => {
  const { url } = await serve(says('yes'))
  const one = await openTab({ url })
  const id = one.say('first')
  await one.over(id)
  const two = await openTab({ url })
  await two.talk.openConversation(id)
  one.say('from one', id)
  two.say('from two', id)
  await Promise.all([one.over(id), two.over(id)])
  const textsIn = (tab: typeof one) =>
    tab
      .conversation(id)
      .turns.map(({ input }) => input.text)
      .toSorted()
  const all = ['first', 'from one', 'from two']
  await one.until(() => textsIn(one).length === 3)
  await two.until(() => textsIn(two).length === 3)
  expect(textsIn(one)).toEqual(all)
  expect(textsIn(two)).toEqual(all)
  expect((await one.archive.loadConversation(id))?.turns).toHaveLength(3)
})

test('deleting stops the answer in every tab, and undo brings all of it back', async () => {
  const { url } = await serve((response) => {
    begin(response)
    response.write(delta('coming'))
  })
  const doing = await openTab({ url })
  const id = doing.say('one')
  await doing.until(() => answerTextOf(doing.lastRun(id).snapshot) !== '')
  const run = doing.lastRun(id).id
  const other = await openTab({ url })
  await other.talk.openConversation(id)
  other.talk.deleteConversation(id)
  await doing.until(() => doing.conversations.getState().runs[run]?.phase.at === 'over')
  await doing.until(() => doing.conversations.getState().conversations[id] === undefined)
  expect(await other.archive.loadConversation(id)).toBeUndefined()

  other.talk.restoreDeleted()
  await doing.until(() => doing.conversations.getState().conversations[id] !== undefined)
  expect(outcomeOf(await doing.over(id))).toBe('stopped')
})

test('what was deleted long ago goes for good, with its bytes', async () => {
  const { url } = await serve(says('yes'))
  const tab = await openTab({ url })
  const id = tab.say('one')
  const run = await tab.over(id)
  await tab.archive.saveConversation({ ...tab.conversation(id), deletedAt: 1 })
  await openTab({ url })
  await expect.poll(() => tab.archive.loadRun(run.id)).toBeUndefined()
  expect(await tab.recordings.load(run.exchanges[0] ?? ('' as never))).toBeUndefined()
})

test('two answers to one message go on as conversations of their own, each with what it said itself', async () => {
  const { url, heard } = await serve((response, call, index) => says(`answer ${index}`)(response, call, index))
  const tab = await openTab({ url })
  const id = tab.say('one')
  const first = await tab.over(id)
  const beside = tab.talk.runAgain(agent, id, first.turn, 'streamed', 'beside')
  if (beside === undefined) throw new Error('It runs again.')
  await tab.until(() => tab.conversations.getState().runs[beside]?.phase.at === 'over')
  const copy = await tab.talk.copyBranch(beside)
  if (copy === undefined) throw new Error('The branch of a run that is over can be copied.')
  expect(heard).toHaveLength(2)
  tab.say('two', id)
  await tab.over(id)
  tab.say('two', copy)
  await tab.over(copy)
  expect(inputOf(heard[2])).toEqual(['user: one', 'assistant: answer 0', 'user: two'])
  expect(inputOf(heard[3])).toEqual(['user: one', 'assistant: answer 1', 'user: two'])

  // Nothing of the copy lies in the conversation that it was made of.
  await tab.archive.saveConversation({ ...tab.conversation(id), deletedAt: 1 })
  const later = await openTab({ url })
  await expect.poll(() => later.archive.loadRun(first.id)).toBeUndefined()
  await later.talk.openConversation(copy)
  const [kept] = later.runsOf(copy).toSorted((one, other) => one.startedAt - other.startedAt)
  const recording = await later.recordings.load(kept?.exchanges[0] ?? ('' as never))
  expect(new TextDecoder().decode(recording?.chunks.bytes())).toBe(`${message('answer 1')}data: [DONE]\n\n`)
})

test('an answer that is still coming in cannot be copied', async () => {
  const { url } = await serve((response) => {
    begin(response)
    response.write(delta('coming'))
  })
  const tab = await openTab({ url })
  const id = tab.say('one')
  await tab.until(() => answerTextOf(tab.lastRun(id).snapshot) !== '')
  expect(await tab.talk.copyBranch(tab.lastRun(id).id)).toBeUndefined()
  tab.talk.stopRun(tab.lastRun(id).id)
  await tab.over(id)
})

test('a message may go to another path than the agent’s own, each time that it is sent', async () => {
  const { url } = await serve(says('yes'))
  const paths: (string | undefined)[] = []
  const tab = await openTab({ url, connected: (called) => paths.push(called.override?.path) })
  const input = { text: 'one', customInputs: '', instructions: '', callPath: '/invocations' }
  const id = tab.talk.sendTurn(agent, null, input, 'streamed')
  const first = await tab.over(id)
  tab.talk.runAgain(agent, id, first.turn, 'whole')
  await tab.over(id)
  tab.say('two', id)
  await tab.over(id)
  expect(paths).toEqual(['/invocations', '/invocations', undefined])
})
