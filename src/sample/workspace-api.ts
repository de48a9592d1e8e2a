import type { JsonObject } from '../lib/json.ts'
import type { JudgeToken } from './access-token.ts'
import { jsonAnswer, restError } from './answers.ts'
import { appByName, apps, describeApp } from './apps.ts'
import { describeEndpoint, detailEndpoint, endpointByName, endpointOpenApi, endpoints } from './endpoints.ts'
import { decodeSegment } from './path-segment.ts'
import type { Person } from './people.ts'
import type { SqlApi } from './sql-api.ts'
import type { WarehousePark } from './warehouses.ts'

/** Workspace id, as the `X-Databricks-Org-Id` header gives it. */
export const workspaceId = '1234567890123456'

/** Small, so that every client has to follow `next_page_token`. */
const defaultPageSize = 4

interface Page {
  readonly items: readonly JsonObject[]
  readonly next: string | undefined
}

const pageOf = (all: readonly JsonObject[], query: URLSearchParams): Page | undefined => {
  const size = Number(query.get('page_size') ?? defaultPageSize)
  const token = query.get('page_token')
  const start = token === null || token === '' ? 0 : Number(/^sample-page-(\d+)$/.exec(token)?.[1] ?? Number.NaN)
  if (!Number.isInteger(size) || size < 0 || !Number.isInteger(start) || start > all.length) return undefined
  const end = start + (size === 0 ? defaultPageSize : Math.min(size, 100))
  return { items: all.slice(start, end), next: end < all.length ? `sample-page-${end}` : undefined }
}

const scimMe = (person: Person): JsonObject => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', 'urn:ietf:params:scim:schemas:extension:workspace:2.0:User'],
  id: person.id,
  userName: person.userName,
  displayName: person.displayName,
  active: true,
  name: { givenName: person.givenName, familyName: person.familyName },
  emails: [{ type: 'work', value: person.userName, primary: true }],
  groups: [{ display: 'users', type: 'direct', value: '1001', $ref: 'Groups/1001' }],
})

const paged = (key: string, all: readonly JsonObject[], query: URLSearchParams, requestId: string): Response => {
  const page = pageOf(all, query)
  if (page === undefined) {
    return restError(400, 'INVALID_PARAMETER_VALUE', 'page_size or page_token is not valid.', requestId)
  }
  return jsonAnswer(200, { [key]: page.items, ...(page.next === undefined ? {} : { next_page_token: page.next }) })
}

const withoutGroups = (me: JsonObject, query: URLSearchParams): JsonObject => {
  const excluded = (query.get('excludedAttributes') ?? '').split(',')
  return Object.fromEntries(Object.entries(me).filter(([name]) => !excluded.includes(name)))
}

interface Asked {
  readonly path: string
  readonly query: URLSearchParams
  readonly person: Person
  readonly requestId: string
}

const read = ({ path, query, person, requestId }: Asked, origin: string, warehouses: WarehousePark): Response => {
  const [collection, name, detail] = path.split('/').map(decodeSegment)
  switch (collection) {
    case 'preview':
      if (path !== 'preview/scim/v2/Me') break
      return jsonAnswer(200, withoutGroups(scimMe(person), query), { 'content-type': 'application/scim+json' })
    case 'apps': {
      if (name === undefined)
        return paged(
          'apps',
          apps.map((app, index) => describeApp(app, origin, index)),
          query,
          requestId,
        )
      const app = appByName(name)
      if (app !== undefined && detail === undefined) return jsonAnswer(200, describeApp(app, origin, apps.indexOf(app)))
      return restError(404, 'RESOURCE_DOES_NOT_EXIST', `App with name ${name} does not exist or is deleted.`, requestId)
    }
    case 'serving-endpoints': {
      if (name === undefined) return jsonAnswer(200, { endpoints: endpoints.map(describeEndpoint) })
      const endpoint = endpointByName(name)
      if (endpoint === undefined) {
        return restError(404, 'RESOURCE_DOES_NOT_EXIST', `Endpoint with name '${name}' does not exist.`, requestId)
      }
      if (detail === 'openapi') return jsonAnswer(200, endpointOpenApi(endpoint, origin))
      if (detail === undefined) return jsonAnswer(200, detailEndpoint(endpoint))
      break
    }
    case 'sql': {
      if (path === 'sql/warehouses') return paged('warehouses', warehouses.list(), query, requestId)
      const warehouse = name === 'warehouses' && detail !== undefined ? warehouses.describe(detail) : undefined
      if (warehouse !== undefined) return jsonAnswer(200, warehouse)
      break
    }
    default:
      break
  }
  return restError(404, 'ENDPOINT_NOT_FOUND', `No API found for 'GET /${path}'`, requestId)
}

const lacksScope = (scope: string, requestId: string): Response =>
  restError(403, 'PERMISSION_DENIED', `Provided OAuth token does not have required scopes: ${scope}`, requestId)

/** The part of the workspace's REST API that a playground uses. `path` is what follows `/api/2.0/`. */
export const createWorkspaceApi =
  (origin: string, judgeToken: JudgeToken, warehouses: WarehousePark, sql: SqlApi) =>
  async (request: Request, path: string, query: URLSearchParams, requestId: string): Promise<Response> => {
    const verdict = judgeToken(request)
    const refusal = restRefusal(verdict.kind, requestId)
    if (verdict.kind !== 'valid') return refusal ?? restError(401, 'UNAUTHENTICATED', 'Not signed in.', requestId)
    if (path.startsWith('sql/')) {
      if (!['all-apis', 'sql'].some((scope) => verdict.scopes.includes(scope))) return lacksScope('sql', requestId)
    }
    if (/^sql\/statements(?:\/|$)/.test(path)) {
      const caller = { person: verdict.person, authorization: request.headers.get('authorization') ?? '' }
      return sql.answer(request, path.slice('sql/'.length), caller, requestId)
    }
    if (request.method !== 'GET') {
      return restError(404, 'ENDPOINT_NOT_FOUND', `No API found for '${request.method} /${path}'`, requestId)
    }
    const answer = read({ path, query, person: verdict.person, requestId }, origin, warehouses)
    answer.headers.set('x-databricks-org-id', workspaceId)
    return answer
  }

/** How REST answers a token that is not good: an old one may be refreshed (401), a strange one may not (403). */
export const restRefusal = (kind: ReturnType<JudgeToken>['kind'], requestId: string): Response | undefined => {
  switch (kind) {
    case 'missing':
      return restError(
        401,
        'UNAUTHENTICATED',
        'Credential was not sent or was of an unsupported type for this API.',
        requestId,
      )
    case 'expired':
      return restError(401, 'UNAUTHENTICATED', 'The access token has expired.', requestId)
    case 'invalid':
      return restError(403, 'PERMISSION_DENIED', 'Invalid access token.', requestId)
    case 'valid':
      return undefined
  }
}
