import type { ReactNode } from 'react'
import type { Agent, Manner } from '../agent/agent.ts'
import { dialectName, mannerOf } from '../agent/manner.ts'
import { suggestManner, type Suggestion } from '../agent/suggest-manner.ts'
import { useAgentVerbs } from '../agent/use-agents.ts'
import type { Readiness } from '../conversation/composer.tsx'
import type { Run } from '../conversation/conversation.ts'
import { Button } from '../ui/button.tsx'

const suggestionFor = (agent: Agent, run: Run): Suggestion | undefined => {
  if (run.phase.at !== 'over' || run.dialect === undefined) return undefined
  const { outcome } = run.phase
  const asked = mannerOf(agent, run.mode)
  // What was set since then is not contradicted by an answer from before.
  if (asked.dialect !== run.dialect) return undefined
  const problem = outcome.kind === 'failed' ? outcome.problem : undefined
  if (problem !== undefined && problem.status === undefined) return undefined
  return suggestManner(agent, {
    ...asked,
    status: problem?.status,
    detail: problem?.detail ?? '',
    shown: problem === undefined && outcome.kind === 'completed' ? run.snapshot.dialect : undefined,
  })
}

/** Nothing has to be set where the suggestion is what was found out anyway. */
const overrideFor = (agent: Agent, { mode }: Run, wanted: Manner): Partial<Manner> => {
  const { override: _override, ...asFound } = agent
  const found = mannerOf(asFound, mode)
  return found.dialect === wanted.dialect && found.path === wanted.path ? {} : wanted
}

/** Says that the last answer contradicts what was assumed about the agent, and offers what it speaks for. */
export const useMannerNote = (
  agent: Agent | undefined,
  run: Run | undefined,
  onRunAgain: (run: Run) => void,
): Readiness | undefined => {
  const { registry } = useAgentVerbs()
  const suggestion = agent === undefined || run === undefined ? undefined : suggestionFor(agent, run)
  if (agent === undefined || run === undefined || suggestion === undefined) return undefined
  const { dialect, path, why } = suggestion
  const isOther = dialect !== run.dialect
  const action: ReactNode = (
    <Button
      size="small"
      onClick={() => {
        registry.setManner(agent, {
          override: overrideFor(agent, run, { dialect, path }),
          asksTrace: agent.asksTrace ?? false,
        })
        onRunAgain(run)
      }}
    >
      Use {isOther ? dialectName(dialect) : path} and run again
    </Button>
  )
  return { kind: 'noted', note: why, action }
}
