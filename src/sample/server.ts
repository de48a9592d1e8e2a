import { randomUUID } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { nodeListener, type WebHandler } from '../relay/node-http.ts'
import { createAgentServer, scriptedAnswers, type AnswerCall, type AppServer } from './agent-server.ts'
import { jsonAnswer, restError } from './answers.ts'
import { createAppFront } from './app-front.ts'
import { apps, type SampleApp } from './apps.ts'
import { createFaultLab } from './fault-lab.ts'
import { createOAuth, type OAuth } from './oauth-provider.ts'
import { createServing } from './serving.ts'
import { readSampleSettings, type SampleOptions, type SampleSettings } from './settings.ts'
import { createSqlApi, type SqlApi } from './sql-api.ts'
import { createToolMuseum } from './tool-museum.ts'
import { createWarehouses, type WarehousePark } from './warehouses.ts'
import { createWorkspaceApi, workspaceId } from './workspace-api.ts'

/**
 * The sample workspace: a stand-in for a Databricks workspace with real OAuth, the REST calls that a
 * playground makes, and agents that speak the dialects real ones speak. It knows nothing of the playground
 * but where a sign-in may return to.
 */
export interface SampleWorkspace {
  /** `http://localhost:<port>` */
  readonly origin: string
  close(): Promise<void>
}

const answersOf = ({ name, server }: SampleApp, origin: string, pace: number): AnswerCall | undefined => {
  switch (server.kind) {
    case 'agent':
      return scriptedAnswers(name, server.dialect, server.behaviour, pace)
    case 'fault-lab':
      return createFaultLab(origin, pace)
    case 'tool-museum':
      return createToolMuseum(pace)
    case 'own':
    case 'none':
      return undefined
  }
}

const appServers = (origin: string, pace: number): ReadonlyMap<string, AppServer> => {
  const servers = new Map<string, AppServer>()
  for (const app of apps) {
    if (app.server.kind === 'own') servers.set(app.name, app.server.serve(app.name, pace))
    const answer = answersOf(app, origin, pace)
    if (answer !== undefined) servers.set(app.name, createAgentServer(app.name, answer))
  }
  return servers
}

/** What a host says about itself without sign-in. */
const hostMetadata = (origin: string) => ({
  oidc_endpoint: `${origin}/oidc`,
  account_id: '0f1e2d3c-4b5a-4697-8877-665544332211',
  workspace_id: workspaceId,
  cloud: 'AWS',
  host_type: 'WORKSPACE_HOST',
})

const createHandler = (
  origin: string,
  oauth: OAuth,
  settings: SampleSettings,
  warehouses: WarehousePark,
  sql: SqlApi,
) => {
  const front = createAppFront(origin, oauth.judgeToken, appServers(origin, settings.pace))
  const api = createWorkspaceApi(origin, oauth.judgeToken, warehouses, sql)
  const serving = createServing(oauth.judgeToken, settings.pace)
  const route = async (request: Request, requestId: string): Promise<Response> => {
    const url = new URL(request.url)
    const app = /^\/apps\/([^/]+)(\/.*)?$/.exec(url.pathname)
    if (app !== null) return front(request, app[1] ?? '', app[2] ?? '/')
    if (url.pathname.startsWith('/api/2.0/')) return api(request, url.pathname.slice(9), url.searchParams, requestId)
    const served = /^\/serving-endpoints\/(.+)$/.exec(url.pathname)
    if (served !== null) return serving(request, served[1] ?? '', requestId)
    const gateway = /^\/ai-gateway\/(.+)$/.exec(url.pathname)
    if (gateway !== null) return serving(request, gateway[1] ?? '', requestId)
    const result = /^\/sql-results\/([^/]+)$/.exec(url.pathname)
    if (result !== null) return sql.download(request, result[1] ?? '', requestId)
    if (url.pathname === '/.well-known/databricks-config') return jsonAnswer(200, hostMetadata(origin))
    if (url.pathname === '/')
      return new Response('The sample workspace of Agent Playground. There is nothing to see here.\n')
    return new Response('Not Found\n', { status: 404 })
  }
  return async (request: Request): Promise<Response> => {
    const requestId = randomUUID()
    const answer = await route(request, requestId).catch(() =>
      restError(500, 'INTERNAL_ERROR', 'The sample workspace failed.', requestId),
    )
    answer.headers.set('x-request-id', requestId)
    return answer
  }
}

const createListener = (oauth: OAuth, handler: WebHandler): RequestListener => {
  const handle = nodeListener(handler)
  return (request, response) => {
    if (!request.url?.startsWith('/oidc/')) {
      handle(request, response)
      return
    }
    oauth.handle(request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"server_error"}')
    })
  }
}

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, ipv6Only: host.includes(':') }, () => {
      server.removeListener('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

const codeOf = (thrown: unknown): unknown => (thrown instanceof Error && 'code' in thrown ? thrown.code : undefined)

/** A machine without IPv6 has no ::1 to listen on. */
const isMissingAddress = (thrown: unknown): boolean =>
  codeOf(thrown) === 'EADDRNOTAVAIL' || codeOf(thrown) === 'EAFNOSUPPORT'

type Listeners = readonly (readonly [server: Server, host: string])[]

const listenOnce = async (listeners: Listeners, port: number): Promise<number> => {
  let chosen = port
  let listening = 0
  for (const [server, host] of listeners) {
    try {
      chosen = await listen(server, chosen, host)
      listening++
    } catch (thrown) {
      if (!isMissingAddress(thrown)) throw thrown
    }
  }
  if (listening === 0) throw new Error('The sample workspace found no address to listen on.')
  return chosen
}

/** With port 0 the first address chooses, and the port may be taken on the next one: then it chooses again. */
const listenEverywhere = async (listeners: Listeners, port: number, attempts = 5): Promise<number> => {
  try {
    return await listenOnce(listeners, port)
  } catch (thrown) {
    if (port !== 0 || attempts === 1 || codeOf(thrown) !== 'EADDRINUSE') throw thrown
    await Promise.all(listeners.map(([server]) => closeServer(server)))
    return listenEverywhere(listeners, port, attempts - 1)
  }
}

/**
 * Starts the sample workspace and resolves when it answers on every address.
 * Rejects with the system's error (`code` EADDRINUSE, …) when it cannot listen, and with an Error
 * of one sentence when a setting cannot be read.
 */
export const startSampleWorkspace = async (options: SampleOptions): Promise<SampleWorkspace> => {
  const settings = readSampleSettings(options, process.env)
  // The origin is part of every token and link, and with port 0 it is known only after listening.
  let listener: RequestListener = (_request, response) => response.writeHead(503).end()
  const servers = options.host.map((host) => {
    const server = createServer((request, response) => listener(request, response))
    // Node's own five seconds are over when a busy computer gets to them, just as a client uses the connection again.
    server.keepAliveTimeout = 60_000
    return [server, host] as const
  })
  const close = async () => {
    await Promise.all(servers.map(([server]) => closeServer(server)))
  }
  try {
    const port = await listenEverywhere(servers, options.port)
    const origin = `http://localhost:${port}`
    const oauth = createOAuth({
      origin,
      redirectUris: options.playgroundOrigins,
      accessTokenSeconds: settings.accessTokenSeconds,
    })
    const warehouses = createWarehouses(origin, settings.pace)
    const sql = createSqlApi(origin, settings.pace, warehouses)
    listener = createListener(oauth, createHandler(origin, oauth, settings, warehouses, sql))
    return {
      origin,
      close() {
        sql.close()
        return close()
      },
    }
  } catch (thrown) {
    await close()
    throw thrown
  }
}
