import type { AgentCall } from '../agent/agent.ts'
import type { JsonObject } from '../lib/json.ts'

/** A request as the preview shows it: where it goes, the header fields that are this agent's own, and the body. */
export const requestText = ({ url, headers }: AgentCall, body: JsonObject): string =>
  [
    `POST ${url}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    JSON.stringify(body, null, 2),
  ].join('\n')
