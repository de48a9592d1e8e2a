import type { AgentRequest } from './request-body.ts'
import type { Script } from './script.ts'

/** How an agent behaves: it turns a request into a script. Pure, and the same for the same request. */
export type Behaviour = (request: AgentRequest) => Script

/** How the answers of an agent in an app look on the wire. */
export type AppDialect = 'agent-server' | 'openai-agents'
