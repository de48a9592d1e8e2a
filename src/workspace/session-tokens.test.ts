import { expect, it } from 'vitest'
import type { Channel } from '../browser/channel.ts'
import type { EpochMs } from '../lib/brand.ts'
import { createSessionTokens, type SessionMessage, type TokenChange } from './session-tokens.ts'
import { workspaceIdOf } from './known-workspace.ts'
import type { Tokens } from './tokens.ts'

const id = workspaceIdOf('https://dbc-1.cloud.databricks.com')

/** A tab whose clocks are set by hand. */
const createTab = (kept = new Map<string, string>()) => {
  let monotonic = 1000
  let wall = 1_700_000_000_000
  const sent: SessionMessage[] = []
  let deliver: (message: SessionMessage) => void = () => {}
  const channel: Channel<SessionMessage> = {
    send: (message) => void sent.push(message),
    listen: (listener) => {
      deliver = listener
      return () => {}
    },
    close: () => {},
  }
  const changes: TokenChange['kind'][] = []
  const tokens = createSessionTokens({
    storage: {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, value) => void kept.set(name, value),
      removeItem: (name) => void kept.delete(name),
    },
    channel,
    monotonic: () => monotonic,
    wallClock: () => wall as EpochMs,
  })
  tokens.onChange(({ kind }) => changes.push(kind))
  return {
    tokens,
    kept,
    sent,
    changes,
    receive: (message: SessionMessage) => deliver(message),
    pass: (milliseconds: number) => {
      monotonic += milliseconds
      wall += milliseconds
    },
    setWall: (by: number) => {
      wall += by
    },
    fresh: (serial: number): Tokens => ({
      accessToken: `access-${serial}`,
      refreshToken: `refresh-${serial}`,
      scope: 'all-apis',
      lifetime: 3_600_000,
      expiresAt: (wall + 3_600_000) as EpochMs,
      serial,
      identity: null,
    }),
  }
}

const message = (tokens: Tokens, remaining = 1000): SessionMessage => ({
  kind: 'tokens',
  workspace: id,
  tokens: JSON.stringify(tokens),
  remaining,
})

it('counts the time left, and not past zero', () => {
  const tab = createTab()
  expect(tab.tokens.timeLeft(id)).toBe(0)
  tab.tokens.hold(id, tab.fresh(1))
  tab.pass(600_000)
  expect(tab.tokens.timeLeft(id)).toBe(3_000_000)
  tab.pass(4_000_000)
  expect(tab.tokens.timeLeft(id)).toBe(0)
})

it.each([-3_600_000, -86_400_000])('is not fooled by a clock set back by %i ms', (by) => {
  const tab = createTab()
  tab.tokens.hold(id, tab.fresh(1))
  tab.setWall(by)
  tab.pass(600_000)
  expect(tab.tokens.timeLeft(id)).toBe(3_000_000)
})

it('notices a sleep in which the monotonic clock stood still', () => {
  const tab = createTab()
  tab.tokens.hold(id, tab.fresh(1))
  tab.setWall(8 * 3_600_000)
  expect(tab.tokens.timeLeft(id)).toBe(0)
})

it('never believes in more time than a token was given', () => {
  const tab = createTab()
  tab.kept.set(`playground.tokens.${id}`, JSON.stringify(tab.fresh(1)))
  tab.setWall(-86_400_000)
  tab.tokens.restore(id, 0)
  expect(tab.tokens.timeLeft(id)).toBe(3_600_000)
})

it('takes newer tokens of other tabs and no older ones', () => {
  const tab = createTab()
  tab.tokens.hold(id, tab.fresh(5))
  tab.receive(message(tab.fresh(4)))
  tab.receive(message(tab.fresh(5)))
  expect(tab.tokens.get(id)?.accessToken).toBe('access-5')
  tab.receive(message(tab.fresh(6), 1500))
  expect(tab.tokens.get(id)?.accessToken).toBe('access-6')
  expect(tab.tokens.timeLeft(id)).toBe(1500)
})

it('answers only who knows less', () => {
  const tab = createTab()
  tab.tokens.hold(id, tab.fresh(5))
  tab.sent.length = 0
  tab.receive({ kind: 'ask', workspace: id, newerThan: 5 })
  expect(tab.sent).toEqual([])
  tab.receive({ kind: 'ask', workspace: id, newerThan: 4 })
  expect(tab.sent.map(({ kind }) => kind)).toEqual(['tokens'])
})

it('does not take back what was signed out, from tabs or from storage', () => {
  const tab = createTab()
  tab.tokens.hold(id, tab.fresh(5))
  const kept = new Map(tab.kept)
  tab.tokens.drop(id, 'signed-out')
  tab.receive(message(tab.fresh(5)))
  expect(tab.tokens.get(id)).toBeUndefined()
  expect(tab.kept.size).toBe(0)
  const restored = createTab(kept)
  restored.tokens.restore(id, 5)
  expect(restored.tokens.get(id)).toBeUndefined()
  expect(restored.kept.size).toBe(0)
  // A new sign-in is newer than all of that.
  tab.receive(message(tab.fresh(6)))
  expect(tab.tokens.get(id)?.serial).toBe(6)
})

it('ignores a sign-out that is older than its sign-in, and messages that are no tokens', () => {
  const tab = createTab()
  tab.tokens.hold(id, tab.fresh(9))
  tab.receive({ kind: 'dropped', workspace: id, serial: 8, reason: 'signed-out' })
  tab.receive({ kind: 'tokens', workspace: id, tokens: '{"serial":99}', remaining: 1 })
  expect(tab.tokens.get(id)?.serial).toBe(9)
  expect(tab.changes).toEqual(['held'])
})
