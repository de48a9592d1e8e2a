import type { JsonObject } from '../lib/json.ts'
import type { JudgeToken } from './access-token.ts'
import { jsonAnswer, restError } from './answers.ts'
import { appByName, apps, describeApp } from './apps.ts'
import { describeEndpoint, detailEndpoint, endpointByName, endpointOpenApi, endpoints } from './endpoints.ts'
import { decodeSegment } from './path-segment.ts'
import type { Person } from './people.ts'
import { warehouses } from './warehouses.ts'

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

const read = (path: string, query: URLSearchParams, origin: string, person: Person, requestId: string): Response => {
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
    case 'sql':
      if (path === 'sql/warehouses') return paged('warehouses', warehouses(origin), query, requestId)
      break
    default:
      break
  }
  return restError(404, 'ENDPOINT_NOT_FOUND', `No API found for 'GET /${path}'`, requestId)
}

/** The part of the workspace's REST API that a playground reads. `path` is what follows `/api/2.0/`. */
export const createWorkspaceApi =
  (origin: string, judgeToken: JudgeToken) =>
  async (request: Request, path: string, query: URLSearchParams, requestId: string): Promise<Response> => {
    const verdict = judgeToken(request)
    const refusal = restRefusal(verdict.kind, requestId)
    if (verdict.kind !== 'valid') return refusal ?? restError(401, 'UNAUTHENTICATED', 'Not signed in.', requestId)
    if (request.method !== 'GET') {
      return restError(404, 'ENDPOINT_NOT_FOUND', `No API found for '${request.method} /${path}'`, requestId)
    }
    const answer = read(path, query, origin, verdict.person, requestId)
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
