import type { Agent } from '../agent/agent.ts'
import { baseOf, parseCallPath } from '../agent/call-path.ts'

/** What is wrong with a path as typed; an empty one is the agent's own. */
export const callPathProblem = (agent: Agent, typed: string): string | undefined => {
  if (typed.trim() === '') return undefined
  const parsed = parseCallPath(typed, baseOf(agent.target, agent.workspace))
  return parsed.ok ? undefined : `${parsed.problem.title}. ${parsed.problem.remedy}`
}
