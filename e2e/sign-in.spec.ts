import { createHash } from 'node:crypto'
import type { Page, Request } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { startOwnServer } from './own-server.ts'
import { Playground } from './pages/playground.ts'

const isTokenCall = (request: Request): boolean => new URL(request.url()).pathname.endsWith('/oidc/v1/token')

const formOf = (request: Request | undefined): URLSearchParams => new URLSearchParams(request?.postData() ?? '')

/** Everything that a page of this origin keeps besides sessionStorage, as text. */
const keptBeyondTheTab = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const parts = [
      JSON.stringify({ ...localStorage }),
      document.documentElement.outerHTML,
      document.cookie,
      location.href,
    ]
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name)
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error ?? new Error('not opened')))
      })
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).getAll()
          request.addEventListener('success', () => resolve(request.result))
          request.addEventListener('error', () => reject(request.error ?? new Error('not read')))
        })
        parts.push(
          JSON.stringify(rows, (_key, value: unknown) =>
            value instanceof Uint8Array ? new TextDecoder().decode(value) : value,
          ),
        )
      }
      database.close()
    }
    for (const name of await caches.keys()) parts.push(`cache ${name}`)
    return parts.join('\n')
  })

test('sign-in is an authorization code flow with PKCE, and its tokens stay in the tab', async ({
  page,
  playground,
  origin,
}) => {
  const requests: Request[] = []
  page.on('request', (request) => requests.push(request))
  await playground.signIn('Ada Okafor')
  await expect(playground.workspace).toHaveAccessibleName(
    /^Workspace:\s*Sample workspace\s*Ada Okafor\s*· \d+ min left$/,
  )
  await expect(page).toHaveURL(new RegExp(`^${origin}/(#.*)?$`))

  const authorize = requests.find((request) => request.url().includes('/oidc/v1/authorize?'))
  const asked = new URL(authorize?.url() ?? '').searchParams
  expect(asked.get('response_type')).toBe('code')
  expect(asked.get('client_id')).toBe('databricks-cli')
  expect(asked.get('redirect_uri')).toBe(origin)
  expect(asked.get('scope')).toBe('all-apis offline_access')
  expect(asked.get('code_challenge_method')).toBe('S256')
  expect(asked.get('state')).not.toBeNull()

  const tokenCalls = requests.filter(isTokenCall)
  expect(tokenCalls).toHaveLength(1)
  const [tokenCall] = tokenCalls
  expect(tokenCall?.url()).toMatch(new RegExp(`^${origin}/relay/http/localhost%3A\\d+/oidc/v1/token$`))
  expect(tokenCall?.headers()['x-playground']).toBe('1')
  expect(tokenCall?.headers()['authorization']).toBeUndefined()
  const form = formOf(tokenCall)
  expect(form.get('grant_type')).toBe('authorization_code')
  expect(form.get('redirect_uri')).toBe(origin)
  const verifier = form.get('code_verifier') ?? ''
  expect(createHash('sha256').update(verifier).digest('base64url')).toBe(asked.get('code_challenge'))

  // Only the way to the sign-in page leaves the origin; every call goes through the relay.
  const elsewhere = requests.filter((request) => new URL(request.url()).origin !== origin)
  expect(elsewhere.filter((request) => request.resourceType() !== 'document').map((request) => request.url())).toEqual(
    [],
  )

  await playground.chooseAgent('support-agent')
  await playground.ask('Hello')
  const answered: unknown = await (await tokenCall?.response())?.json()
  const issued = Object.entries(typeof answered === 'object' && answered !== null ? answered : {})
  const secrets = issued.filter(([name]) => name.endsWith('_token')).map(([, value]) => String(value))
  expect(secrets).toHaveLength(2)
  const kept = await keptBeyondTheTab(page)
  expect(kept).toContain('support-agent')
  for (const secret of [...secrets, verifier, form.get('code') ?? '']) {
    expect(secret.length).toBeGreaterThan(20)
    expect(kept).not.toContain(secret)
  }
  const inTab = await page.evaluate(() => JSON.stringify({ ...sessionStorage }))
  for (const secret of secrets) expect(inTab).toContain(secret)
  expect(inTab).not.toContain(verifier)
})

test('a draft survives the way to the sign-in and back, and the person is where they were', async ({
  page,
  playground,
}) => {
  await playground.signIn('Ben Ruiz')
  await playground.chooseAgent('echo-agent')
  await playground.signOut.click()
  await expect(playground.workspace).toHaveAccessibleName(/not signed in/)
  const fragment = new URL(page.url()).hash
  await playground.message.fill('A draft of\ntwo lines')
  await expect(playground.send).toBeDisabled()
  await playground.signInButton.first().click()
  // The workspace itself still knows who this browser is, and sends the person straight back.
  await expect(playground.workspace).toHaveAccessibleName(/Ben Ruiz/)
  expect(new URL(page.url()).hash).toBe(fragment)
  await expect(page.getByRole('heading', { name: 'echo-agent', level: 1 })).toBeVisible()
  await expect(playground.message).toHaveValue('A draft of\ntwo lines')
  await playground.message.press('Enter')
  await playground.answer().expectState('completed')
})

test('cancelling is said in words, at either page, and the next attempt works', async ({
  page,
  playground,
  origin,
}) => {
  await playground.open()
  await playground.trySample.click()
  await expect(playground.signInPages.heading).toBeVisible()
  await playground.signInPages.cancel.click()
  await expect(playground.alerts).toContainText('The sign-in was cancelled or refused')
  await expect(playground.alerts).toContainText('access_denied')
  await expect(playground.alerts).toContainText('What to do:')
  await expect(page).toHaveURL(new RegExp(`^${origin}/(#.*)?$`))

  await playground.signInButton.first().click()
  await playground.signInPages.choose('Ada Okafor')
  await expect(playground.signInPages.consent).toBeVisible()
  await playground.signInPages.cancel.click()
  await expect(playground.alerts).toContainText('The sign-in was cancelled or refused')

  await playground.signInButton.first().click()
  await playground.signInPages.heading.or(playground.signInPages.consent).waitFor()
  if (await playground.signInPages.heading.isVisible()) await playground.signInPages.choose('Ada Okafor')
  await playground.signInPages.allow.click()
  await expect(playground.workspace).toHaveAccessibleName(/Ada Okafor/)
  await expect(playground.alerts).toHaveCount(0)
})

test('a callback that this tab did not begin is refused in words, and asks for no token', async ({
  page,
  playground,
  origin,
}) => {
  const tokenCalls: Request[] = []
  page.on('request', (request) => {
    if (isTokenCall(request)) tokenCalls.push(request)
  })
  await page.goto('/?code=forged-code&state=forged-state')
  await expect(playground.alerts).toContainText('This sign-in was not started in this tab, or is already over')
  await expect(page).toHaveURL(new RegExp(`^${origin}/(#.*)?$`))
  await page.goto('/?code=forged-code')
  await expect(playground.alerts).toContainText('without saying which sign-in it answers')
  expect(tokenCalls).toHaveLength(0)

  const [callback] = await Promise.all([
    page.waitForRequest(
      (request) => request.isNavigationRequest() && /[?&]code=/.test(request.url()) && request.url().startsWith(origin),
    ),
    playground.signInButton
      .first()
      .click()
      .then(() => playground.signInPages.signInAs('Ada Okafor')),
  ])
  await expect(playground.workspace).toHaveAccessibleName(/Ada Okafor/)
  expect(tokenCalls).toHaveLength(1)

  await page.goto(callback.url())
  await expect(playground.alerts).toContainText('This sign-in was not started in this tab, or is already over')
  await expect(playground.workspace).toHaveAccessibleName(/Ada Okafor/)
  await expect(page).toHaveURL(new RegExp(`^${origin}/(#.*)?$`))
  expect(tokenCalls).toHaveLength(1)
})

test('sign-in and sign-out follow across tabs, and a new tab takes over', async ({ context, playground }) => {
  const tokenCalls: Request[] = []
  context.on('request', (request) => {
    if (isTokenCall(request)) tokenCalls.push(request)
  })
  const second = new Playground(await context.newPage())
  await second.open()
  await expect(second.trySample).toBeVisible()

  await playground.signIn('Chen Li')
  await expect(second.workspace).toHaveAccessibleName(/Chen Li/)
  await expect(second.agent('support-agent')).toBeVisible()

  const third = new Playground(await context.newPage())
  await third.open()
  await expect(third.workspace).toHaveAccessibleName(/Chen Li/)
  await third.chooseAgent('echo-agent')
  await third.ask('Hello from the third tab')
  expect(tokenCalls).toHaveLength(1)

  await second.signOut.click()
  for (const tab of [playground, second, third]) {
    await expect(tab.workspace).toHaveAccessibleName(/not signed in/)
    expect(await tab.page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toMatch(/token"/i)
  }
  await playground.page.reload()
  await expect(playground.workspace).toHaveAccessibleName(/not signed in/)
})

test('a token is renewed before it expires, once for all tabs, and nobody is signed out', async ({ context, page }) => {
  // It starts a server of its own and lives through several lifetimes of a token.
  test.slow()
  const server = await startOwnServer({ SAMPLE_TOKEN_SECONDS: '8', SAMPLE_PACE: '0' })
  try {
    const tokenCalls: Request[] = []
    context.on('request', (request) => {
      if (isTokenCall(request)) tokenCalls.push(request)
    })
    const refreshes = () => tokenCalls.filter((call) => formOf(call).get('grant_type') === 'refresh_token')
    const tabs = [
      new Playground(page),
      new Playground(await context.newPage()),
      new Playground(await context.newPage()),
    ]
    const [first] = tabs
    if (first === undefined) throw new Error('No tab.')
    await first.page.goto(server.origin)
    await first.trySample.click()
    await first.signInPages.signInAs('Ada Okafor')
    for (const tab of tabs) {
      if (tab !== first) await tab.page.goto(server.origin)
      await expect(tab.workspace).toHaveAccessibleName(/Ada Okafor/)
    }
    const wanted = 2
    while (refreshes().length < wanted)
      await context.waitForEvent('request', { predicate: isTokenCall, timeout: 30_000 })
    const statuses = await Promise.all(refreshes().map(async (call) => (await call.response())?.status()))
    expect(new Set(statuses)).toEqual(new Set([200]))
    // Refresh tokens rotate: two tabs that renew at once would both spend the same one.
    const spent = refreshes().map((call) => formOf(call).get('refresh_token'))
    expect(new Set(spent).size).toBe(spent.length)
    for (const tab of tabs) {
      await expect(tab.workspace).toHaveAccessibleName(/Ada Okafor\s*· [1-8] s left/)
      await expect(tab.alerts).toHaveCount(0)
    }
    // All tabs hold the newest token: each can call an agent.
    for (const tab of tabs) {
      await tab.chooseAgent('echo-agent')
      await tab.ask('Still me?')
    }
  } finally {
    await server.stop()
  }
})
