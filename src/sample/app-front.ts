import type { JudgeToken } from './access-token.ts'
import type { AppServer } from './agent-server.ts'
import { jsonAnswer } from './answers.ts'
import { appByName } from './apps.ts'

const text = (status: number, body: string): Response =>
  new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })

/** Where the proxy sends a browser without a session. Its address is how a client recognises "not signed in". */
const loginRedirect = (origin: string, name: string): Response => {
  const query = new URLSearchParams({
    client_id: `c0ffee00-0000-4000-8000-${name}`,
    response_type: 'code',
    scope: 'openid profile email offline_access',
    redirect_uri: `${origin}/apps/${name}/.auth/callback`,
    state: 'sample',
  })
  return new Response(null, { status: 302, headers: { location: `${origin}/oidc/v1/authorize?${query}` } })
}

/** Stands where the Databricks Apps proxy stands: decides who reaches an app's server, and whether it is there. */
export const createAppFront =
  (origin: string, judgeToken: JudgeToken, servers: ReadonlyMap<string, AppServer>) =>
  async (request: Request, name: string, path: string): Promise<Response> => {
    const app = appByName(name)
    if (app === undefined) return text(404, 'Not Found')
    const verdict = judgeToken(request)
    if (verdict.kind !== 'valid') {
      return path === '/api' || path.startsWith('/api/') ? jsonAnswer(401, {}) : loginRedirect(origin, name)
    }
    if (verdict.person.deniedAgents.includes(name)) {
      return text(403, `You do not have permission to access ${name}. Ask its owner for CAN_USE.`)
    }
    const server = servers.get(name)
    if (app.compute === 'STARTING') return text(502, 'App Not Available: the app is starting.')
    if (app.compute === 'STOPPED' || server === undefined) {
      return text(503, `Service Unavailable: DNS resolution failed for ${name}, no such host. The app is not running.`)
    }
    return server(request, path)
  }
