import type { WebHandler, WebMiddleware } from './node-http.ts'
import { type OwnOrigin, isOwnHost } from './own-origin.ts'
import type { StaticFiles } from './static-files.ts'
import { refusalResponse } from './refusal.ts'

/** What the program tells its own page at the start. */
export interface PlaygroundFacts {
  /** Semantic version of the program. */
  readonly version: string
  /** Origin of the sample workspace, as a browser reaches it; null where it is turned off. */
  readonly sampleOrigin: string | null
  /** The client id that was set, if any. */
  readonly oauthClientId: string | null
  readonly allowedHosts: readonly string[]
}

/** The one origin that Databricks registered for its built-in public client `databricks-cli`. */
const builtInOrigin = 'http://localhost:8020'

const json = (value: unknown, status = 200): Response =>
  new Response(JSON.stringify(value), {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    },
  })

const notFound = (): Response =>
  json({ error: { code: 'not-found', message: 'There is nothing at this address.' } }, 404)

const isNavigation = (request: Request): boolean => {
  if (request.method !== 'GET') return false
  const mode = request.headers.get('sec-fetch-mode')
  return mode === null ? (request.headers.get('accept') ?? '').includes('text/html') : mode === 'navigate'
}

/**
 * Sign-in comes back to `localhost`, and a browser keeps storage per origin; a page opened under
 * another name of this computer would lose both, so it is sent to the right one.
 */
const canonicalLocation = (request: Request, target: string, own: OwnOrigin): string | undefined => {
  if (own.reach !== 'loopback' || !isNavigation(request)) return undefined
  const { hostname } = new URL(request.url)
  if (hostname !== '127.0.0.1' && hostname !== '[::1]') return undefined
  return `http://localhost${own.port === 80 ? '' : `:${own.port}`}${target}`
}

export interface RouteOptions {
  readonly own: OwnOrigin
  readonly facts: PlaygroundFacts
  readonly relay: WebHandler
}

/** Everything but the page's files: the same in production and in development. */
export const createRoutes =
  ({ own, facts, relay }: RouteOptions): WebMiddleware =>
  async (request, call) => {
    const host = request.headers.get('host') ?? ''
    if (!isOwnHost(host, own)) {
      return refusalResponse({
        code: 'host-unknown',
        status: 421,
        message: `The playground does not answer to this name. Open it at http://localhost:${own.port}.`,
      })
    }
    const path = call.target.split('?')[0]
    if (path?.startsWith('/relay/') === true) return relay(request, call)
    const location = canonicalLocation(request, call.target, own)
    if (location !== undefined)
      return new Response(null, { status: 307, headers: { location, 'cache-control': 'no-store' } })
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
    switch (path) {
      case '/healthz':
        return json({ status: 'ok', version: facts.version })
      case '/playground.json':
        return json({
          version: facts.version,
          sample: facts.sampleOrigin === null ? null : { origin: facts.sampleOrigin },
          oauthClientId: facts.oauthClientId ?? (`http://${host}` === builtInOrigin ? 'databricks-cli' : null),
          allowedHosts: facts.allowedHosts,
        })
      default:
        return undefined
    }
  }

/** The routes, then the built page, then nothing. */
export const withFiles =
  (routes: WebMiddleware, files: StaticFiles): WebHandler =>
  async (request, call) =>
    (await routes(request, call)) ?? files(request) ?? notFound()
