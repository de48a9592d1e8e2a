import { expect, it } from 'vitest'
import type { ConversationId, Run, RunId, TurnId } from './conversation.ts'
import { createOpenRecordings } from './open-recordings.ts'
import { doRun } from './run-controller.ts'
import { createRunLine } from './run-line.ts'
import { createRecordings } from '../exchange/recordings.ts'
import type { EpochMs } from '../lib/brand.ts'
import { success } from '../lib/problem.ts'
import { emptySnapshot } from '../protocol/snapshot.ts'

const initial: Run = {
  id: 'run_1' as RunId,
  conversation: 'conversation_1' as ConversationId,
  turn: 'turn_1' as TurnId,
  mode: 'whole',
  background: true,
  startedAt: 0 as EpochMs,
  phase: { at: 'preparing' },
  snapshot: emptySnapshot,
  figures: { events: 0, bytes: 0 },
  exchanges: [],
}

const working = { id: 'resp_1', object: 'response', status: 'in_progress', output: [], metadata: {} }
const message = { type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text: 'Done.' }] }
const answers: readonly [body: unknown, headers: Record<string, string>][] = [
  [working, {}],
  [working, { 'retry-after': '7' }],
  [working, { 'retry-after': '0' }],
  [{ ...working, status: 'completed', output: [message] }, {}],
]

it('a poll waits as long as the server asks, and never less than by itself', async () => {
  const pauses: number[] = []
  let asked = 0
  const run = await doRun(
    initial,
    { input: 'Go on.', background: true },
    {
      url: new URL('http://localhost:8000/responses'),
      callee: 'local',
      authorization: { headersFor: () => Promise.resolve(success({})), renew: () => Promise.resolve(false) },
    },
    createRunLine(),
    {
      fetch: () => {
        const [body, headers] = answers[asked] ?? []
        asked += 1
        return Promise.resolve(
          new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json', ...headers } }),
        )
      },
      openRecordings: createOpenRecordings(createRecordings(() => Promise.reject(new Error('There is no storage.')))),
      nextFrame: () => new Promise((resolve) => setImmediate(resolve)),
      pause: (milliseconds) => {
        pauses.push(milliseconds)
        return Promise.resolve()
      },
      store: () => Promise.resolve(),
      advance: () => undefined,
    },
  )
  expect(run.phase).toEqual({ at: 'over', outcome: { kind: 'completed' } })
  expect(pauses).toEqual([1000, 7000, 2250])
})
