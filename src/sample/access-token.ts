import { verify, type KeyObject } from 'node:crypto'
import { numberOf, parseJson, stringOf } from '../lib/json.ts'
import { personByUserName, type Person } from './people.ts'

/** What a bearer token turned out to be. `expired` is apart because REST answers it differently from a forged one. */
export type TokenVerdict =
  | { readonly kind: 'missing' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'valid'; readonly person: Person; readonly scopes: readonly string[] }

export type JudgeToken = (request: Request) => TokenVerdict

const decodePart = (part: string) => parseJson(Buffer.from(part, 'base64url').toString('utf8'))

const judgeJwt = (token: string, key: KeyObject, issuer: string): TokenVerdict => {
  const parts = token.split('.')
  const [head, body, signature] = parts
  if (parts.length !== 3 || head === undefined || body === undefined || signature === undefined)
    return { kind: 'invalid' }
  const header = decodePart(head)
  // The algorithm is ours to choose, never the token's (RFC 8725, 3.1).
  if (!header.ok || stringOf(header.value, 'alg') !== 'RS256') return { kind: 'invalid' }
  const signed = verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))
  const claims = decodePart(body)
  if (!signed || !claims.ok || stringOf(claims.value, 'iss') !== issuer) return { kind: 'invalid' }
  const person = personByUserName(stringOf(claims.value, 'sub') ?? '')
  if (person === undefined) return { kind: 'invalid' }
  const expiresAt = numberOf(claims.value, 'exp') ?? 0
  if (expiresAt * 1000 <= Date.now()) return { kind: 'expired' }
  return { kind: 'valid', person, scopes: (stringOf(claims.value, 'scope') ?? '').split(' ') }
}

/** Judges the `Authorization: Bearer` header by signature, issuer and time, as a resource server does. */
export const createTokenJudge =
  (publicKey: KeyObject, issuer: string): JudgeToken =>
  (request) => {
    const authorization = request.headers.get('authorization')
    if (authorization === null) return { kind: 'missing' }
    const token = /^bearer ([\w.~+/=-]+)$/i.exec(authorization)?.[1]
    return token === undefined ? { kind: 'invalid' } : judgeJwt(token, publicKey, issuer)
  }
