import { arrayOf, fieldOf, parseJson, stringOf } from '../lib/json.ts'
import type { Problem } from '../lib/problem.ts'
import { errorTextOf } from '../protocol/error-body.ts'
import { signInProblem } from './sign-in-problem.ts'
import type { Workspace } from './workspace.ts'

/** An answer that is not the one asked for, with its body read. */
export interface RefusedAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

const requestIdOf = (headers: Headers, body: string): string | undefined => {
  const header = headers.get('x-request-id') ?? headers.get('x-databricks-request-id')
  if (header !== null) return header
  const parsed = parseJson(body)
  const details = parsed.ok ? (arrayOf(parsed.value, 'details') ?? []) : []
  return details.map((detail) => stringOf(detail, 'request_id')).find((id) => id !== undefined)
}

/** Whether the token and not the permission is at fault: a 401, or the 403 that says so. */
export const isTokenRefusal = (status: number, body: string): boolean =>
  status === 401 || (status === 403 && /invalid (?:access )?token/i.test(body))

/** The words for a workspace's REST answer that is an error, or no JSON. `asked` completes "to …". */
export const restProblem = (answer: RefusedAnswer, workspace: Workspace, asked: string): Problem => {
  const { status, headers, body } = answer
  const host = new URL(workspace.origin).host
  if (headers.get('x-playground-relay') === 'refused') {
    const parsed = parseJson(body)
    const error = parsed.ok ? fieldOf(parsed.value, 'error') : undefined
    const location = stringOf(error, 'location')
    return signInProblem(
      {
        kind: 'relay',
        code: stringOf(error, 'code') ?? 'relay-refused',
        message: stringOf(error, 'message') ?? '',
        ...(location === undefined ? {} : { location }),
      },
      workspace,
    )
  }
  const words = errorTextOf(body, headers.get('content-type') ?? '')
  const requestId = requestIdOf(headers, body)
  const rest = {
    kind: 'http' as const,
    status,
    detail: `${host} answered status ${status}${words.code === undefined ? '' : ` ${words.code}`}: ${words.message === '' ? 'no words' : words.message}`,
    ...(requestId === undefined ? {} : { requestId }),
  }
  if (
    isTokenRefusal(status, body) ||
    (status === 403 && /required scopes?|ip (?:address|access)|source ip/i.test(words.message))
  ) {
    const problem = signInProblem({ kind: 'http', status, excerpt: words.message }, workspace)
    return requestId === undefined ? problem : { ...problem, requestId }
  }
  if (status === 403) {
    return {
      ...rest,
      code: 'permission-denied',
      title: `You have no permission to ${asked}`,
      remedy: 'Ask the owner or a workspace admin for it.',
      who: 'workspace admin',
    }
  }
  if (status === 404) {
    return {
      ...rest,
      code: 'not-found',
      title: `The workspace has nothing there to ${asked}`,
      remedy: 'It may be deleted, or the address may not be that of a workspace.',
      who: 'you',
    }
  }
  if (status === 429) {
    const seconds = Number(headers.get('retry-after'))
    const wait = Number.isFinite(seconds) && seconds > 0 ? `${Math.min(300, Math.ceil(seconds))} seconds` : 'a moment'
    return {
      ...rest,
      code: 'rate-limited',
      title: 'The workspace asks for fewer calls',
      remedy: `Wait ${wait}, then try again.`,
      who: 'you',
    }
  }
  if (status >= 500) {
    return {
      ...rest,
      code: 'workspace-unavailable',
      title: 'The workspace cannot answer right now',
      remedy: 'Try again in a moment.',
      who: 'Databricks',
    }
  }
  if (status < 400) {
    return {
      ...rest,
      code: 'answer-not-json',
      title: `The workspace did not answer in JSON when asked to ${asked}`,
      remedy: 'Check that the address is that of a workspace.',
      who: 'you',
    }
  }
  return {
    ...rest,
    code: 'call-refused',
    title: `The workspace refused to ${asked}`,
    remedy: 'See its own words above.',
    who: 'you',
  }
}
