import { generateKeyPairSync, sign } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { numberOf, stringOf } from '../lib/json.ts'
import { createTokenJudge } from './access-token.ts'
import {
  authorizePath,
  createBrowser,
  exchangeCode,
  locationOf,
  redirectUri,
  settle,
  signIn,
  tokenCall,
} from './test-browser.ts'
import { testWorkspace } from './test-workspace.ts'

const workspace = testWorkspace({ accessTokenSeconds: 600 })
let origin: string
beforeAll(() => {
  origin = workspace.origin
})

const corsHeaders = (answer: Response) =>
  [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))

test('publishes the metadata of a workspace and nothing more', async () => {
  for (const name of ['oauth-authorization-server', 'openid-configuration']) {
    const answer = await fetch(`${origin}/oidc/.well-known/${name}`)
    const body: unknown = await answer.json()
    expect(body).toMatchObject({
      issuer: `${origin}/oidc`,
      authorization_endpoint: `${origin}/oidc/v1/authorize`,
      token_endpoint: `${origin}/oidc/v1/token`,
    })
    for (const absent of ['userinfo', 'revocation', 'end_session', 'introspection', 'registration']) {
      expect(body).not.toHaveProperty(`${absent}_endpoint`)
    }
    expect(corsHeaders(answer)).toEqual([])
  }
})

test('signs in by code and PKCE, refreshes, and refuses a refresh token that was used before', async () => {
  const back = await signIn(createBrowser(origin), 'ada')
  expect(back.origin + back.pathname).toBe(`${redirectUri}/`)
  expect(back.searchParams.get('state')).toBe('a-state')
  const code = back.searchParams.get('code') ?? ''

  const first = await exchangeCode(origin, code)
  expect(first.response.status).toBe(200)
  expect(corsHeaders(first.response)).toEqual([])
  expect(stringOf(first.body, 'scope')).toBe('all-apis offline_access')
  expect(stringOf(first.body, 'token_type')).toBe('Bearer')
  expect(numberOf(first.body, 'expires_in')).toBe(600)

  const refreshToken = stringOf(first.body, 'refresh_token') ?? ''
  const refresh = (token: string, more: Record<string, string> = {}) =>
    tokenCall(origin, { grant_type: 'refresh_token', refresh_token: token, ...more })
  const second = await refresh(refreshToken, { scope: 'all-apis offline_access' })
  expect(second.response.status).toBe(200)
  const rotated = stringOf(second.body, 'refresh_token')
  expect(rotated).not.toBe(refreshToken)

  const reused = await refresh(refreshToken)
  expect(reused.response.status).toBe(400)
  expect(stringOf(reused.body, 'error')).toBe('invalid_grant')
  // Reuse means that somebody has a copy, so the whole family of tokens is dead.
  expect(stringOf((await refresh(rotated ?? '')).body, 'error')).toBe('invalid_grant')
})

test('a code works once', async () => {
  const back = await signIn(createBrowser(origin), 'ben')
  const code = back.searchParams.get('code') ?? ''
  expect((await exchangeCode(origin, code)).response.status).toBe(200)
  expect(stringOf((await exchangeCode(origin, code)).body, 'error')).toBe('invalid_grant')
})

test('asks who one is and for consent once per browser, then signs in silently', async () => {
  const browser = createBrowser(origin)
  const first = await settle(browser, authorizePath())
  expect(first.page).toContain('Who do you want to be?')
  const second = await settle(browser, first.at, { person: 'ada' })
  expect(second.page).toContain('Allow Databricks CLI to act for you?')
  const third = await settle(browser, second.at, { decision: 'allow' })
  expect(new URL(third.at).searchParams.get('code')).toBeTruthy()

  const silent = await settle(browser, authorizePath())
  expect(new URL(silent.at).searchParams.get('code')).toBeTruthy()

  const again = await settle(browser, authorizePath({ prompt: 'consent' }))
  expect(again.page).toContain('Allow Databricks CLI to act for you?')
})

test('prompt=login offers to continue or to become somebody else', async () => {
  const browser = createBrowser(origin)
  await signIn(browser, 'ada')
  const asked = await settle(browser, authorizePath({ prompt: 'login' }))
  expect(asked.page).toContain('Continue as Ada Okafor')

  const other = await settle(browser, asked.at, { person: 'ben' })
  expect(other.page).toContain('You are signed in as Ben Ruiz')
  const allowed = await settle(browser, other.at, { decision: 'allow' })
  const { body } = await exchangeCode(origin, new URL(allowed.at).searchParams.get('code') ?? '')
  const claims = JSON.parse(Buffer.from(stringOf(body, 'access_token')?.split('.')[1] ?? '', 'base64url').toString())
  expect(claims).toMatchObject({ sub: 'ben.ruiz@example.com', iss: `${origin}/oidc`, client_id: 'databricks-cli' })

  // Ada has allowed the client before, in this browser.
  const back = await settle(browser, authorizePath({ prompt: 'login' }))
  const silent = await settle(browser, back.at, { person: 'ada' })
  expect(new URL(silent.at).searchParams.get('code')).toBeTruthy()
})

test('prompt=none without a session is an error for the client', async () => {
  const { at } = await settle(createBrowser(origin), authorizePath({ prompt: 'none' }))
  expect(new URL(at).searchParams.get('error')).toBe('login_required')
})

test.each(['the first page', 'the consent page'])('Cancel on %s denies access', async (where) => {
  const browser = createBrowser(origin)
  let page = await settle(browser, authorizePath())
  if (where === 'the consent page') page = await settle(browser, page.at, { person: 'chen' })
  const back = new URL((await settle(browser, page.at, { decision: 'cancel' })).at)
  expect(back.searchParams.get('error')).toBe('access_denied')
  expect(back.searchParams.get('state')).toBe('a-state')
})

test.each([
  'http://localhost:8020/',
  'http://localhost:8020/callback',
  'http://localhost:8021',
  'http://127.0.0.1:8020',
])('the redirect URI %s is refused on the page itself', async (uri) => {
  const answer = await createBrowser(origin).go(authorizePath({ redirect_uri: uri }))
  expect(answer.status).toBe(400)
  expect(locationOf(answer)).toBe('')
  expect(await answer.json()).toEqual({
    error: 'invalid_request',
    error_description: `redirect_uri '${uri}' not registered for OAuth application 'databricks-cli'`,
  })
})

test.each([
  ['no challenge', { code_challenge: '', code_challenge_method: '' }],
  ['a plain challenge', { code_challenge_method: 'plain' }],
])('PKCE is required: %s is refused', async (_name, more) => {
  const { at } = await settle(createBrowser(origin), authorizePath(more))
  expect(new URL(at).searchParams.get('error')).toBe('invalid_request')
})

test('a wrong code verifier is refused', async () => {
  const back = await signIn(createBrowser(origin), 'ada')
  const { body } = await tokenCall(origin, {
    grant_type: 'authorization_code',
    redirect_uri: redirectUri,
    code: back.searchParams.get('code') ?? '',
    code_verifier: 'x'.repeat(50),
  })
  expect(stringOf(body, 'error')).toBe('invalid_grant')
})

test('the pages run no script, may not be framed, and name where the form leads', async () => {
  const browser = createBrowser(origin)
  const answer = await browser.go(locationOf(await browser.go(authorizePath())))
  const policy = answer.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain(`form-action 'self' ${redirectUri}`)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(await answer.text()).not.toMatch(/<script|onclick|style="/)
})

test('a sign-in that never began is explained', async () => {
  const answer = await createBrowser(origin).go('/oidc/v1/sign-in/unknown')
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('This sign-in is over')
})

test('there is no CORS anywhere, not even for a preflight', async () => {
  for (const path of ['/oidc/v1/token', '/oidc/jwks.json', '/api/2.0/apps', '/apps/echo-agent/responses', '/']) {
    const headers = { origin: 'http://localhost:8020', 'access-control-request-method': 'POST' }
    expect(corsHeaders(await fetch(origin + path, { method: 'OPTIONS', headers, redirect: 'manual' }))).toEqual([])
    expect(corsHeaders(await fetch(origin + path, { headers, redirect: 'manual' }))).toEqual([])
  }
})

test('the workspace answers on IPv4 and, where there is one, on IPv6', async () => {
  const { port } = new URL(origin)
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
  const six = await fetch(`http://[::1]:${port}/`).catch(() => undefined)
  expect([200, undefined]).toContain(six?.status)
})

test('a token is judged by signature, issuer, person and time', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const judge = createTokenJudge(publicKey, 'http://localhost:1/oidc')
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const good = { iss: 'http://localhost:1/oidc', sub: 'ada.okafor@example.com', exp: 4_000_000_000 }
  const kindOf = (claims: unknown, key = privateKey, alg = 'RS256') => {
    const signed = `${encode({ alg })}.${encode(claims)}`
    const signature = sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')
    return judge(new Request('http://x', { headers: { authorization: `Bearer ${signed}.${signature}` } })).kind
  }
  expect(kindOf(good)).toBe('valid')
  expect(kindOf({ ...good, exp: 1 })).toBe('expired')
  expect(kindOf({ ...good, iss: 'http://localhost:2/oidc' })).toBe('invalid')
  expect(kindOf({ ...good, sub: 'nobody@example.com' })).toBe('invalid')
  expect(kindOf(good, stranger.privateKey)).toBe('invalid')
  expect(kindOf(good, privateKey, 'none')).toBe('invalid')
  expect(judge(new Request('http://x')).kind).toBe('missing')
  expect(judge(new Request('http://x', { headers: { authorization: 'Bearer dapi0123456789' } })).kind).toBe('invalid')
})
