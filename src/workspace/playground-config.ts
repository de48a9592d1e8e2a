import type { fetchOwn } from '../browser/network.ts'
import { arrayOf, fieldOf, parseJson, stringOf } from '../lib/json.ts'
import { failure, messageOf, success, type Result } from '../lib/problem.ts'

/** What the playground's own server says about itself (`GET /playground.json`). */
export interface PlaygroundConfig {
  readonly version: string
  readonly sampleOrigin: string | null
  /** The OAuth client to use where a workspace has none of its own; null where none fits this origin. */
  readonly oauthClientId: string | null
  readonly allowedHosts: readonly string[]
}

/** What a page without an answering server goes on with: local reading works, calls will say what is wrong. */
export const bareConfig: PlaygroundConfig = { version: '', sampleOrigin: null, oauthClientId: null, allowedHosts: [] }

export const readPlaygroundConfig = (text: string): PlaygroundConfig | undefined => {
  const parsed = parseJson(text)
  const version = parsed.ok ? stringOf(parsed.value, 'version') : undefined
  if (!parsed.ok || version === undefined) return undefined
  const { value } = parsed
  return {
    version,
    sampleOrigin: stringOf(fieldOf(value, 'sample'), 'origin') ?? null,
    oauthClientId: stringOf(value, 'oauthClientId') ?? null,
    allowedHosts: (arrayOf(value, 'allowedHosts') ?? []).filter((host) => typeof host === 'string'),
  }
}

export const loadPlaygroundConfig = async (fetchDocument: typeof fetchOwn): Promise<Result<PlaygroundConfig>> => {
  const unanswered = (detail: string): Result<PlaygroundConfig> =>
    failure({
      kind: 'network',
      code: 'server-unreachable',
      title: 'The playground’s own server does not answer',
      detail,
      remedy: 'Start it again with npm start and reload the page. Conversations kept in this browser stay readable.',
      who: 'this computer',
    })
  try {
    const response = await fetchDocument('/playground.json')
    const config = readPlaygroundConfig(await response.text())
    return config === undefined ? unanswered(`/playground.json answered status ${response.status}.`) : success(config)
  } catch (error) {
    return unanswered(messageOf(error))
  }
}
