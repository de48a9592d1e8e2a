import type { Agent } from '../agent/agent.ts'

const kinds = { app: 'App', 'serving-endpoint': 'Serving endpoint', local: 'On this computer' } as const

/** What kind of thing answers, for people. */
export const kindOf = ({ target }: Agent): string => kinds[target.kind]
