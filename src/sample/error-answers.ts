/**
 * Every shape of an error body that is seen on the way to an agent: agents' own servers, the front of Databricks Apps,
 * Model Serving, the REST API, gateways. `fault-lab` answers with each of them by name.
 */
export interface ErrorAnswer {
  readonly name: string
  /** One sentence: who answers so, and when. */
  readonly about: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Ids of requests, where the body itself carries one. */
const requestId = '7d1f0c52-3c1e-4a62-9a0b-5a4f1c9b2e10'

const json = (name: string, about: string, status: number, body: unknown, headers: Record<string, string> = {}) => ({
  name,
  about,
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

const text = (name: string, about: string, status: number, body: string, type = 'text/plain; charset=utf-8') => ({
  name,
  about,
  status,
  headers: { 'content-type': type },
  body,
})

/** The standard form of the REST API, with the id of the request among its details. */
const rest = (name: string, about: string, status: number, code: string, message: string, headers = {}) =>
  json(
    name,
    about,
    status,
    {
      error_code: code,
      message,
      details: [{ '@type': 'type.googleapis.com/google.rpc.RequestInfo', request_id: requestId, serving_data: '' }],
    },
    headers,
  )

const traceback = 'Traceback (most recent call last):\n  File "agent.py", line 12, in predict\nKeyError: \'customer\''

const credential =
  "Credential for user identity('ben.ruiz@example.com') is not found for the connection 'jira'. Please login first to the connection by visiting https://workspace.example.com/explore/connections/jira?o=1"

const fromAgents: readonly ErrorAnswer[] = [
  json('error-detail', 'FastAPI: one sentence in detail.', 400, {
    detail: 'Invalid JSON in request body: Expecting value: line 1 column 1 (char 0)',
  }),
  json('error-detail-list', 'FastAPI’s validation: a list in detail.', 422, {
    detail: [{ loc: ['query', 'starting_after'], msg: 'Input should be greater than 0', type: 'greater_than_equal' }],
  }),
  json('error-detail-pydantic', 'AgentServer: the words of a validation, over several lines.', 400, {
    detail:
      'Invalid parameters for ResponsesAgent: Invalid data for ResponsesAgentRequest:\n1 validation error for ResponsesAgentRequest\ninput\n  Input should be a valid list',
  }),
  json('error-raised', 'AgentServer: the agent raised, with a traceback.', 500, { detail: traceback }),
  json('error-raised-dns', 'AgentServer: the agent itself could not resolve a name. The app is not stopped.', 500, {
    detail: 'HTTPConnectionPool: DNS resolution failed for inventory.internal',
  }),
  json('error-express', 'agent-langchain-ts: a list of zod issues.', 400, {
    error: 'Invalid request format',
    details: [{ path: ['input'], message: 'Required' }],
  }),
  json('error-express-message', 'agent-langchain-ts: a title in error, the words in message.', 500, {
    error: 'Internal server error',
    message: 'The model stopped answering',
  }),
  json(
    'error-appkit-busy',
    'AppKit: too many runs at once, with Retry-After.',
    429,
    { error: 'Too many concurrent runs' },
    {
      'retry-after': '5',
    },
  ),
  json('error-appkit-aborted', 'AppKit: the request was given up.', 499, { error: 'Request aborted' }),
  json('error-appkit-thread', 'AppKit: a thread that it no longer keeps.', 404, {
    error: 'Thread 5b0f2c8e-0d0f-4a51-8f6b-9a3c64a2d7e1 not found',
  }),
  json('error-not-offered', 'The long-running server without a database.', 501, {
    detail: 'Response retrieval requires a database configuration.',
  }),
  json('error-tool-credential', 'A tool’s connection has no credential of this person.', 500, { detail: credential }),
  json('error-method', 'A path that takes no POST.', 405, { detail: 'Method Not Allowed' }),
]

const fromApps: readonly ErrorAnswer[] = [
  json('error-app-token', 'The front of an app, below /api: no valid token.', 401, {}),
  text('error-app-invalid-token', 'The front of an app: an expired token.', 403, 'Invalid Token'),
  text(
    'error-app-member',
    'The sign-in of an app: an account user who is not in the workspace.',
    403,
    'User is not assigned to this application',
  ),
  text(
    'error-app-stopped',
    'The front of a stopped app.',
    503,
    'Service Unavailable: DNS resolution failed, no such host',
  ),
  text('error-app-crashed', 'The front of an app that crashed, or listens elsewhere.', 502, 'Bad Gateway'),
  text('error-app-starting', 'The front of an app that is starting.', 502, 'App Not Available: the app is starting.'),
  text('error-app-timeout', 'The front of an app whose answer took too long.', 504, 'upstream request timeout'),
  text(
    'error-html-pre',
    'A proxy’s page with its words in pre.',
    502,
    '<html><head><title>502 Bad Gateway</title></head><body><pre>upstream connect error</pre></body></html>',
    'text/html',
  ),
  text(
    'error-html-title',
    'A proxy’s page with its words in the title.',
    503,
    '<!doctype html><html><head><title>503 Service Temporarily Unavailable</title></head><body></body></html>',
    'text/html; charset=utf-8',
  ),
  text('error-empty', 'A status without a body.', 500, ''),
]

const fromServing: readonly ErrorAnswer[] = [
  json('error-permission', 'The REST API with its reasons: no permission.', 403, {
    error_code: 'PERMISSION_DENIED',
    message: 'You do not have permission to query the endpoint.',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'CAN_QUERY_MISSING',
        domain: 'serving',
        metadata: {},
      },
      { '@type': 'type.googleapis.com/google.rpc.RequestInfo', request_id: requestId, serving_data: '' },
    ],
  }),
  rest(
    'error-scopes',
    'Model Serving: the token lacks scopes, which are named.',
    403,
    'PERMISSION_DENIED',
    'Provided OAuth token does not have required scopes: model-serving, serving.serving-endpoints',
  ),
  rest(
    'error-ip',
    'An IP access list.',
    403,
    'PERMISSION_DENIED',
    'Source IP address: 203.0.113.7 is blocked by Databricks IP ACL for workspace: 1234567890',
  ),
  text(
    'error-credential',
    'Model Serving: a token of a kind that it does not take.',
    401,
    'Credential was not sent or was of an unsupported type for this API.',
  ),
  json('error-access-token', 'Model Serving: an access token that is over.', 403, {
    error_code: 403,
    message: 'Invalid access token.',
  }),
  rest(
    'error-endpoint-missing',
    'Model Serving: no such endpoint, or not yet.',
    404,
    'ENDPOINT_NOT_FOUND',
    'The given endpoint does not exist, please retry after checking the specified model and version deployment exists.',
  ),
  rest(
    'error-resource-missing',
    'The REST API: no such thing.',
    404,
    'RESOURCE_DOES_NOT_EXIST',
    'Endpoint with name triage does not exist.',
  ),
  rest(
    'error-feature',
    'The REST API: a feature that is turned off.',
    404,
    'FEATURE_DISABLED',
    'The AI gateway is not enabled in this workspace.',
  ),
  rest(
    'error-conflict',
    'Model Serving: an update is in progress.',
    409,
    'RESOURCE_CONFLICT',
    'Endpoint sales-insights is being updated.',
  ),
  rest(
    'error-too-large',
    'Model Serving: more than 4 MB.',
    413,
    'MAX_REQUEST_SIZE_EXCEEDED',
    'Request size exceeds 4194304 bytes.',
  ),
  rest(
    'error-limit',
    'Model Serving: a limit that somebody set, with Retry-After in seconds.',
    429,
    'REQUEST_LIMIT_EXCEEDED',
    'Exceeded the user-defined limit of 60 requests per minute.',
    { 'retry-after': '4' },
  ),
  rest(
    'error-limit-workspace',
    'Model Serving: the workspace’s limit, without Retry-After.',
    429,
    'RESOURCE_EXHAUSTED',
    'Too many queries per second in this workspace.',
  ),
  rest('error-limit-date', 'A gateway: Retry-After as a date.', 429, 'RATE_LIMIT_EXCEEDED', 'Rate limit exceeded.', {
    date: 'Fri, 27 Nov 2026 10:00:00 GMT',
    'retry-after': 'Fri, 27 Nov 2026 10:00:30 GMT',
  }),
  rest('error-internal', 'Model Serving: the agent raised.', 500, 'INTERNAL_ERROR', traceback),
  rest(
    'error-scale-from-zero',
    'Model Serving: the endpoint scales from zero.',
    503,
    'TEMPORARILY_UNAVAILABLE',
    'The endpoint is scaling up from zero.',
    { 'retry-after': '30' },
  ),
  rest(
    'error-deadline',
    'Model Serving: the limit of 297 s.',
    504,
    'DEADLINE_EXCEEDED',
    'The request exceeded its execution limit.',
  ),
]

const fromOthers: readonly ErrorAnswer[] = [
  json('error-api-1-2', 'The oldest API: a sentence in error.', 400, { error: 'Unknown cluster' }),
  json('error-scim', 'SCIM: detail, status, scimType.', 403, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    detail: 'The caller may not read this user.',
    status: '403',
    scimType: 'insufficientPermissions',
  }),
  text(
    'error-coded-text',
    'Plain text that begins with a code.',
    403,
    'PERMISSION_DENIED: User does not have CAN_QUERY.',
  ),
  json('error-oauth', 'OAuth: error and error_description.', 401, {
    error: 'invalid_token',
    error_description: 'The access token expired',
  }),
  json('error-openai', 'OpenAI and gateways: a nested error.', 400, {
    error: { message: 'No such model: gpt-9', type: 'invalid_request_error', code: 'model_not_found', param: 'model' },
  }),
  json('error-external-model', 'An external model: what its provider said.', 400, {
    external_model_provider: 'openai',
    external_model_error: { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } },
  }),
  json('error-nested-text', 'An external model: the provider’s JSON as text in message.', 400, {
    error_code: 'BAD_REQUEST',
    message: JSON.stringify({
      error: { message: 'maximum context length is 8192 tokens', code: 'context_length_exceeded' },
    }),
  }),
]

export const errorAnswers = [...fromAgents, ...fromApps, ...fromServing, ...fromOthers] as const

export const playError = ({ status, headers, body }: ErrorAnswer): Response =>
  new Response(body === '' ? null : body, { status, headers })
