import type { Plugin } from 'vite'
import { type WebMiddleware, nodeMiddleware } from './node-http.ts'
import { pageHeaders } from './content-security.ts'

/** Puts the relay, /healthz, /playground.json and the security headers in front of Vite's development server. */
export const playgroundPlugin = (playground: WebMiddleware): Plugin => ({
  name: 'playground',
  apply: 'serve',
  configureServer: (server) => {
    const middleware = nodeMiddleware(playground)
    server.middlewares.use((request, response, next) => {
      middleware(request, response, () => {
        for (const [name, value] of Object.entries(pageHeaders('development'))) response.setHeader(name, value)
        next()
      })
    })
  },
})
