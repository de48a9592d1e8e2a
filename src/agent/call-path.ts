import { failure, success, type Problem, type Result } from '../lib/problem.ts'
import type { AgentTarget } from './agent.ts'

const withoutSlash = (url: string): string => url.replace(/\/+$/, '')

/** What a call path goes on from. A local agent may have been added with a path; its host is where paths begin. */
export const baseOf = (target: AgentTarget, origin: string | null): string => {
  switch (target.kind) {
    case 'app':
      return withoutSlash(target.url)
    case 'local':
      return new URL(target.url).origin
    case 'serving-endpoint':
      return origin ?? ''
  }
}

const refuse = (code: string, title: string, detail: string, remedy: string): { ok: false; problem: Problem } =>
  failure({ kind: 'input', code, title, detail, remedy, who: 'you' })

const malformed = (detail: string) =>
  refuse('call-path-malformed', 'This is not a path', detail, 'Type a path such as /invocations.')

/**
 * The path of a call as a person types it. Credentials go where the path leads, so it must stay under the URL that the
 * workspace itself named: another host, a way up by dots, or anything that a URL parser would read as more than a path
 * is refused. A whole URL will do where it lies there.
 */
export const parseCallPath = (typed: string, base: string): Result<string> => {
  const text = typed.trim()
  if (text === '') return malformed('The field is empty.')
  if (!URL.canParse(base)) return malformed('The agent has no URL of its own yet.')
  const root = new URL(base)
  const under = withoutSlash(root.pathname)
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\s\\\u0000-\u001f]/.test(text)) return malformed('White space and backslashes have no place in it.')
  const isWhole = /^[a-z][a-z0-9+.-]*:|^\/\//i.test(text)
  const given = isWhole ? text : `${withoutSlash(base)}/${text.replace(/^\//, '')}`
  if (!URL.canParse(given, base)) return malformed(`“${text}” cannot be read as one.`)
  const url = new URL(given, base)
  if (url.origin !== root.origin || url.username !== '' || url.password !== '') {
    return refuse(
      'call-path-foreign',
      `Calls to this agent stay on ${root.host}`,
      `“${text}” leads to ${url.host === '' ? 'another place' : url.host}, and your token is not sent there.`,
      `Type a path on ${root.host}, such as /invocations.`,
    )
  }
  if (url.search !== '' || url.hash !== '') return malformed('A query or a fragment cannot be part of it.')
  const path = url.pathname.slice(under.length)
  const isUnder = url.pathname.startsWith(`${under}/`) && path.length > 1
  // What the parser changed, such as dots that lead up, is not what was meant.
  const isAsTyped = isWhole || path === `/${text.replace(/^\//, '')}`
  return isUnder && isAsTyped
    ? success(path)
    : malformed(`“${text}” does not stay under ${root.host}${under}, or is not written the way it is sent.`)
}
