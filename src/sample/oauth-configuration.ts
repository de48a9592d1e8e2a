import { randomBytes, type KeyObject } from 'node:crypto'
import { errors, interactionPolicy, type Configuration } from 'oidc-provider'
import { createMemoryAdapter, type MemoryStore } from './memory-adapter.ts'
import { personByUserName } from './people.ts'

/** The public client that the Databricks command line and SDKs use, and with them the playground. */
export const clientId = 'databricks-cli'
export const clientName = 'Databricks CLI'
/** What a token may be asked for: everything, or one group of APIs. */
const apiScopes = ['all-apis', 'sql', 'model-serving'] as const
export const scopes = [...apiScopes, 'offline_access'].join(' ')
const week = 7 * 24 * 60 * 60

export interface OAuthOptions {
  /** Origin of the sample workspace. */
  readonly origin: string
  /** Exact redirect URIs, without path and slash. */
  readonly redirectUris: readonly string[]
  readonly accessTokenSeconds: number
}

/** Authorization server metadata as a workspace publishes it: no userinfo, revocation, end-session or registration. */
export const metadataOf = (origin: string) => ({
  issuer: `${origin}/oidc`,
  authorization_endpoint: `${origin}/oidc/v1/authorize`,
  token_endpoint: `${origin}/oidc/v1/token`,
  jwks_uri: `${origin}/oidc/jwks.json`,
  scopes_supported: scopes.split(' '),
  response_types_supported: ['code'],
  response_modes_supported: ['query', 'fragment', 'form_post'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  request_uri_parameter_supported: false,
})

/**
 * Consent is asked once per browser and person. What reaches the provider always says `prompt=consent`, so that
 * check is taken out; a client that says so itself comes with `sample_consent`, and is obeyed.
 */
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

/** How the provider differs from what it is out of the box. `remembered` maps browser session and person to a grant. */
export const createConfiguration = (
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
