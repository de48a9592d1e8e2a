import { createHash } from 'node:crypto'
import { parseJson, stringOf, type Json } from '../lib/json.ts'

/* A browser for the tests of this room: it keeps cookies, follows nothing by itself, and can sign in. */

export const redirectUri = 'http://localhost:8020'
const verifier = 'a-code-verifier-that-is-long-enough-for-the-standard'
const challenge = createHash('sha256').update(verifier).digest('base64url')

export interface Browser {
  /** Fetches a path of the workspace, or an absolute address of it. Redirects come back as they are. */
  go(where: string, form?: Record<string, string>): Promise<Response>
}

export const createBrowser = (origin: string): Browser => {
  const cookies = new Map<string, string>()
  return {
    async go(where, form) {
      const answer = await fetch(new URL(where, origin), {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '), accept: 'text/html' },
        ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
      })
      for (const line of answer.headers.getSetCookie()) {
        const [name = '', ...value] = (line.split(';')[0] ?? '').split('=')
        if (value.join('=') === '') cookies.delete(name)
        else cookies.set(name, value.join('='))
      }
      return answer
    },
  }
}

export const authorizePath = (more: Record<string, string> = {}): string =>
  `/oidc/v1/authorize?${new URLSearchParams({
    client_id: 'databricks-cli',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'all-apis offline_access',
    state: 'a-state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  })}`

export const locationOf = (answer: Response): string => answer.headers.get('location') ?? ''

/** Follows redirects inside the workspace until a page is shown or it leads elsewhere. */
export const settle = async (
  browser: Browser,
  where: string,
  form?: Record<string, string>,
): Promise<{ at: string; page: string }> => {
  let at = where
  let answer = await browser.go(at, form)
  while (answer.status >= 300 && answer.status < 400) {
    at = locationOf(answer)
    if (at.startsWith(redirectUri)) return { at, page: '' }
    answer = await browser.go(at)
  }
  return { at, page: await answer.text() }
}

/** Signs in as a person, through both pages, and returns where the browser is sent. */
export const signIn = async (browser: Browser, person: string, more: Record<string, string> = {}): Promise<URL> => {
  const first = await settle(browser, authorizePath(more))
  const second = await settle(browser, first.at, { person })
  const last = second.page === '' ? second : await settle(browser, second.at, { decision: 'allow' })
  return new URL(last.at)
}

export const tokenCall = async (
  origin: string,
  form: Record<string, string>,
): Promise<{ response: Response; body: Json }> => {
  const response = await fetch(`${origin}/oidc/v1/token`, {
    method: 'POST',
    headers: { origin: 'http://localhost:8020' },
    body: new URLSearchParams({ client_id: 'databricks-cli', ...form }),
  })
  const parsed = parseJson(await response.text())
  return { response, body: parsed.ok ? parsed.value : null }
}

export const exchangeCode = (origin: string, code: string) =>
  tokenCall(origin, { grant_type: 'authorization_code', redirect_uri: redirectUri, code, code_verifier: verifier })

/** An access token for a person, by the whole flow. */
export const accessTokenFor = async (origin: string, person: string, scope = 'all-apis'): Promise<string> => {
  const back = await signIn(createBrowser(origin), person, { scope: `${scope} offline_access` })
  const { body } = await exchangeCode(origin, back.searchParams.get('code') ?? '')
  return stringOf(body, 'access_token') ?? ''
}
