import { describe, expect, it, test } from 'vitest'
import type { Fetch, UpstreamRequest } from '../browser/network.ts'
import { failure, success } from '../lib/problem.ts'
import { emptySnapshot } from '../protocol/snapshot.ts'
import type { Authorization } from '../workspace/workspace.ts'
import { tellDecision, tellStop } from './tell-stream.ts'

const url = 'https://a.example/api/agents/cancel'
const known: Authorization = {
  headersFor: async () => success({ Authorization: 'Bearer t' }),
  renew: async () => false,
}
const unknown: Authorization = {
  headersFor: async () =>
    failure({ kind: 'sign-in', code: 'x', title: 'You are not signed in', detail: '', remedy: '', who: 'you' }),
  renew: async () => false,
}
const streamed = { ...emptySnapshot, streamId: 's-1' }

const answering = (status: number, body: unknown) => {
  const calls: (readonly [string, UpstreamRequest | undefined])[] = []
  const fetch: Fetch = async (target, request) => {
    calls.push([target.href, request])
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  }
  return { calls, fetch }
}
const broken: Fetch = async () => {
  throw new Error('no network')
}

describe('a stop', () => {
  test('names the stream, as the person who is signed in', async () => {
    const { calls, fetch } = answering(200, { cancelled: true })
    expect(await tellStop(url, known, streamed, fetch)).toBe('yes')
    expect(calls).toMatchObject([
      [url, { method: 'POST', body: '{"streamId":"s-1"}', headers: { Authorization: 'Bearer t' } }],
    ])
  })

  test('calls nobody where there is nobody, or the stream has no name', async () => {
    const { calls, fetch } = answering(200, {})
    expect(await tellStop(undefined, known, streamed, fetch)).toBeUndefined()
    expect(await tellStop(url, known, emptySnapshot, fetch)).toBeUndefined()
    expect(calls).toEqual([])
  })

  it.each([
    ['a refusal', known, answering(403, { error: 'Forbidden' }).fetch],
    ['a network that is gone', known, broken],
    ['no sign-in', unknown, answering(200, {}).fetch],
  ])('that meets %s has failed', async (_name, authorization, fetch) => {
    expect(await tellStop(url, authorization, streamed, fetch)).toBe('failed')
  })
})

describe('a decision', () => {
  const request = { id: 'a-1', streamId: 's-1' }

  it.each([
    [true, 'approve'],
    [false, 'deny'],
  ])('%s is told as %s', async (approve, decision) => {
    const { calls, fetch } = answering(200, { decision })
    expect(await tellDecision(url, known, request, approve, fetch)).toBeUndefined()
    expect(calls[0]?.[1]?.body).toBe(JSON.stringify({ streamId: 's-1', approvalId: 'a-1', decision }))
  })

  test('that came too late says so in the server’s words', async () => {
    const { fetch } = answering(404, { error: 'Approval not found or already settled' })
    expect(await tellDecision(url, known, request, true, fetch)).toBe('Approval not found or already settled')
    expect(await tellDecision(url, unknown, request, true, fetch)).toBe('You are not signed in')
    expect(await tellDecision(url, known, request, true, broken)).toBe('no network')
    expect(await tellDecision(undefined, known, request, true, fetch)).toContain('nobody to tell')
  })
})
