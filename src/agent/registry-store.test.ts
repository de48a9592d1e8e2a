import { describe, expect, it } from 'vitest'
import type { Channel } from '../browser/channel.ts'
import type { EpochMs } from '../lib/brand.ts'
import { createWorkspace } from '../workspace/known-workspace.ts'
import { appListing } from './listing.ts'
import { agentOf, entriesOf, matchesSearch, readRegistry, type KeptRegistry } from './registered-agent.ts'
import { createRegistry } from './registry-store.ts'

const workspace = createWorkspace('https://dbc-1.cloud.databricks.com')
const now = 1000 as EpochMs

const listingOf = (name: string) => {
  const found = appListing(
    { name, url: `https://${name}-1.aws.databricksapps.com`, creator: 'ben@example.com' },
    workspace,
  )
  if (found === undefined) throw new Error('not a listing')
  return found
}

/** Two tabs of one browser: one document store, and a channel that reaches the other tab. */
const createTabs = (kept = new Map<string, string>()) => {
  const listeners: ((message: KeptRegistry) => void)[] = []
  let time = 1000
  const open = () => {
    const index = listeners.length
    const channel: Channel<KeptRegistry> = {
      send: (message) =>
        listeners.forEach((listener, at) => at !== index && listener(JSON.parse(JSON.stringify(message)))),
      listen: (listener) => {
        listeners[index] = listener
        return () => {}
      },
      close: () => {},
    }
    return createRegistry({
      storage: {
        getItem: async (name) => kept.get(name) ?? null,
        setItem: async (name, value) => void kept.set(name, value),
        removeItem: async (name) => void kept.delete(name),
      },
      channel,
      wallClock: () => (time += 1) as EpochMs,
    })
  }
  return { open, kept }
}

describe('the registry', () => {
  it('keeps what a person adds, stars, uses and types', async () => {
    const tabs = createTabs()
    const registry = tabs.open()
    await registry.load()
    const local = registry.addLocal('http://localhost:8000', '')
    expect(local.name).toBe('localhost:8000')
    const app = agentOf(listingOf('support'), undefined, now)
    registry.star(app, true)
    registry.used(app)
    registry.rememberInputs(app, { customInputs: '{"a":1}' })
    const again = tabs.open()
    await again.load()
    expect(again.agent(app.id)).toMatchObject({ starred: true, customInputs: '{"a":1}', instructions: '' })
    expect(again.agent(app.id)?.lastUsedAt).toBeGreaterThan(1000)
    expect(again.state.getState().agents.length).toBe(2)
    again.forget(local.id)
    expect(again.agent(local.id)).toBeUndefined()
  })

  it('keeps what was opened, without calling it used', async () => {
    const registry = createTabs().open()
    await registry.load()
    const app = agentOf(listingOf('support'), undefined, now)
    registry.opened(app)
    expect(registry.agent(app.id)).toEqual(app)
    registry.star(app, true)
    registry.opened(app)
    expect(registry.agent(app.id)?.starred).toBe(true)
    expect(registry.agent(app.id)?.lastUsedAt).toBeUndefined()
  })

  it('adds the same URL once', async () => {
    const registry = createTabs().open()
    await registry.load()
    registry.addLocal('http://localhost:8000', 'mine')
    registry.addLocal('http://localhost:8000', '')
    expect(registry.state.getState().agents.map(({ name }) => name)).toEqual(['mine'])
    registry.addLocal('http://localhost:8000', 'renamed')
    expect(registry.state.getState().agents.map(({ name }) => name)).toEqual(['renamed'])
  })

  it('is the same in all tabs', async () => {
    const tabs = createTabs()
    const [one, other] = [tabs.open(), tabs.open()]
    await Promise.all([one.load(), other.load()])
    one.addLocal('http://localhost:8000', '')
    other.addLocal('http://localhost:9000', '')
    expect(one.state.getState().agents.length).toBe(2)
    expect(other.state.getState().agents.length).toBe(2)
  })

  it('does not overwrite what it could not read', async () => {
    const kept = new Map([['agents', '{"state":{"agents":[]},"version":1}']])
    const registry = createRegistry({
      storage: {
        getItem: () => Promise.reject(new Error('blocked')),
        setItem: async (name, value) => void kept.set(name, value),
        removeItem: async () => {},
      },
      channel: { send: () => {}, listen: () => () => {}, close: () => {} },
      wallClock: () => now,
    })
    await registry.load()
    registry.addLocal('http://localhost:8000', '')
    expect(registry.state.getState().agents.length).toBe(1)
    expect(kept.get('agents')).toBe('{"state":{"agents":[]},"version":1}')
  })
})

it.each([
  ['', 0],
  ['null', 0],
  ['{"agents":"many"}', 0],
  ['{"agents":[null,5,{}]}', 0],
  ['{"agents":[{"target":{"kind":"local","url":"https://evil.example"}}]}', 0],
  ['{"agents":[{"workspace":"https://w","target":{"kind":"local","url":"http://localhost:1"}}]}', 0],
  ['{"agents":[{"target":{"kind":"app","name":"a","url":"https://a"}}]}', 0],
  ['{"agents":[{"workspace":"https://w","target":{"kind":"app","name":"a","url":"no url"}}]}', 1],
  [
    '{"agents":[{"target":{"kind":"local","url":"http://localhost:1"}},{"target":{"kind":"local","url":"http://localhost:1"}}]}',
    1,
  ],
])('reads %s as %i agents', (text, count) => {
  expect(readRegistry(text === '' ? undefined : JSON.parse(text)).agents.length).toBe(count)
})

describe('entries', () => {
  it('stand starred first, then by use, then by name', () => {
    const listings = ['b2', 'b10', 'a', 'c', 'd'].map(listingOf)
    const [, , a, c, d] = listings.map((listing) => agentOf(listing, undefined, now))
    if (a === undefined || c === undefined || d === undefined) throw new Error('not there')
    const remembered = [
      { ...a, lastUsedAt: 5 as EpochMs },
      { ...c, lastUsedAt: 9 as EpochMs },
      { ...d, starred: true },
    ]
    expect(entriesOf(listings, remembered, now).map(({ agent }) => agent.name)).toEqual(['d', 'c', 'a', 'b2', 'b10'])
  })

  it('keep what no list names, and take the target from the list', () => {
    const listing = listingOf('support')
    const stale = {
      ...agentOf(listing, undefined, now),
      target: { kind: 'app' as const, name: 'support', url: 'https://old' },
    }
    const gone = agentOf(listingOf('gone'), undefined, now)
    const entries = entriesOf([listing], [stale, gone], now)
    expect(entries.find(({ agent }) => agent.name === 'support')?.agent.target).toEqual(listing.target)
    expect(entries.find(({ agent }) => agent.name === 'gone')?.listing).toBeUndefined()
  })

  it('are found by every word', () => {
    const [entry] = entriesOf([listingOf('support-triage')], [], now)
    if (entry === undefined) throw new Error('not there')
    expect(['', 'TRIAGE', 'ben support', 'apps/'].map((search) => matchesSearch(entry, search))).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(matchesSearch(entry, 'support sales')).toBe(false)
  })
})

describe('how an agent is called', () => {
  const app = agentOf(listingOf('support'), undefined, now)
  const found = { dialect: 'free-json', path: '/invocations', evidence: ['It said so.'], conclusive: true } as const

  it('is kept as it was found out and set, and is the same in all tabs and later', async () => {
    const tabs = createTabs()
    const [one, other] = [tabs.open(), tabs.open()]
    await one.load()
    one.discovered(app, found)
    one.setManner(app, { override: { path: '/my/own' }, asksTrace: true })
    const kept = { discovery: found, override: { path: '/my/own' }, asksTrace: true }
    expect(other.agent(app.id)).toMatchObject(kept)
    const later = tabs.open()
    await later.load()
    expect(later.agent(app.id)).toMatchObject(kept)
  })

  it('is not unlearned by an answer that tells nothing', () => {
    const registry = createTabs().open()
    registry.discovered(app, found)
    registry.discovered(app, { ...found, dialect: 'responses', conclusive: false })
    expect(registry.agent(app.id)?.discovery).toEqual(found)
    registry.discovered(app, { ...found, dialect: 'responses' })
    expect(registry.agent(app.id)?.discovery?.dialect).toBe('responses')
  })

  it('goes back to what was found when nothing is set any more', () => {
    const registry = createTabs().open()
    registry.discovered(app, found)
    registry.setManner(app, { override: { dialect: 'responses' }, asksTrace: true })
    registry.setManner(app, { override: {}, asksTrace: false })
    expect(registry.agent(app.id)).not.toHaveProperty('override')
    expect(registry.agent(app.id)).not.toHaveProperty('asksTrace')
    expect(registry.agent(app.id)?.discovery).toEqual(found)
  })

  it.each(['https://evil.example/x', '//evil.example/x', '/../other', '/x?token=1', ''])(
    'is not taken from storage where its path is “%s”',
    (path) => {
      const agent = { ...app, override: { dialect: 'responses', path }, discovery: { ...found, path } }
      const [read] = readRegistry({ agents: [agent] }).agents
      expect(read?.override).toEqual({ dialect: 'responses' })
      expect(read).not.toHaveProperty('discovery')
    },
  )

  it('is not taken from storage where the dialect is none', () => {
    const [read] = readRegistry({ agents: [{ ...app, override: { dialect: 'klingon' }, discovery: 7 }] }).agents
    expect(read).not.toHaveProperty('override')
    expect(read).not.toHaveProperty('discovery')
  })
})
