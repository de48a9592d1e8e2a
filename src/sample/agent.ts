import type { AgentRequest } from './request-body.ts'
import type { Script } from './script.ts'

/** How an agent behaves: it turns a request into a script. Pure, and the same for the same request. */
export type Behaviour = (request: AgentRequest) => Script

/** How an agent's answers look on the wire. */
export type Dialect = 'agent-server' | 'openai-agents' | 'serving'
