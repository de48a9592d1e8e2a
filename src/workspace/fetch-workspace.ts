import type { Fetch } from '../browser/network.ts'
import { parseJson, type Json } from '../lib/json.ts'
import { failure, messageOf, success, type Result } from '../lib/problem.ts'
import { isTokenRefusal, restProblem } from './rest-problem.ts'
import { signInProblem } from './sign-in-problem.ts'
import type { Authorization, Workspace } from './workspace.ts'

export interface FetchWorkspaceDoors {
  readonly fetch: Fetch
  readonly createAuthorization: (workspace: Workspace) => Authorization
}

/**
 * GETs JSON of a workspace, or of an app that it named, as the signed-in person; with a `body` it is a POST, whose
 * answer may be empty. `asked` completes the sentence "You have no permission to …". A refused token is renewed once,
 * because such a call did nothing; every other failure is a problem in words. Rejects only when `signal` aborts.
 */
export type FetchWorkspace = (
  workspace: Workspace,
  url: URL,
  asked: string,
  signal?: AbortSignal,
  body?: Json,
) => Promise<Result<Json>>

export const createFetchWorkspace = ({ fetch, createAuthorization }: FetchWorkspaceDoors): FetchWorkspace => {
  const attempt = async (
    workspace: Workspace,
    authorization: Authorization,
    url: URL,
    signal: AbortSignal | undefined,
    body: Json | undefined,
  ) => {
    const authorized = await authorization.headersFor(url)
    if (!authorized.ok) return authorized
    try {
      const response = await fetch(url, {
        headers: {
          Accept: 'application/json',
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...authorized.value,
        },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      })
      return success({
        status: response.status,
        ok: response.ok,
        headers: response.headers,
        body: await response.text(),
      })
    } catch (error) {
      signal?.throwIfAborted()
      return failure(signInProblem({ kind: 'network', detail: messageOf(error) }, workspace))
    }
  }

  return async (workspace, url, asked, signal, body) => {
    const authorization = createAuthorization(workspace)
    let answer = await attempt(workspace, authorization, url, signal, body)
    if (answer.ok && isTokenRefusal(answer.value.status, answer.value.body) && (await authorization.renew())) {
      answer = await attempt(workspace, authorization, url, signal, body)
    }
    if (!answer.ok) return answer
    if (body !== undefined && answer.value.ok && answer.value.body.trim() === '') return success(null)
    const parsed = answer.value.ok ? parseJson(answer.value.body) : undefined
    return parsed?.ok === true ? success(parsed.value) : failure(restProblem(answer.value, workspace, asked))
  }
}
