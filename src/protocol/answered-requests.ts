import { arrayOf, parseJson, stringOf } from '../lib/json.ts'

const none: ReadonlySet<string> = new Set()

/**
 * Ids of the requests for approval that a request body answers. The result of such a call names the request as its
 * call, which is in an earlier answer. Most bodies answer none, and are not parsed: they can be megabytes of images.
 */
export const answeredRequests = (body: string): ReadonlySet<string> => {
  if (!body.includes('mcp_approval_response')) return none
  const parsed = parseJson(body)
  const input = parsed.ok ? (arrayOf(parsed.value, 'input') ?? []) : []
  return new Set(input.flatMap((item) => stringOf(item, 'approval_request_id') ?? []))
}
