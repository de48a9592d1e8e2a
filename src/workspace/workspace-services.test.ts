import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openChannel } from '../browser/channel.ts'
import { relayPath, type Fetch } from '../browser/network.ts'
import type { TextStorage } from '../browser/storage.ts'
import type { EpochMs } from '../lib/brand.ts'
import { startPlayground, type RunningPlayground } from '../relay/test-servers.ts'
import { startSampleWorkspace, type SampleWorkspace } from '../sample/server.ts'
import { createBrowser, type Browser } from '../sample/test-browser.ts'
import { sampleWorkspace } from './known-workspace.ts'
import { createWorkspaceServices, type WorkspaceServices } from './workspace-services.ts'
import { sessionOf } from './workspace-store.ts'
import type { Session, Workspace } from './workspace.ts'

/* Real relay, real sample workspace, real channels and locks; a tab is a set of services with its own storage. */

/** Seconds; long enough that nothing is renewed unasked, and short enough to see it happen. */
const longLife = 600
const shortLife = 2

let playground: RunningPlayground
let sample: SampleWorkspace
let ownOrigin: string
let workspace: Workspace
const plainFetch = globalThis.fetch
let calls: string[] = []
/** Stands in for the other side while set. */
let outage: ((call: string) => Promise<Response> | undefined) | undefined

const startSample = (accessTokenSeconds: number) =>
  startSampleWorkspace({ port: 0, host: ['127.0.0.1'], playgroundOrigins: [ownOrigin], accessTokenSeconds })

beforeAll(async () => {
  playground = await startPlayground()
  ownOrigin = `http://localhost:${playground.port}`
  sample = await startSample(longLife)
  workspace = sampleWorkspace(sample.origin)
})
afterAll(async () => {
  await sample.close()
  await playground.close()
})

/** What a page of the playground sends: its Origin, and through the relay. Counts by grant type. */
const pageFetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
  const form = new URLSearchParams(init.body === undefined || init.body === null ? '' : `${init.body as string}`)
  const call = form.get('grant_type') ?? new URL(`${input as string}`, ownOrigin).pathname
  calls.push(call)
  const headers = new Headers(init.headers)
  headers.set('origin', ownOrigin)
  return outage?.(call) ?? plainFetch(input, { ...init, headers })
}

const throughRelay: Fetch = (url, { method = 'GET', headers = {}, body, signal } = {}) =>
  pageFetch(`${ownOrigin}${relayPath(url)}`, {
    method,
    headers: { ...headers, 'X-Playground': '1' },
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  })

const createStorage = (entries: Iterable<readonly [string, string]> = []): Storage => {
  const map = new Map(entries)
  return {
    get length() {
      return map.size
    },
    clear: () => map.clear(),
    getItem: (name) => map.get(name) ?? null,
    key: (index) => [...map.keys()][index] ?? null,
    removeItem: (name) => void map.delete(name),
    setItem: (name, value) => void map.set(name, value),
  }
}

const entriesOf = (storage: Storage): (readonly [string, string])[] =>
  Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').map(
    (name) => [name, storage.getItem(name) ?? ''] as const,
  )

const createDocuments = () => {
  const map = new Map<string, string>()
  const storage: TextStorage = {
    getItem: async (name) => map.get(name) ?? null,
    setItem: async (name, value) => void map.set(name, value),
    removeItem: async (name) => void map.delete(name),
  }
  return { storage, text: () => [...map.values()].join('\n') }
}

interface Tab {
  readonly services: WorkspaceServices
  readonly storage: Storage
  address: string
  went: string
  session(): Session
  until(state: Session['state']): Promise<Session>
}

let tabs: Tab[] = []
let documents = createDocuments()
let profile = 0

const openTab = (
  address = ownOrigin,
  storage = createStorage(),
  oauthClientId: string | null = 'databricks-cli',
): Tab => {
  const services = createWorkspaceServices({
    config: { version: '0', sampleOrigin: sample.origin, oauthClientId, allowedHosts: [] },
    fetch: throughRelay,
    documents: documents.storage,
    tabStorage: storage,
    sessionChannel: channelOf('session'),
    workspaceChannel: channelOf('workspaces'),
    withLock: (name, work) => navigator.locks.request(`${profile}.${name}`, work),
    monotonic: () => performance.now(),
    wallClock: () => Date.now() as EpochMs,
    ownOrigin,
    currentAddress: () => tab.address,
    writeFragment: (fragment) => {
      tab.address = `${ownOrigin}/${fragment === '' ? '' : `#${fragment}`}`
    },
    goTo: (url) => {
      tab.went = url
    },
  })
  const session = () => sessionOf(services.store.state.getState(), workspace.id)
  const tab: Tab = {
    services,
    storage,
    address,
    went: '',
    session,
    until: (state) =>
      new Promise((resolve) => {
        const look = () => {
          if (session().state !== state) return
          stop()
          resolve(session())
        }
        const stop = services.store.state.subscribe(look)
        look()
      }),
  }
  tabs.push(tab)
  return tab
}

const channels: { close(): void }[] = []
const channelOf = <Message>(name: string) => {
  const channel = openChannel<Message>(`${profile}.${name}.${process.pid}`)
  channels.push(channel)
  return channel
}

beforeEach(() => {
  profile += 1
  tabs = []
  calls = []
  outage = undefined
  documents = createDocuments()
  vi.stubGlobal('fetch', pageFetch)
})
afterEach(() => {
  vi.unstubAllGlobals()
  for (const { services } of tabs) services.stop()
  for (const channel of channels.splice(0)) channel.close()
})

/** Goes where the page went, as a browser does, until the workspace sends it back. */
const follow = async (browser: Browser, start: string, forms: readonly Record<string, string>[]): Promise<string> => {
  const left = [...forms]
  let at = start
  for (let step = 0; step < 20; step += 1) {
    if (at.startsWith(ownOrigin)) return at
    const form = /\/sign-in\//.test(at) ? left.shift() : undefined
    const answer = await plainCall(() => browser.go(at, form))
    const location = answer.headers.get('location')
    if (location !== null) at = new URL(location, sample.origin).href
  }
  throw new Error(`The sign-in ended at ${at}`)
}

const plainCall = async <Value>(work: () => Promise<Value>): Promise<Value> => {
  vi.stubGlobal('fetch', plainFetch)
  try {
    return await work()
  } finally {
    vi.stubGlobal('fetch', pageFetch)
  }
}

const asAda = [{ person: 'ada' }, { decision: 'allow' }]

/** Starts a sign-in and comes back, as the next page of the same tab. */
const signedInAddress = async (tab: Tab, forms = asAda, returnTo = '/c/conv_1'): Promise<string> => {
  await tab.services.signIn(workspace, { returnTo })
  return follow(createBrowser(sample.origin), tab.went, forms)
}

const signInTab = async (): Promise<Tab> => {
  const before = openTab()
  await before.services.start()
  const address = await signedInAddress(before)
  before.services.stop()
  const tab = openTab(address, before.storage)
  await startFully(tab)
  return tab
}

/** Starts and waits for the end of a sign-in that stands in the address. */
const startFully = async ({ services }: Tab) => {
  await services.start()
  await (
    await services.finishSignIn()
  ).done
}

const countOf = (call: string) => calls.filter((made) => made === call).length
const codeOf = (session: Session) =>
  session.state === 'failed' || session.state === 'expired' ? session.problem?.code : session.state

describe('a sign-in', () => {
  it('goes out with PKCE and comes back to where it began', async () => {
    const before = openTab()
    await before.services.start()
    const address = await signedInAddress(before)
    const sent = new URL(before.went)
    expect(sent.origin + sent.pathname).toBe(`${sample.origin}/oidc/v1/authorize`)
    expect(Object.fromEntries(sent.searchParams)).toMatchObject({
      client_id: 'databricks-cli',
      redirect_uri: ownOrigin,
      response_type: 'code',
      scope: 'all-apis offline_access',
      code_challenge_method: 'S256',
    })
    expect(before.session().state).toBe('signing-in')

    const tab = openTab(address, before.storage)
    await startFully(tab)
    expect(tab.session()).toMatchObject({ state: 'signed-in', user: 'ada.okafor@example.com', name: 'Ada Okafor' })
    expect(tab.address).toBe(`${ownOrigin}/#/c/conv_1`)
    await startFully(tab)
    expect(countOf('authorization_code')).toBe(1)
    expect(entriesOf(tab.storage).map(([name]) => name)).toEqual([`playground.tokens.${workspace.id}`])
    expect(documents.text()).not.toMatch(/accessToken|refresh|ada/i)
    expect(tab.services.timeLeft(workspace.id)).toBeGreaterThan(0)
    expect(tab.services.timeLeft(workspace.id)).toBeLessThanOrEqual(longLife * 1000)
  })

  it('that was cancelled says so', async () => {
    const before = openTab()
    await before.services.start()
    const address = await signedInAddress(before, [{ decision: 'cancel' }])
    const tab = openTab(address, before.storage)
    await startFully(tab)
    expect(codeOf(tab.session())).toBe('access-denied')
    expect(tab.address).toBe(`${ownOrigin}/#/c/conv_1`)
    expect(countOf('authorization_code')).toBe(0)
  })

  it.each([
    ['a made-up state', '?code=stolen&state=made-up', 'callback-unknown'],
    ['no state', '?code=stolen', 'callback-without-state'],
    ['an error without state', '?error=access_denied', 'callback-without-state'],
  ])('with %s asks for no token', async (_name, query, code) => {
    const tab = openTab(`${ownOrigin}/${query}`)
    await startFully(tab)
    expect(codeOf(tab.session())).toBe(code)
    expect(tab.address).toBe(`${ownOrigin}/`)
    expect(calls).toEqual([])
  })

  it('that another issuer answers asks for no token', async () => {
    const before = openTab()
    await before.services.start()
    const address = new URL(await signedInAddress(before))
    address.searchParams.set('iss', 'https://evil.example/oidc')
    const tab = openTab(address.href, before.storage)
    await startFully(tab)
    expect(codeOf(tab.session())).toBe('issuer-mismatch')
    expect(countOf('authorization_code')).toBe(0)
    // The same answer cannot be tried again without the lie.
    address.searchParams.delete('iss')
    const again = openTab(address.href, before.storage)
    await startFully(again)
    expect(codeOf(again.session())).toBe('callback-unknown')
  })

  it('whose verifier is gone asks for no token', async () => {
    const before = openTab()
    await before.services.start()
    const address = await signedInAddress(before)
    for (const [name, value] of entriesOf(before.storage)) {
      before.storage.setItem(name, value.replace(/"code_verifier":"[^"]*",?/, ''))
    }
    const tab = openTab(address, before.storage)
    await startFully(tab)
    expect(codeOf(tab.session())).toBe('verifier-missing')
    expect(countOf('authorization_code')).toBe(0)
  })

  it('replayed leaves the session alone and says what happened', async () => {
    const before = openTab()
    await before.services.start()
    const address = await signedInAddress(before)
    const tab = openTab(address, before.storage)
    await startFully(tab)
    const replayed = openTab(address, tab.storage)
    await startFully(replayed)
    expect(replayed.session().state).toBe('signed-in')
    expect(replayed.services.store.state.getState().notice?.code).toBe('callback-unknown')
    expect(countOf('authorization_code')).toBe(1)
  })

  it('whose token call is refused shows the server’s words', async () => {
    const before = openTab()
    await before.services.start()
    const address = new URL(await signedInAddress(before))
    address.searchParams.set('code', 'somebody-elses')
    const tab = openTab(address.href, before.storage)
    await startFully(tab)
    expect(codeOf(tab.session())).toBe('invalid-grant')
  })

  it.each([
    [
      'a web page',
      new Response('<h1>Sign in</h1>', { headers: { 'content-type': 'text/html' } }),
      'token-answer-not-json',
    ],
    [
      'the relay’s refusal',
      Response.json(
        { error: { code: 'upstream-dns', message: 'No such host.' } },
        { status: 502, headers: { 'x-playground-relay': 'refused' } },
      ),
      'upstream-dns',
    ],
    ['an outage', Response.json({ message: 'busy' }, { status: 503 }), 'sign-in-unavailable'],
  ])('whose token call brings %s says so', async (_name, response, code) => {
    const before = openTab()
    await before.services.start()
    const address = await signedInAddress(before)
    outage = (call) => (call === 'authorization_code' ? Promise.resolve(response) : undefined)
    const tab = openTab(address, before.storage)
    await startFully(tab)
    expect(codeOf(tab.session())).toBe(code)
  })

  it('without a client explains itself instead of leaving', async () => {
    const tab = openTab(ownOrigin, createStorage(), null)
    await startFully(tab)
    await tab.services.signIn({ ...workspace, clientId: '' }, { returnTo: '' })
    expect(tab.went).toBe('')
    expect(codeOf(tab.session())).toBe('no-oauth-client')
  })

  it('as somebody else asks the workspace to ask', async () => {
    const tab = openTab()
    await startFully(tab)
    await tab.services.signIn(workspace, { returnTo: '', anotherPerson: true })
    expect(new URL(tab.went).searchParams.get('prompt')).toBe('login')
  })
})

describe('several tabs', () => {
  it('take over the session of an open one', async () => {
    await signInTab()
    const second = openTab()
    await second.services.start()
    expect(await second.until('signed-in')).toMatchObject({ state: 'signed-in', user: 'ada.okafor@example.com' })
  })

  it('follow a sign-in elsewhere', async () => {
    const waiting = openTab()
    await waiting.services.start()
    expect(waiting.session().state).toBe('signed-out')
    await signInTab()
    expect(await waiting.until('signed-in')).toMatchObject({ user: 'ada.okafor@example.com' })
  })

  it('are signed out together, and a tab restored later stays so', async () => {
    const first = await signInTab()
    const second = openTab()
    await second.services.start()
    await second.until('signed-in')
    const asleep = createStorage(entriesOf(second.storage))
    first.services.signOut(workspace)
    await second.until('signed-out')
    expect(second.storage.length).toBe(0)
    const restored = openTab(ownOrigin, asleep)
    await restored.services.start()
    expect(restored.session().state).toBe('signed-out')
    expect(restored.storage.length).toBe(0)
  })

  it.each([2, 20])('%i at once refresh once, and nobody is signed out', async (count) => {
    const first = await signInTab()
    const others = Array.from({ length: count - 1 }, () => openTab())
    await Promise.all(others.map(({ services }) => services.start()))
    await Promise.all(others.map((tab) => tab.until('signed-in')))
    const before = countOf('refresh_token')
    const authorizations = [first, ...others].map(({ services }) => services.createAuthorization(workspace))
    // Each has handed out the token that is now refused.
    await Promise.all(authorizations.map((authorization) => authorization.headersFor(new URL(sample.origin))))
    const renewed = await Promise.all(authorizations.map((authorization) => authorization.renew()))
    expect(renewed).toEqual(renewed.map(() => true))
    expect(countOf('refresh_token')).toBe(before + 1)
    expect([first, ...others].map((tab) => tab.session().state)).toEqual(renewed.map(() => 'signed-in'))
    const headers = await Promise.all(
      authorizations.map((authorization) => authorization.headersFor(new URL(sample.origin))),
    )
    expect(new Set(headers.map((result) => (result.ok ? result.value['Authorization'] : ''))).size).toBe(1)
  })
})

describe('a token that runs out', () => {
  it('is renewed before it does', async () => {
    const lasting = { sample, workspace }
    sample = await startSample(shortLife)
    workspace = sampleWorkspace(sample.origin)
    try {
      const tab = await signInTab()
      const began = tab.session()
      const renewed = new Promise<Session>((resolve) => {
        const stop = tab.services.store.state.subscribe(() => {
          const now = tab.session()
          if (now === began || now.state === 'signing-in') return
          stop()
          resolve(now)
        })
      })
      expect(await renewed).toMatchObject({ state: 'signed-in', user: 'ada.okafor@example.com' })
      expect(countOf('refresh_token')).toBeGreaterThan(0)
      const answer = await tab.services.fetchWorkspace(
        workspace,
        new URL(`${sample.origin}/api/2.0/apps`),
        'list the apps',
      )
      expect(answer.ok).toBe(true)
    } finally {
      for (const { services } of tabs) services.stop()
      await sample.close()
      sample = lasting.sample
      workspace = lasting.workspace
    }
  })

  it('keeps its session through an outage, and is renewed when that is over', async () => {
    const tab = await signInTab()
    const authorization = tab.services.createAuthorization(workspace)
    outage = (call) =>
      call === 'refresh_token' ? Promise.resolve(Response.json({ error: 'invalid_grant' }, { status: 503 })) : undefined
    expect(await authorization.renew()).toBe(false)
    expect(tab.session().state).toBe('signed-in')
    outage = (call) => (call === 'refresh_token' ? Promise.reject(new TypeError('fetch failed')) : undefined)
    expect(await authorization.renew()).toBe(false)
    expect(tab.session().state).toBe('signed-in')
    outage = undefined
    expect(await authorization.renew()).toBe(true)
  })

  it('ends in all tabs when the grant is gone', async () => {
    const tab = await signInTab()
    const second = openTab()
    await second.services.start()
    await second.until('signed-in')
    outage = (call) =>
      call === 'refresh_token' ? Promise.resolve(Response.json({ error: 'invalid_grant' }, { status: 400 })) : undefined
    expect(await tab.services.createAuthorization(workspace).renew()).toBe(false)
    expect(await tab.until('expired')).toMatchObject({
      user: 'ada.okafor@example.com',
      problem: { code: 'session-ended' },
    })
    expect(await second.until('expired')).toMatchObject({ user: 'ada.okafor@example.com' })
    expect(tab.storage.length + second.storage.length).toBe(0)
  })
})

describe('credentials', () => {
  it('go to the workspace and what it named, and nowhere else', async () => {
    const tab = await signInTab()
    const authorization = tab.services.createAuthorization(workspace)
    const own = await authorization.headersFor(new URL(`${sample.origin}/serving-endpoints/responses`))
    expect(own.ok ? Object.keys(own.value) : own.problem).toEqual(['Authorization', 'X-Databricks-Workspace-Id'])
    for (const url of [
      'https://evil.aws.databricksapps.com/responses',
      'http://localhost:1/',
      sample.origin.replace('//', '//user@'),
    ]) {
      const answer = await authorization.headersFor(new URL(url))
      expect(answer.ok ? 'sent' : answer.problem.code).toBe('token-not-for-host')
    }
    const local = await tab.services.createAuthorization(null).headersFor(new URL('http://localhost:8000/responses'))
    expect(local).toEqual({ ok: true, value: {} })
  })

  it('are missing in words', async () => {
    const tab = openTab()
    await startFully(tab)
    const answer = await tab.services.createAuthorization(workspace).headersFor(new URL(sample.origin))
    expect(answer.ok ? 'sent' : answer.problem.code).toBe('sign-in-required')
    expect(await tab.services.createAuthorization(workspace).renew()).toBe(false)
  })

  it('are renewed once by a call whose token was refused', async () => {
    const tab = await signInTab()
    let refused = 0
    outage = (call) => {
      if (!call.endsWith('/api/2.0/apps') || refused > 0) return undefined
      refused += 1
      return Promise.resolve(Response.json({ error_code: '401' }, { status: 401 }))
    }
    const answer = await tab.services.fetchWorkspace(
      workspace,
      new URL(`${sample.origin}/api/2.0/apps`),
      'list the apps',
    )
    expect(answer.ok).toBe(true)
    expect(refused).toBe(1)
    expect(countOf('refresh_token')).toBe(1)
  })
})
