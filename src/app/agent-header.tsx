import type { Agent } from '../agent/agent.ts'
import type { AgentEntry } from '../agent/registered-agent.ts'
import { useAgentInfo } from '../agent/use-agents.ts'
import { Badge } from '../ui/badge.tsx'
import { kindOf } from './agent-kind.ts'

interface AgentHeaderProps {
  readonly agent: Agent
  readonly entry: AgentEntry | undefined
  readonly title: string | undefined
}

/** Who is talked to, and about what. */
export const AgentHeader = ({ agent, entry, title }: AgentHeaderProps) => {
  const info = useAgentInfo(entry)
  return (
    <header className="flex h-9 min-w-0 flex-1 items-center gap-2 border-s border-border ps-3 pe-2">
      <title>{`${title ?? agent.name} – Agent Playground`}</title>
      <h1 className="min-w-0 truncate text-sm font-semibold">{agent.name}</h1>
      <Badge>{kindOf(agent)}</Badge>
      {info?.serverVersion !== undefined && <Badge>{info.serverVersion}</Badge>}
      <span className="min-w-0 flex-1 truncate text-xs text-text-subtle">
        {title ?? (entry?.listing?.state === 'running' ? '' : (entry?.listing?.stateDetail ?? ''))}
      </span>
    </header>
  )
}
