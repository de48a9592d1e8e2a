import type { Fetch } from '../browser/network.ts'
import { fieldOf, parseJson, stringOf } from '../lib/json.ts'
import { isAbort, messageOf } from '../lib/problem.ts'
import { tokenEndpointOf, tokenTimeout } from './oidc-client.ts'
import type { SignInFailure } from './sign-in-problem.ts'
import { tokenAnswerOf, type TokenAnswer } from './tokens.ts'
import type { Workspace } from './workspace.ts'

export type Redemption =
  | { readonly ok: true; readonly answer: TokenAnswer }
  | { readonly ok: false; readonly failure: SignInFailure }

const failed = (failure: SignInFailure): Redemption => ({ ok: false, failure })

/** Text of a page or message, short enough to quote. */
export const excerptOf = (text: string): string =>
  text
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300)

/** Reads the answer of a token endpoint, or of the relay in its place. Databricks spells errors in two ways. */
export const readTokenAnswer = (
  status: number,
  mediaType: string,
  text: string,
  refusedByRelay: boolean,
): Redemption => {
  const parsed = parseJson(text)
  if (!parsed.ok || !/json/i.test(mediaType)) {
    return failed(
      status >= 400 && !/html/i.test(mediaType)
        ? { kind: 'http', status, excerpt: excerptOf(text) }
        : { kind: 'not-json', status, mediaType, excerpt: excerptOf(text) },
    )
  }
  const body = parsed.value
  if (refusedByRelay) {
    const error = fieldOf(body, 'error')
    const location = stringOf(error, 'location')
    return failed({
      kind: 'relay',
      code: stringOf(error, 'code') ?? 'relay-refused',
      message: stringOf(error, 'message') ?? '',
      ...(location === undefined ? {} : { location }),
    })
  }
  const answer = status >= 200 && status < 300 ? tokenAnswerOf(body) : undefined
  if (answer !== undefined) return { ok: true, answer }
  const error = stringOf(body, 'error') ?? stringOf(body, 'errorCode')
  const description = stringOf(body, 'error_description') ?? stringOf(body, 'errorSummary') ?? ''
  // A 5xx may carry any words: only the grant's own refusal, a 4xx, ends a session.
  if (error !== undefined && status < 500) return failed({ kind: 'oauth', error, description, status })
  return failed({ kind: 'http', status, excerpt: excerptOf(description === '' ? text : description) })
}

/**
 * Redeems a refresh token (RFC 6749, 6). The library's own call bounds only the wait for the head of the answer;
 * this one runs inside a lock that every tab waits for, so the signal bounds the body as well.
 */
export const redeemRefreshToken = async (
  fetch: Fetch,
  workspace: Workspace,
  refreshToken: string,
  signal: AbortSignal,
): Promise<Redemption> => {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: workspace.clientId,
  })
  try {
    const response = await fetch(tokenEndpointOf(workspace), {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
      body: form.toString(),
      signal,
    })
    return readTokenAnswer(
      response.status,
      response.headers.get('content-type') ?? '',
      await response.text(),
      response.headers.get('x-playground-relay') === 'refused',
    )
  } catch (error) {
    if (signal.aborted || isAbort(error)) return failed({ kind: 'timeout', seconds: tokenTimeout })
    return failed({ kind: 'network', detail: messageOf(error) })
  }
}
