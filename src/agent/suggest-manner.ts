import type { Dialect } from '../protocol/dialect.ts'
import type { Agent, AgentTarget, Manner } from './agent.ts'
import { dialectName, discoveryOf, usualPath } from './manner.ts'

/** What an answer tells about how it was asked for. */
export interface AnswerClue extends Manner {
  /** HTTP status of an answer that was an error. */
  readonly status?: number | undefined
  /** The server's own words about it. */
  readonly detail: string
  /** The dialect that the answer itself shows. */
  readonly shown?: Dialect | undefined
}

/** Another manner that the answer speaks for, and why. */
export interface Suggestion extends Manner {
  readonly why: string
}

/** Pairs that go together: AppKit answers Responses, in one piece and between its own events. */
const agree = (asked: Dialect, shown: Dialect): boolean =>
  asked === shown || (asked === 'appkit-events' && shown === 'responses')

const byShape = ({ dialect, path, shown }: AnswerClue): Suggestion | undefined =>
  shown === undefined || agree(dialect, shown)
    ? undefined
    : {
        dialect: shown,
        // The event API has a path of its own; everything else was answered where it was asked.
        path,
        why: `It was asked in ${dialectName(dialect)}, and answered in the form of ${dialectName(shown)}.`,
      }

/** Words of refusals that name what was expected instead. The first that fits decides. */
const refusals: readonly (readonly [words: RegExp, dialect: Dialect])[] = [
  [/approval-gated/, 'appkit-events'],
  [/does not take responses requests|ChatCompletionRequest/i, 'chat-completions'],
  [/ChatAgentRequest/, 'chat-agent'],
  [/does not take chat requests|ResponsesAgent/i, 'responses'],
  [/\bmessages\b[^.]{0,80}\b(required|missing)\b|\b(required|missing)\b[^.]{0,80}\bmessages\b/i, 'chat-completions'],
  [/\binput\b[^.]{0,80}\b(required|missing|valid list)\b|\b(required|missing)\b[^.]{0,80}\binput\b/i, 'responses'],
]

/** Task words in a refusal tell the chat dialects apart, as the task itself does. */
const chatOf = (detail: string, dialect: Dialect): Dialect =>
  dialect === 'chat-completions' && /agent\/v2\/chat/.test(detail) ? 'chat-agent' : dialect

const byRefusal = (target: AgentTarget, { dialect, detail }: AnswerClue): Suggestion | undefined => {
  const found = refusals.find(([words]) => words.test(detail))?.[1]
  if (found === undefined) return undefined
  const wanted = chatOf(detail, found)
  return wanted === dialect
    ? undefined
    : {
        dialect: wanted,
        path: usualPath(target, wanted),
        why: `It refused ${dialectName(dialect)}, and its words are those of an agent that speaks ${dialectName(wanted)}.`,
      }
}

/** AgentServers of before serve /invocations alone; both paths lead to the same handler where both are there. */
const otherPaths = new Map([
  ['/responses', '/invocations'],
  ['/invocations', '/responses'],
  ['/api/agents/chat', '/responses'],
])

const byMissingPath = (
  agent: Pick<Agent, 'target' | 'discovery'>,
  { dialect, path, status }: AnswerClue,
): Suggestion | undefined => {
  const { target } = agent
  const found = discoveryOf(agent)
  const said = `POST ${path} was answered with ${status ?? 'an error'}`
  if (found.conclusive && found.path !== path) {
    const why = `${said}; what was found out about it is ${dialectName(found.dialect)} at ${found.path}.`
    return { dialect: found.dialect, path: found.path, why }
  }
  const other = target.kind === 'serving-endpoint' ? usualPath(target, dialect) : otherPaths.get(path)
  if (other === undefined || other === path) return undefined
  return {
    dialect: dialect === 'appkit-events' ? 'responses' : dialect,
    path: other,
    why: `${said}: it may serve ${other} instead.`,
  }
}

/**
 * Where an answer contradicts the manner in which it was asked for: the manner that it speaks for. Nothing is changed
 * by this alone; the person decides.
 */
export const suggestManner = (agent: Pick<Agent, 'target' | 'discovery'>, clue: AnswerClue): Suggestion | undefined => {
  const { status, detail } = clue
  if (status === undefined) return byShape(clue)
  // A thread that AppKit has forgotten is no missing path.
  if (status === 404 && /\bthread\b/i.test(detail)) return undefined
  if (status === 404 || status === 405) return byMissingPath(agent, clue)
  return status === 400 || status === 422 ? byRefusal(agent.target, clue) : undefined
}
