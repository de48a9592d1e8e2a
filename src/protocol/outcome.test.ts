import { describe, expect, it } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import type { Problem } from '../lib/problem.ts'
import type { Item } from './item.ts'
import { type Ending, type Outcome, outcomeOf } from './outcome.ts'
import { emptySnapshot, type Snapshot } from './snapshot.ts'

const broken: Problem = {
  kind: 'network',
  code: 'connection-lost',
  title: 'Connection lost',
  detail: 'The connection was reset',
  remedy: 'Run again',
  who: 'this computer',
}
const call: Item = {
  kind: 'tool-call',
  type: 'function_call',
  callId: 'c1',
  name: 'f',
  arguments: '{}',
  key: 'item-0',
  round: 0,
  state: 'done',
  startedAt: 0 as Ms,
}
const output: Item = {
  kind: 'tool-output',
  type: 'function_call_output',
  callId: 'c1',
  output: '1',
  key: 'item-1',
  round: 0,
  state: 'done',
  startedAt: 0 as Ms,
}
const error = { message: 'boom', code: 'server_error' }

type Row = [about: string, snapshot: Partial<Snapshot>, ending: Partial<Ending>, kind: Outcome['kind']]

const rows: Row[] = [
  ['[DONE]', { doneMarker: true }, {}, 'completed'],
  ['[DONE] after response.completed', { doneMarker: true, terminal: 'completed' }, {}, 'completed'],
  ['response.completed without [DONE]', { terminal: 'completed' }, {}, 'completed'],
  ['a native call that the client must answer', { terminal: 'completed', items: [call] }, {}, 'completed'],
  ['neither', {}, {}, 'interrupted'],
  ['an error frame, then [DONE]', { doneMarker: true, terminal: 'error', error }, {}, 'failed'],
  ['response.failed', { terminal: 'failed', error }, {}, 'failed'],
  ['response.incomplete', { terminal: 'incomplete', incompleteReason: 'max_output_tokens' }, {}, 'incomplete'],
  ['response.incomplete, then [DONE]', { doneMarker: true, terminal: 'incomplete' }, {}, 'incomplete'],
  ['broken before the end', {}, { end: 'broken', problem: broken }, 'interrupted'],
  ['broken after [DONE]', { doneMarker: true }, { end: 'broken', problem: broken }, 'completed'],
  ['broken after response.completed', { terminal: 'completed' }, { end: 'broken', problem: broken }, 'completed'],
  [
    'broken between rounds, while a tool runs',
    { terminal: 'completed', items: [call] },
    { end: 'broken', problem: broken },
    'interrupted',
  ],
  ['broken after the tool answered', { terminal: 'completed', items: [call, output] }, { end: 'broken' }, 'completed'],
  ['broken after an error', { terminal: 'error', error }, { end: 'broken', problem: broken }, 'failed'],
  ['stopped', {}, { end: 'stopped' }, 'stopped'],
  ['stopped while a tool runs', { terminal: 'completed', items: [call] }, { end: 'stopped' }, 'stopped'],
  ['stopped after [DONE]', { doneMarker: true }, { end: 'stopped' }, 'completed'],
  ['stopped before any head', {}, { end: 'stopped', status: undefined }, 'stopped'],
  ['the page went away', {}, { end: 'abandoned' }, 'interrupted'],
  ['its end is not in the source', {}, { end: 'unknown' }, 'interrupted'],
  ['its end is not in the source, and it was over before', { doneMarker: true }, { end: 'unknown' }, 'completed'],
  ['no head at all', {}, { end: 'broken', status: undefined, problem: broken }, 'failed'],
  ['status 404 with JSON', { terminal: 'completed' }, { status: 404, form: 'whole' }, 'failed'],
  ['status 302', {}, { status: 302, form: 'opaque' }, 'failed'],
  ['HTML with 200', {}, { form: 'opaque' }, 'failed'],
  ['HTML that broke off', {}, { form: 'opaque', end: 'broken' }, 'interrupted'],
  ['a whole answer', { terminal: 'completed' }, { form: 'whole' }, 'completed'],
  ['a whole answer that broke off', {}, { form: 'whole', end: 'broken' }, 'interrupted'],
  ['a whole answer that is no JSON', {}, { form: 'whole' }, 'failed'],
  ['a whole answer in the background', { status: 'in_progress' }, { form: 'whole' }, 'incomplete'],
]

const outcome = (snapshot: Partial<Snapshot>, ending: Partial<Ending>): Outcome =>
  outcomeOf({ end: 'whole-body', form: 'stream', status: 200, ...ending, snapshot: { ...emptySnapshot, ...snapshot } })

describe('the outcome', () => {
  it.each(rows)('%s', (_, snapshot, ending, kind) => {
    expect(outcome(snapshot, ending).kind).toBe(kind)
  })

  it('says why, in the words of who knows', () => {
    expect(outcome({ error }, {})).toMatchObject({ problem: { kind: 'agent', code: 'server_error', detail: 'boom' } })
    const cut = { kind: 'interrupted', cause: 'connection', detail: broken.detail }
    expect(outcome({}, { end: 'broken', problem: broken })).toEqual(cut)
    expect(outcome({}, { status: 404 })).toMatchObject({ problem: { kind: 'http', status: 404 } })
    expect(outcome({}, { status: 404, problem: broken })).toMatchObject({ problem: broken })
    expect(outcome({ terminal: 'incomplete', incompleteReason: 'content_filter' }, {})).toMatchObject({
      reason: 'content_filter',
    })
  })
})
