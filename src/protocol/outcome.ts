import type { Problem } from '../lib/problem.ts'
import { agentProblem } from './agent-problem.ts'
import type { Reading } from './reading.ts'
import type { Snapshot } from './snapshot.ts'

/** How a run ended. `interrupted`: the body ended, or the page went away, before the answer had ended. */
export type Outcome =
  | { readonly kind: 'completed' }
  | { readonly kind: 'incomplete'; readonly reason: string }
  /** `told`: whether the agent heard of it; absent where there is no way to tell it but to close the connection. */
  | { readonly kind: 'stopped'; readonly told?: 'yes' | 'failed' }
  /**
   * `cause`: the page went away, the connection broke, the agent just ended, or the link or file that it was read from
   * ends before; absent in older records.
   */
  | {
      readonly kind: 'interrupted'
      readonly detail: string
      readonly cause?: 'page' | 'connection' | 'agent' | 'source'
    }
  | { readonly kind: 'failed'; readonly problem: Problem }

export interface Ending {
  /** How the exchange ended: see `ExchangeEnd`. `unknown`: what it was read from does not hold its end. */
  readonly end: 'whole-body' | 'stopped' | 'broken' | 'abandoned' | 'unknown'
  /** What is known about it from outside: why the connection broke, what a refusal means. */
  readonly problem?: Problem | undefined
  readonly snapshot: Snapshot
  readonly form: Reading['form']
  /** HTTP status; undefined when no head came. */
  readonly status: number | undefined
}

const httpProblem = (status: number): Problem => ({
  kind: 'http',
  code: `http-${status}`,
  title: `The server answered with status ${status}`,
  detail: `The answer has HTTP status ${status} and is no agent's answer`,
  remedy: 'Look at the body of the answer in the inspector',
  who: status >= 500 ? 'agent author' : 'you',
  status,
})

const unreadable = (code: string, title: string, detail: string): Problem => ({
  kind: 'protocol',
  code,
  title,
  detail,
  remedy: 'Look at the body of the answer in the inspector, and check the address of the agent',
  who: 'agent author',
})

/** Whether a function call waits for its output: then the `completed` that was seen ended a round, not the answer. */
const awaitsTool = ({ items }: Snapshot): boolean => {
  const answered = new Set(items.map((item) => (item.kind === 'tool-output' ? item.callId : undefined)))
  return items.some((item) => item.kind === 'tool-call' && item.type === 'function_call' && !answered.has(item.callId))
}

const cutShort = ({ end, problem }: Ending): Outcome => {
  switch (end) {
    case 'stopped':
      return { kind: 'stopped' }
    case 'broken':
      return {
        kind: 'interrupted',
        cause: 'connection',
        detail: problem?.detail ?? 'The connection broke before the answer had ended',
      }
    case 'abandoned':
      return {
        kind: 'interrupted',
        cause: 'page',
        detail: 'The page was closed or reloaded before the answer had ended',
      }
    case 'unknown':
      return {
        kind: 'interrupted',
        cause: 'source',
        detail: 'What it was read from ends before the answer does. Whether the answer itself was whole is not known',
      }
    case 'whole-body':
      return {
        kind: 'interrupted',
        cause: 'agent',
        detail: 'The body ended before the answer had: neither a final event nor [DONE] came',
      }
  }
}

/**
 * How a run ended, from how its exchange ended and what was read. The first row that fits decides:
 *
 * | seen                                                        | outcome                            |
 * |-------------------------------------------------------------|------------------------------------|
 * | no head: nothing was answered                               | failed, or as the exchange ended   |
 * | HTTP status outside 200-299                                 | failed                             |
 * | an error event, `response.failed`, status `failed`          | failed, `[DONE]` or not            |
 * | HTML, plain text: a body that cannot be an agent's answer   | failed, if all of it came          |
 * | `response.incomplete`, status `incomplete`                  | incomplete                         |
 * | `[DONE]`                                                    | completed, however the body ended  |
 * | `response.completed` last, and the body ended               | completed                          |
 * | `response.completed` last, no call waits for its output     | completed, however the body ended  |
 * | all of a stream in the author's own JSON came              | completed                          |
 * | all of a whole answer came, but it is not JSON              | failed                             |
 * | all of a whole answer came, status `in_progress`, `queued`  | incomplete                         |
 * | stopped by the person                                       | stopped                            |
 * | connection broken, page gone, or body ended with none of it | interrupted                        |
 * | the end is not in the link or file that it was read from    | interrupted                        |
 *
 * `[DONE]` is enough because LangGraph agents and ResponsesAgents on Model Serving never send `response.completed`.
 * `response.completed` followed by more of the answer was the end of a round: the fold has forgotten it by then.
 */
export const outcomeOf = (ending: Ending): Outcome => {
  const { end, problem, snapshot, form, status } = ending
  if (status === undefined && end !== 'stopped' && problem !== undefined) return { kind: 'failed', problem }
  if (status !== undefined && (status < 200 || status > 299))
    return { kind: 'failed', problem: problem ?? httpProblem(status) }
  if (snapshot.error !== undefined || snapshot.terminal === 'failed' || snapshot.terminal === 'error') {
    return { kind: 'failed', problem: agentProblem(snapshot) }
  }
  if (form === 'opaque' && end === 'whole-body') {
    const detail = 'The body is neither an event stream nor JSON'
    return {
      kind: 'failed',
      problem: problem ?? unreadable('no-answer', 'The answer is not in a form that agents use', detail),
    }
  }
  if (snapshot.terminal === 'incomplete') {
    return { kind: 'incomplete', reason: snapshot.incompleteReason ?? snapshot.status ?? 'unknown' }
  }
  if (snapshot.doneMarker) return { kind: 'completed' }
  if (snapshot.terminal === 'completed' && (end === 'whole-body' || !awaitsTool(snapshot))) return { kind: 'completed' }
  if (snapshot.dialect === 'free-json' && end === 'whole-body') return { kind: 'completed' }
  if (form === 'whole' && end === 'whole-body') {
    if (snapshot.status !== undefined) return { kind: 'incomplete', reason: snapshot.status }
    const detail = 'The body is declared or begins as JSON, but it cannot be parsed'
    return { kind: 'failed', problem: unreadable('invalid-body', 'The answer is not valid JSON', detail) }
  }
  return cutShort(ending)
}
