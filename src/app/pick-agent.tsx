import type { ReactNode } from 'react'
import type { Agent } from '../agent/agent.ts'
import type { AgentEntry } from '../agent/registered-agent.ts'
import { useAgents } from '../agent/use-agents.ts'
import { StatusDot } from '../ui/status-dot.tsx'
import { kindOf } from './agent-kind.ts'
import { sampleRank } from './example-prompts.ts'

const shown = 9

const Card = ({ entry, onPick }: { readonly entry: AgentEntry; readonly onPick: (agent: Agent) => void }) => (
  <button
    type="button"
    onClick={() => onPick(entry.agent)}
    className="flex flex-col gap-1.5 rounded-xl border border-border bg-surface-raised p-4 text-start shadow-raised transition-colors hover:border-border-strong hover:bg-surface-hover motion-reduce:transition-none"
  >
    <span className="flex min-w-0 items-center gap-2">
      <StatusDot tone="good" />
      <span className="min-w-0 flex-1 truncate font-semibold">{entry.agent.name}</span>
      <span className="text-xs text-text-subtle">{kindOf(entry.agent)}</span>
    </span>
    <span className="line-clamp-2 text-xs text-text-subtle">
      {entry.listing?.description ?? entry.listing?.speaks ?? entry.agent.ref}
    </span>
  </button>
)

interface PickAgentProps {
  readonly onPick: (agent: Agent) => void
  /** How to sign in, where nobody is. */
  readonly children?: ReactNode
}

/** Where nothing is chosen yet: the agents that would answer now. */
export const PickAgent = ({ onPick, children }: PickAgentProps) => {
  const { groups, session, pending, workspace } = useAgents('')
  const ready = groups
    .filter(({ title }) => title !== 'Models')
    .flatMap(({ entries }) => entries)
    .filter(({ listing, agent }) => listing?.state === 'running' || agent.target.kind === 'local')
  // The sample workspace has more agents than fit here, and not all of them show much to a newcomer.
  if (workspace?.kind === 'sample')
    ready.sort((one, other) => sampleRank(one.agent.name) - sampleRank(other.agent.name))
  return (
    <section className="grid gap-5">
      <header className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">What do you want to talk to?</h1>
        <p className="text-text-subtle">
          {ready.length > 0
            ? 'These answer right now; all agents are in the list.'
            : pending
              ? 'Looking for agents…'
              : session.state === 'signed-in'
                ? 'No agent answers right now. The list says why, and what else there is.'
                : 'Once you are signed in, the agents that you may use stand here.'}
        </p>
      </header>
      {children}
      <div className="grid gap-3 empty:hidden sm:grid-cols-2 xl:grid-cols-3">
        {ready.slice(0, shown).map((entry) => (
          <Card key={entry.agent.id} entry={entry} onPick={onPick} />
        ))}
      </div>
    </section>
  )
}
