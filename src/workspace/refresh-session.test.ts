import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openChannel, type Channel } from '../browser/channel.ts'
import type { Fetch } from '../browser/network.ts'
import type { EpochMs } from '../lib/brand.ts'
import { createWorkspace } from './known-workspace.ts'
import { createRefreshSession } from './refresh-session.ts'
import { createSessionTokens, type SessionMessage } from './session-tokens.ts'
import type { Tokens } from './tokens.ts'

const workspace = createWorkspace('https://dbc-1.cloud.databricks.com', { clientId: 'databricks-cli' })

let server: Server
let channel: Channel<SessionMessage>
let bodies: string[] = []
let answer: (body: string) => { readonly status: number; readonly text: string } | 'hang' | 'hang-in-body'

beforeEach(async () => {
  bodies = []
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (bytes) => (body += String(bytes)))
    request.on('end', () => {
      bodies.push(body)
      const made = answer(body)
      if (made === 'hang') return
      response.writeHead(made === 'hang-in-body' ? 200 : made.status, { 'content-type': 'application/json' })
      if (made === 'hang-in-body') response.write('{"access_token":')
      else response.end(made.text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  channel = openChannel(`refresh-session.${process.pid}.${Math.random()}`)
})
afterEach(async () => {
  channel.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** Every call goes to the test's server, whatever its host. */
const fetchHere: Fetch = (_url, { method = 'GET', headers = {}, body, signal } = {}) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  })

const held: Tokens = {
  accessToken: 'access-1',
  refreshToken: 'refresh-1',
  scope: 'all-apis',
  lifetime: 60_000,
  expiresAt: (Date.now() + 60_000) as EpochMs,
  serial: 7,
  identity: { userName: 'ada@example.com' },
}

const createTab = (limit: number) => {
  const kept = new Map<string, string>()
  const tokens = createSessionTokens({
    storage: {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, value) => void kept.set(name, value),
      removeItem: (name) => void kept.delete(name),
    },
    channel,
    monotonic: () => performance.now(),
    wallClock: () => Date.now() as EpochMs,
  })
  tokens.hold(workspace.id, held)
  const refresh = createRefreshSession({
    tokens,
    fetch: fetchHere,
    wallClock: () => Date.now() as EpochMs,
    withLock: (name, work) => navigator.locks.request(name, work),
    patience: 1,
    limit,
  })
  return { tokens, refresh: () => refresh(workspace, tokens.get(workspace.id)?.serial ?? 0) }
}

it('sends what the standard asks for and nothing more', async () => {
  answer = () => ({ status: 200, text: '{"access_token":"access-2","expires_in":60,"token_type":"Bearer"}' })
  const { tokens, refresh } = createTab(5000)
  expect((await refresh()).kind).toBe('renewed')
  expect(Object.fromEntries(new URLSearchParams(bodies[0]))).toEqual({
    grant_type: 'refresh_token',
    refresh_token: 'refresh-1',
    client_id: 'databricks-cli',
  })
  expect(tokens.get(workspace.id)).toMatchObject({ accessToken: 'access-2', refreshToken: 'refresh-1' })
})

it.each(['hang', 'hang-in-body'] as const)('frees the lock when the token endpoint does %s', async (way) => {
  answer = () => (bodies.length === 1 ? way : { status: 200, text: '{"access_token":"access-2","expires_in":60}' })
  const { tokens, refresh } = createTab(150)
  const first = await refresh()
  expect(first).toMatchObject({ kind: 'kept', problem: { code: 'token-endpoint-timeout' } })
  expect(tokens.get(workspace.id)?.accessToken).toBe('access-1')
  expect((await refresh()).kind).toBe('renewed')
})

it('lets all who ask at once share one call', async () => {
  answer = () => ({ status: 200, text: '{"access_token":"access-2","expires_in":60}' })
  const { refresh } = createTab(5000)
  const outcomes = await Promise.all([refresh(), refresh(), refresh()])
  expect(outcomes.map(({ kind }) => kind)).toEqual(['renewed', 'renewed', 'renewed'])
  expect(bodies.length).toBe(1)
})

it('does not bring back a session that was signed out meanwhile', async () => {
  const { tokens, refresh } = createTab(5000)
  answer = () => {
    tokens.drop(workspace.id, 'signed-out')
    return { status: 200, text: '{"access_token":"access-2","expires_in":60}' }
  }
  expect((await refresh()).kind).toBe('ended')
  expect(tokens.get(workspace.id)).toBeUndefined()
})

it('ends only by invalid_grant', async () => {
  const { tokens, refresh } = createTab(5000)
  for (const error of ['invalid_client', 'invalid_request', 'temporarily_unavailable', 'unauthorized_client']) {
    answer = () => ({ status: 400, text: JSON.stringify({ error }) })
    expect((await refresh()).kind).toBe('kept')
  }
  answer = () => ({ status: 400, text: '{"error":"invalid_grant"}' })
  expect((await refresh()).kind).toBe('ended')
  expect(tokens.get(workspace.id)).toBeUndefined()
})
