import type { Fetch } from '../browser/network.ts'
import { parseJson, stringOf } from '../lib/json.ts'
import { failure, isAbort, messageOf, success, type Result } from '../lib/problem.ts'
import { signInProblem } from './sign-in-problem.ts'
import { excerptOf } from './token-endpoint.ts'
import type { Identity } from './tokens.ts'
import type { Workspace } from './workspace.ts'

const limit = 10_000

/** Who the token belongs to: SCIM `Me`, because Databricks advertises no userinfo endpoint. */
export const loadIdentity = async (
  fetch: Fetch,
  workspace: Workspace,
  accessToken: string,
  onServerDate: (date: string | null) => void = () => {},
): Promise<Result<Identity>> => {
  const url = new URL(`${workspace.origin}/api/2.0/preview/scim/v2/Me?excludedAttributes=groups,entitlements,roles`)
  try {
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${accessToken}`, Accept: 'application/json' },
      signal: AbortSignal.timeout(limit),
    })
    onServerDate(response.headers.get('date'))
    const text = await response.text()
    const parsed = parseJson(text)
    const userName = response.ok && parsed.ok ? stringOf(parsed.value, 'userName') : undefined
    if (!parsed.ok || userName === undefined) {
      return failure(signInProblem({ kind: 'http', status: response.status, excerpt: excerptOf(text) }, workspace))
    }
    const displayName = stringOf(parsed.value, 'displayName')
    const orgId = response.headers.get('x-databricks-org-id')
    return success({
      userName,
      ...(displayName === undefined ? {} : { displayName }),
      ...(orgId === null ? {} : { orgId }),
    })
  } catch (error) {
    const timedOut = isAbort(error) || (error instanceof DOMException && error.name === 'TimeoutError')
    return failure(
      signInProblem(
        timedOut ? { kind: 'timeout', seconds: limit / 1000 } : { kind: 'network', detail: messageOf(error) },
        workspace,
      ),
    )
  }
}
