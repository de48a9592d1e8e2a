import { expect, test } from 'vitest'
import type { AgentId } from '../agent/agent.ts'
import type { EpochMs } from '../lib/brand.ts'
import { pinFor, pinned } from './baseline.ts'
import type { Conversation, ConversationId, RunId, Turn, TurnId } from './conversation.ts'

/** A conversation of these messages in order; a message with a star has its run pinned. */
const conversation = (name: string, agent: string, messages: readonly string[], updatedAt = 0): Conversation => {
  const idOf = (place: number) => `${name}${place}` as TurnId
  const turns = messages.map((message, place): Turn => {
    const run = `run_${name}${place}` as RunId
    return {
      id: idOf(place),
      parent: place === 0 ? null : idOf(place - 1),
      input: { text: message.replace('*', ''), customInputs: '', instructions: '' },
      createdAt: 0 as EpochMs,
      runs: [run],
      chosen: run,
      ...(message.endsWith('*') ? { baseline: run } : {}),
    }
  })
  return {
    id: name as ConversationId,
    agent: agent as AgentId,
    agentName: agent,
    title: name,
    createdAt: 0 as EpochMs,
    updatedAt: updatedAt as EpochMs,
    turns,
    leaf: turns.at(-1)?.id ?? null,
  }
}

const record = (...list: readonly Conversation[]): Record<ConversationId, Conversation> =>
  Object.fromEntries(list.map((one) => [one.id, one]))

const pinOf = (turn: string, own: Conversation, ...others: readonly Conversation[]) =>
  pinFor(record(own, ...others), own, turn as TurnId)?.run

test('a message is held against its own pin', () => {
  expect(pinOf('a0', conversation('a', 'clerk', ['Hello*']))).toBe('run_a0')
  expect(pinOf('a0', conversation('a', 'clerk', ['Hello']))).toBeUndefined()
})

test('the same message to the same agent is held against the pin of another conversation', () => {
  const pin = conversation('p', 'clerk', ['Hello*', 'Go on*'])
  expect(pinOf('a0', conversation('a', 'clerk', ['Hello']), pin)).toBe('run_p0')
  expect(pinOf('a1', conversation('a', 'clerk', ['Hello', 'Go on']), pin)).toBe('run_p1')
})

test.each([
  ['another agent', conversation('a', 'other', ['Hello'])],
  ['no agent of one’s own', conversation('a', '', ['Hello'])],
  ['other words', conversation('a', 'clerk', ['Hello!'])],
])('not against that of %s', (_, own) => {
  const pin = conversation('p', own.agent === '' ? '' : 'clerk', ['Hello*'])
  expect(pinOf('a0', own, pin)).toBeUndefined()
})

test('the same words after other words are another message', () => {
  const pin = conversation('p', 'clerk', ['Hello', 'Go on*'])
  expect(pinOf('a0', conversation('a', 'clerk', ['Go on']), pin)).toBeUndefined()
})

test('the own pin comes first, else that of the conversation that changed last', () => {
  const [early, late] = [conversation('e', 'clerk', ['Hello*'], 1), conversation('l', 'clerk', ['Hello*'], 2)]
  expect(pinOf('a0', conversation('a', 'clerk', ['Hello*']), early, late)).toBe('run_a0')
  expect(pinOf('a0', conversation('a', 'clerk', ['Hello']), early, late)).toBe('run_l0')
})

test('a message has one baseline: pinning takes the earlier pin of it away, and no other', () => {
  const [own, same] = [conversation('a', 'clerk', ['Hello']), conversation('p', 'clerk', ['Hello*', 'Go on*'])]
  const changed = pinned(record(own, same), own, 'a0' as TurnId, 'run_a0' as RunId)
  expect(changed.map(({ id, turns }) => [id, ...turns.map(({ baseline }) => baseline)])).toEqual([
    ['a', 'run_a0'],
    ['p', null, 'run_p1'],
  ])
})

test('unpinning changes nothing elsewhere', () => {
  const [own, same] = [conversation('a', 'clerk', ['Hello*']), conversation('p', 'clerk', ['Hello*'])]
  expect(pinned(record(own, same), own, 'a0' as TurnId, null).map(({ id }) => id)).toEqual(['a'])
})
