import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Provider, errors, interactionPolicy, type Configuration } from 'oidc-provider'
import { createTokenJudge, type JudgeToken } from './access-token.ts'
import { createMemoryAdapter, type MemoryStore } from './memory-adapter.ts'
import { people, personByKey, personByUserName } from './people.ts'
import { consentPage, expiredPage, signInHeaders, signInPage } from './sign-in-page.ts'

/** The public client that the Databricks command line and SDKs use, and with them the playground. */
const clientId = 'databricks-cli'
const clientName = 'Databricks CLI'
const scopes = 'all-apis offline_access'
const week = 7 * 24 * 60 * 60

export interface OAuthOptions {
  /** Origin of the sample workspace. */
  readonly origin: string
  /** Exact redirect URIs, without path and slash. */
  readonly redirectUris: readonly string[]
  readonly accessTokenSeconds: number
}

export interface OAuth {
  /** Answers everything under `/oidc/`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  readonly judgeToken: JudgeToken
}

/** Authorization server metadata as a workspace publishes it: no userinfo, revocation, end-session or registration. */
const metadataOf = (origin: string) => ({
  issuer: `${origin}/oidc`,
  authorization_endpoint: `${origin}/oidc/v1/authorize`,
  token_endpoint: `${origin}/oidc/v1/token`,
  jwks_uri: `${origin}/oidc/jwks.json`,
  scopes_supported: ['all-apis', 'offline_access'],
  response_types_supported: ['code'],
  response_modes_supported: ['query', 'fragment', 'form_post'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  request_uri_parameter_supported: false,
})

/** Consent is asked once; `prompt=consent` in the request asks again. See `askForOfflineAccess` for why not the default. */
const createPolicy = () => {
  const policy = interactionPolicy.base()
  const consent = policy.get('consent')
  consent?.checks.remove('consent_prompt')
  consent?.checks.add(
    new interactionPolicy.Check('consent_wanted', 'the client asked for consent', 'consent_required', (context) => {
      const wanted = context.oidc.params?.['sample_consent'] !== undefined
      return wanted && context.oidc.result?.consent === undefined
    }),
  )
  return policy
}

const createConfiguration = (
  options: OAuthOptions,
  privateKey: KeyObject,
  store: MemoryStore,
  remembered: Map<string, string>,
): Configuration => {
  const key = {
    ...privateKey.export({ format: 'jwk' }),
    kty: 'RSA',
    alg: 'RS256',
    use: 'sig',
    kid: randomBytes(8).toString('hex'),
  }
  const port = new URL(options.origin).port
  // Cookies do not know ports, so that two sample workspaces on one host tell theirs apart by name.
  const cookie = (name: string) => `sample_${port}_${name}`
  return {
    adapter: createMemoryAdapter(store),
    clients: [
      {
        client_id: clientId,
        client_name: clientName,
        // A native client would match any loopback port; the real one is registered for exact addresses.
        application_type: 'web',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [...options.redirectUris],
      },
    ],
    clientAuthMethods: ['none'],
    clientBasedCORS: () => true,
    cookies: {
      keys: [randomBytes(32).toString('hex')],
      names: { session: cookie('session'), interaction: cookie('interaction'), resume: cookie('resume') },
      long: { signed: true, httpOnly: true, sameSite: 'lax' },
      short: { signed: true, httpOnly: true, sameSite: 'lax' },
    },
    extraParams: ['sample_consent'],
    features: {
      claimsParameter: { enabled: false },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => options.origin,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: scopes,
          audience: options.origin,
          accessTokenFormat: 'jwt',
          accessTokenTTL: options.accessTokenSeconds,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    findAccount: (_context, sub) => personByUserName(sub) && { accountId: sub, claims: () => ({ sub }) },
    interactions: { policy: createPolicy(), url: (_context, interaction) => `/oidc/v1/sign-in/${interaction.uid}` },
    jwks: { keys: [key] },
    loadExistingGrant: (context) => {
      const { session, client, provider, result } = context.oidc
      const grantId =
        result?.consent?.grantId ??
        session?.grantIdFor(client?.clientId ?? '') ??
        remembered.get(`${session?.uid} ${session?.accountId}`)
      return grantId === undefined ? undefined : provider.Grant.find(grantId)
    },
    // The platform answers raw JSON here, in the browser, and never returns to the client.
    renderError: (context, out, error) => {
      const uri = context.oidc?.params?.['redirect_uri']
      const known = error instanceof errors.InvalidRedirectUri
      context.type = 'application/json'
      context.body = known
        ? {
            error: 'invalid_request',
            error_description: `redirect_uri '${String(uri)}' not registered for OAuth application '${clientId}'`,
          }
        : { error: out.error, error_description: out.error_description }
    },
    responseTypes: ['code'],
    rotateRefreshToken: true,
    routes: { authorization: '/oidc/v1/authorize', token: '/oidc/v1/token', jwks: '/oidc/jwks.json' },
    scopes: ['offline_access'],
    ttl: {
      AccessToken: options.accessTokenSeconds,
      AuthorizationCode: 60,
      Grant: week,
      Interaction: 3600,
      RefreshToken: week,
      Session: week,
    },
  }
}

const isGone = (thrown: unknown): boolean => thrown instanceof errors.SessionNotFound

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/** The OAuth provider of the sample workspace: real protocol, made-up people. */
export const createOAuth = (options: OAuthOptions): OAuth => {
  const remembered = new Map<string, string>()
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const configuration = createConfiguration(options, privateKey, new Map(), remembered)
  const provider = new Provider(`${options.origin}/oidc`, configuration)
  const headers = signInHeaders(options.redirectUris)

  // A workspace sends no CORS headers at all; that is why the playground has a relay.
  provider.use(async (context, next) => {
    // OIDC Core 11 drops offline_access unless prompt=consent; Databricks grants it without. So consent is
    // always in the request, and the policy above decides whether anybody is asked.
    const prompts =
      context.method === 'GET'
        ? String(context.query['prompt'] ?? '')
            .split(' ')
            .filter(Boolean)
        : ['none']
    if (context.path === '/oidc/v1/authorize' && !prompts.includes('none')) {
      const { sample_consent: _ignored, ...query } = context.query
      context.query = prompts.includes('consent')
        ? { ...query, sample_consent: 'asked' }
        : { ...query, prompt: [...prompts, 'consent'].join(' ') }
    }
    await next()
    for (const name of Object.keys(context.response.headers)) {
      if (name.startsWith('access-control-') || name === 'vary') context.remove(name)
    }
  })
  const callback = provider.callback()

  const send = (response: ServerResponse, status: number, html: string) => {
    response.writeHead(status, headers).end(html)
  }

  const showPage = async (request: IncomingMessage, response: ServerResponse) => {
    const details = await provider.interactionDetails(request, response)
    const person = personByUserName(details.session?.accountId ?? '')
    if (details.prompt.name === 'login' || person === undefined) send(response, 200, signInPage(people, person))
    else send(response, 200, consentPage(clientName, String(details.params['redirect_uri']), person))
  }

  /**
   * Changing the person inside one browser session forgets the one before, but not what each has allowed.
   * The interaction is told as well, because the provider ends an interaction whose session became another's.
   */
  const forgetOtherPerson = async (interaction: Interaction, userName: string) => {
    const session = await provider.Session.findByUid(interaction.session?.uid ?? '')
    if (session?.accountId === undefined || session.accountId === userName) return
    session.accountId = undefined
    session.authorizations = undefined
    await session.persist()
    if (interaction.session !== undefined) Reflect.deleteProperty(interaction.session, 'accountId')
    await interaction.save(interaction.exp - Math.floor(Date.now() / 1000))
  }

  const takeAnswer = async (request: IncomingMessage, response: ServerResponse) => {
    const details = await provider.interactionDetails(request, response)
    const form = new URLSearchParams(await readText(request))
    const finish = (result: Parameters<typeof provider.interactionFinished>[2]) =>
      provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true })
    if (form.get('decision') === 'cancel') {
      await finish({ error: 'access_denied', error_description: 'The person did not allow access' })
      return
    }
    const accountId = details.session?.accountId
    if (details.prompt.name === 'consent' && accountId !== undefined && form.get('decision') === 'allow') {
      const grant = new provider.Grant({ accountId, clientId })
      grant.addOIDCScope('offline_access')
      grant.addResourceScope(options.origin, scopes)
      const grantId = await grant.save()
      remembered.set(`${details.session?.uid} ${accountId}`, grantId)
      await finish({ consent: { grantId } })
      return
    }
    const person = personByKey(form.get('person') ?? '')
    if (person === undefined) return showPage(request, response)
    await forgetOtherPerson(details, person.userName)
    await finish({ login: { accountId: person.userName, amr: ['pick'] } })
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    if (request.method === 'OPTIONS') {
      response.writeHead(405, { allow: 'GET, POST' }).end()
    } else if (/^\/oidc\/\.well-known\/(oauth-authorization-server|openid-configuration)$/.test(path)) {
      response
        .writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
        .end(JSON.stringify(metadataOf(options.origin)))
    } else if (path.startsWith('/oidc/v1/sign-in/')) {
      try {
        await (request.method === 'POST' ? takeAnswer(request, response) : showPage(request, response))
      } catch (thrown) {
        if (!isGone(thrown)) throw thrown
        send(response, 400, expiredPage())
      }
    } else {
      await callback(request, response)
    }
  }

  return { handle, judgeToken: createTokenJudge(publicKey, `${options.origin}/oidc`) }
}

const formLimit = 10_000

const readText = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request) {
    const bytes = Buffer.from(part)
    length += bytes.length
    if (length > formLimit) return ''
    parts.push(bytes)
  }
  return Buffer.concat(parts).toString('utf8')
}
