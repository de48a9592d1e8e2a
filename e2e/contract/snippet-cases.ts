import type { Agent, AgentTarget } from '../../src/agent/agent.ts'
import { callOf } from '../../src/agent/call-of.ts'
import { discoverServer } from '../../src/agent/discover.ts'
import type { CodeRequest } from '../../src/code/code-request.ts'
import { utf8 } from '../../src/exchange/utf8.ts'
import type { Ms } from '../../src/lib/brand.ts'
import { parseJson } from '../../src/lib/json.ts'
import { comparable, type Comparable } from '../../src/protocol/comparable.ts'
import { createReading } from '../../src/protocol/create-reading.ts'
import { bodyInDialect } from '../../src/protocol/dialect-request.ts'
import { outcomeOf, type Outcome } from '../../src/protocol/outcome.ts'
import type { ResponsesRequest } from '../../src/protocol/request-body.ts'
import type { Snapshot } from '../../src/protocol/snapshot.ts'
import { apps } from '../../src/sample/apps.ts'
import { endpoints } from '../../src/sample/endpoints.ts'
import { spokenText, type Caller } from '../../src/sample/test-answers.ts'

/* Requests to the sample agents as the playground makes them, and their answers as the playground reads them. */

/** An answer without what differs from one telling to the next. */
export interface Told extends Comparable {
  /** Every character of it, white space included. */
  readonly text: string
  readonly outcome: Outcome['kind']
  readonly hasTrace: boolean
}

const toldOf = (snapshot: Snapshot, outcome: Outcome): Told => ({
  ...comparable(snapshot),
  text: spokenText(snapshot),
  outcome: outcome.kind,
  hasTrace: snapshot.traceId !== undefined,
})

export const readAnswer = (text: string, contentType: string, status: number): Pick<Case, 'told' | 'snapshot'> => {
  const reading = createReading({ contentType, utf8, status })
  reading.push(new TextEncoder().encode(text), 0 as Ms)
  reading.end(1 as Ms, false)
  const { snapshot, form } = reading
  return { snapshot, told: toldOf(snapshot, outcomeOf({ end: 'whole-body', snapshot, form, status })) }
}

export interface Case {
  readonly name: string
  readonly request: CodeRequest
  readonly status: number
  readonly contentType: string
  readonly body: string
  /** What the playground's own reader says of the answer to its own request. */
  readonly told: Told
  /** The answer as the next turn remembers it. */
  readonly snapshot: Snapshot
}

/** Cases that are reported as one. */
export interface CaseGroup {
  readonly name: string
  readonly cases: readonly Case[]
}

const bearer = ({ token }: Caller): Record<string, string> => ({ Authorization: `Bearer ${token}` })

/** Every agent of the sample workspace, found out as the playground does it. */
export const findAgents = async (caller: Caller): Promise<readonly Agent[]> => {
  const targets: readonly AgentTarget[] = [
    ...apps.map(({ name }) => ({ kind: 'app', name, url: `${caller.origin}/apps/${name}` }) as const),
    ...endpoints.map(({ name, task }) => ({ kind: 'serving-endpoint', endpoint: name, task }) as const),
  ]
  return Promise.all(
    targets.map(async (target): Promise<Agent> => {
      const name = target.kind === 'app' ? target.name : target.kind === 'local' ? target.url : target.endpoint
      const agent = { target, name } as Agent
      if (target.kind !== 'app') return agent
      const discovery = await discoverServer(target, async (path) => {
        const answer = await fetch(target.url + path, { headers: bearer(caller), redirect: 'manual' })
        const parsed = parseJson(await answer.text())
        return { status: answer.status, ...(parsed.ok ? { json: parsed.value } : {}) }
      })
      return { ...agent, discovery }
    }),
  )
}

/** Parts of a request that are not always there. */
export type Asked = Pick<ResponsesRequest, 'stream'> & Partial<ResponsesRequest>

export const requestTo = (
  agent: Pick<Agent, 'target' | 'name' | 'discovery' | 'override' | 'asksTrace'>,
  origin: string | null,
  asked: Asked,
): CodeRequest => {
  const call = callOf(agent, origin, asked.stream ? 'streamed' : 'whole')
  const body = bodyInDialect(call.dialect, { history: [], input: 'Hello', model: call.model, ...asked }, call.fields)
  return {
    target: agent.target,
    origin,
    agentName: agent.name,
    url: call.url,
    headers: Object.entries(call.headers),
    body,
  }
}

/** Makes the request itself and reads the answer. */
export const ask = async (name: string, request: CodeRequest, caller: Caller): Promise<Case> => {
  const answer = await fetch(request.url, {
    method: 'POST',
    headers: { ...bearer(caller), 'Content-Type': 'application/json', ...Object.fromEntries(request.headers) },
    body: JSON.stringify(request.body),
  })
  const contentType = answer.headers.get('content-type') ?? ''
  const { status } = answer
  const body = await answer.text()
  return { name, request, status, contentType, body, ...readAnswer(body, contentType, status) }
}
