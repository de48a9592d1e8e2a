import { describe, expect, it } from 'vitest'
import type { Problem } from '../lib/problem.ts'
import type { Outcome } from '../protocol/outcome.ts'
import { emptySnapshot, type Snapshot } from '../protocol/snapshot.ts'
import { ignoresBackground, isResumable, nextStep, retrievalUrl, type Resumable } from './resumption.ts'

const runWith = (snapshot: Partial<Snapshot>, change: Partial<Resumable> = {}): Resumable => ({
  background: true,
  mode: 'streamed',
  snapshot: { ...emptySnapshot, ...snapshot },
  ...change,
})
const streamed = runWith({ resumption: { id: 'resp_1', sequence: 4 } })
const polled = runWith({ resumption: { id: 'resp_1' }, status: 'in_progress' }, { mode: 'whole' })

const problem = (code: string, status?: number, kind: Problem['kind'] = 'http'): Outcome => ({
  kind: 'failed',
  problem: { kind, code, title: '', detail: '', remedy: '', who: 'you', ...(status === undefined ? {} : { status }) },
})
const cut: Outcome = { kind: 'interrupted', cause: 'connection', detail: '' }

describe('what happens by itself after an exchange', () => {
  it.each<[string, Resumable, Outcome, 'poll' | 'reconnect' | undefined]>([
    ['a cut stream is asked for again', streamed, cut, 'reconnect'],
    ['a stream that is over is not', streamed, { kind: 'completed' }, undefined],
    ['a stream that was stopped is not', streamed, { kind: 'stopped' }, undefined],
    ['a cut before the first event leaves nothing to ask for', runWith({}), cut, undefined],
    [
      'a run that does not go on in the background is lost with its connection',
      { ...streamed, background: false },
      cut,
      undefined,
    ],
    ['a run that goes on is polled', polled, { kind: 'incomplete', reason: 'in_progress' }, 'poll'],
    ['a run that waits is polled', polled, { kind: 'incomplete', reason: 'queued' }, 'poll'],
    ['an answer that ended early is not', polled, { kind: 'incomplete', reason: 'max_output_tokens' }, undefined],
    ['a poll that was cut is tried again', polled, cut, 'poll'],
    ['a poll that a busy server refused is tried again', polled, problem('not-available', 503), 'poll'],
    [
      'a poll without a network is tried again',
      polled,
      problem('playground-unreachable', undefined, 'network'),
      'poll',
    ],
    ['a poll for an unknown response is not', polled, problem('response-unknown', 404), undefined],
  ])('%s', (_, run, outcome, expected) => {
    expect(nextStep(run, outcome)).toBe(expected)
  })

  it('the deadline of one connection is no end of the run', () => {
    const error = { message: 'Stream retrieve timed out', code: 'stream_timeout' }
    const run = runWith({ resumption: { id: 'resp_1', sequence: 4 }, terminal: 'error', error })
    expect(nextStep(run, problem('stream_timeout', undefined, 'agent'))).toBe('reconnect')
    const failed = runWith({ ...run.snapshot, error: { message: 'Boom', code: 'task_failed' } })
    expect(nextStep(failed, problem('task_failed', undefined, 'agent'))).toBeUndefined()
    expect(isResumable(failed, problem('task_failed', undefined, 'agent'))).toBe(false)
  })
})

describe('what can be asked for by hand', () => {
  it('is what was stopped, cut, or could not be reached', () => {
    for (const outcome of [{ kind: 'stopped' } as const, cut, problem('sign-in-required', undefined, 'sign-in')]) {
      expect(isResumable(streamed, outcome)).toBe(true)
    }
    for (const code of ['response-unknown', 'responses-not-kept']) {
      expect(isResumable(streamed, problem(code, 404))).toBe(false)
    }
  })
})

describe('where it is asked for', () => {
  it.each([
    ['http://localhost:8000/responses', 'http://localhost:8000/responses/resp_1'],
    ['http://localhost:8000/invocations', 'http://localhost:8000/responses/resp_1'],
    ['https://host/apps/long/responses/', 'https://host/apps/long/responses/resp_1'],
    ['http://localhost:8000/my/agent', 'http://localhost:8000/my/agent/responses/resp_1'],
  ])('%s', (call, address) => {
    expect(retrievalUrl(new URL(call), streamed)?.href).toBe(`${address}?stream=true&starting_after=4`)
    expect(retrievalUrl(new URL(call), polled)?.href).toBe(address)
  })
})

it('a server that answers without an id of its own ignores background', () => {
  const figures = { events: 3, bytes: 1 }
  expect(ignoresBackground({ ...runWith({ terminal: 'completed' }), figures })).toBe(true)
  expect(ignoresBackground({ ...streamed, figures })).toBe(false)
  expect(ignoresBackground({ ...runWith({}), figures: { events: 0, bytes: 0 } })).toBe(false)
})
