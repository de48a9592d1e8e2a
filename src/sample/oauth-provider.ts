import { generateKeyPairSync } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ParsedUrlQuery } from 'node:querystring'
import { Provider } from 'oidc-provider'
import { createTokenJudge, type JudgeToken } from './access-token.ts'
import { createConfiguration, metadataOf, type OAuthOptions } from './oauth-configuration.ts'
import { createSignIn } from './sign-in.ts'

export interface OAuth {
  /** Answers everything under `/oidc/`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  readonly judgeToken: JudgeToken
}

interface AuthorizeContext {
  readonly method: string
  readonly path: string
  query: ParsedUrlQuery
}

/**
 * OpenID Connect Core 11 drops `offline_access` unless the request says `prompt=consent`; Databricks grants it
 * without. So every request says it, and the interaction policy decides whether anybody is asked.
 */
const askForOfflineAccess = (context: AuthorizeContext): void => {
  if (context.method !== 'GET' || context.path !== '/oidc/v1/authorize') return
  const { sample_consent: _ours, ...query } = context.query
  const prompts = String(query['prompt'] ?? '')
    .split(' ')
    .filter(Boolean)
  if (prompts.includes('none')) return
  context.query = prompts.includes('consent')
    ? { ...query, sample_consent: 'asked' }
    : { ...query, prompt: [...prompts, 'consent'].join(' ') }
}

const metadataPath = /^\/oidc\/\.well-known\/(oauth-authorization-server|openid-configuration)$/

/** The OAuth provider of the sample workspace: real protocol, made-up people. */
export const createOAuth = (options: OAuthOptions): OAuth => {
  const remembered = new Map<string, string>()
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const configuration = createConfiguration(options, privateKey, new Map(), remembered)
  const provider = new Provider(`${options.origin}/oidc`, configuration)
  const signIn = createSignIn(provider, options, remembered)

  provider.use(async (context, next) => {
    askForOfflineAccess(context)
    await next()
    // A workspace sends no CORS headers at all; that is why the playground has a relay.
    for (const name of Object.keys(context.response.headers)) {
      if (name.startsWith('access-control-') || name === 'vary') context.remove(name)
    }
  })
  const callback = provider.callback()

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    if (request.method === 'OPTIONS') response.writeHead(405, { allow: 'GET, POST' }).end()
    else if (path.startsWith('/oidc/v1/sign-in/')) await signIn(request, response)
    else if (metadataPath.test(path)) {
      response
        .writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
        .end(JSON.stringify(metadataOf(options.origin)))
    } else await callback(request, response)
  }

  return { handle, judgeToken: createTokenJudge(publicKey, `${options.origin}/oidc`) }
}
