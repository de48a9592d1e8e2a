import { isHarmlessField } from '../exchange/mask-exchange.ts'
import type { Mask } from '../exchange/mask.ts'
import { redacted } from '../exchange/redact.ts'
import { isObject, parseJson, type JsonObject } from '../lib/json.ts'
import type { CodeRequest } from './code-request.ts'

const bodyOf = (body: JsonObject, mask: Mask): JsonObject => {
  const masked = parseJson(mask.text(JSON.stringify(body)))
  return masked.ok && isObject(masked.value) ? masked.value : {}
}

/** The request as it may stand in a ticket. Header fields that may tell something are read from the environment. */
export const maskRequest = (
  { target, origin, agentName, url, headers, body }: CodeRequest,
  mask: Mask,
): CodeRequest => ({
  target,
  origin,
  agentName: mask.text(agentName),
  url: mask.text(url),
  headers: headers.map(([name, value]) => [name, isHarmlessField(name) ? mask.text(value) : redacted(value)]),
  body: bodyOf(body, mask),
})
