import type { EpochMs } from '../lib/brand.ts'
import { numberOf, parseJson, stringOf, type Json } from '../lib/json.ts'

/** Who the workspace says is signed in (SCIM `Me`). */
export interface Identity {
  readonly userName: string
  readonly displayName?: string
  /** The workspace's own number, from the response header `X-Databricks-Org-Id`. */
  readonly orgId?: string
}

/** What one grant gave. It lies in this tab's storage and passes only between tabs of this origin. */
export interface Tokens {
  readonly accessToken: string
  readonly refreshToken?: string
  readonly scope: string
  /** Milliseconds that the access token was good for when it was issued. */
  readonly lifetime: number
  /** Wall clock, for people and for a reload. Schedules go by the monotonic clock. */
  readonly expiresAt: EpochMs
  /** Grows with every sign-in and refresh, so that tabs can tell which tokens are newer. */
  readonly serial: number
  readonly identity: Identity | null
}

/** RFC 6749, 5.1 only recommends `expires_in`; without it ten minutes are assumed. */
const assumedLifetime = 600_000

export interface TokenAnswer {
  readonly accessToken: string
  readonly refreshToken?: string
  readonly scope?: string
  /** Milliseconds. */
  readonly lifetime: number
}

/** Reads a token endpoint's success body (RFC 6749, 5.1); undefined where it holds no bearer token. */
export const tokenAnswerOf = (body: Json): TokenAnswer | undefined => {
  const accessToken = stringOf(body, 'access_token')
  if (accessToken === undefined || accessToken === '') return undefined
  if ((stringOf(body, 'token_type') ?? 'Bearer').toLowerCase() !== 'bearer') return undefined
  const seconds = numberOf(body, 'expires_in') ?? Number(stringOf(body, 'expires_in'))
  const refreshToken = stringOf(body, 'refresh_token')
  const scope = stringOf(body, 'scope')
  return {
    accessToken,
    lifetime: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : assumedLifetime,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(scope === undefined ? {} : { scope }),
  }
}

/** The next tokens after a refresh: an absent refresh token or scope stays what it was (RFC 6749, 6). */
export const refreshedTokens = (before: Tokens, answer: TokenAnswer, now: EpochMs): Tokens => {
  const refreshToken = answer.refreshToken ?? before.refreshToken
  return {
    accessToken: answer.accessToken,
    scope: answer.scope ?? before.scope,
    lifetime: answer.lifetime,
    expiresAt: (now + answer.lifetime) as EpochMs,
    serial: nextSerial(before.serial, now),
    identity: before.identity,
    ...(refreshToken === undefined ? {} : { refreshToken }),
  }
}

/** Wall clock where it moves forward, else one more than before: a clock set back never makes new tokens look old. */
export const nextSerial = (before: number, now: EpochMs): number => Math.max(before + 1, now)

/** How long before expiry a silent refresh is due: a minute, or a quarter of a short life. */
export const refreshMargin = (lifetime: number): number => Math.min(60_000, lifetime / 4)

export const writeTokens = (tokens: Tokens): string => JSON.stringify(tokens)

const identityOf = (value: Json | undefined): Identity | null => {
  const userName = stringOf(value, 'userName')
  if (userName === undefined) return null
  const displayName = stringOf(value, 'displayName')
  const orgId = stringOf(value, 'orgId')
  return {
    userName,
    ...(displayName === undefined ? {} : { displayName }),
    ...(orgId === undefined ? {} : { orgId }),
  }
}

/** Reads what `writeTokens` wrote, from storage or from another tab; undefined where it is anything else. */
export const readTokens = (text: string): Tokens | undefined => {
  const parsed = parseJson(text)
  if (!parsed.ok) return undefined
  const { value } = parsed
  const accessToken = stringOf(value, 'accessToken')
  const lifetime = numberOf(value, 'lifetime')
  const expiresAt = numberOf(value, 'expiresAt')
  const serial = numberOf(value, 'serial')
  if (accessToken === undefined || lifetime === undefined || expiresAt === undefined || serial === undefined)
    return undefined
  const refreshToken = stringOf(value, 'refreshToken')
  return {
    accessToken,
    scope: stringOf(value, 'scope') ?? '',
    lifetime,
    expiresAt: expiresAt as EpochMs,
    serial,
    identity: identityOf((value as { readonly identity?: Json }).identity),
    ...(refreshToken === undefined ? {} : { refreshToken }),
  }
}
