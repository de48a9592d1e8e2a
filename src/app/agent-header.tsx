import { SlidersHorizontal } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Agent, AgentCall } from '../agent/agent.ts'
import { dialectName } from '../agent/manner.ts'
import type { AgentEntry } from '../agent/registered-agent.ts'
import { useDiscovery } from '../agent/use-agents.ts'
import { Badge } from '../ui/badge.tsx'
import { kindOf } from './agent-kind.ts'

const AgentSettingsDialog = lazy(() =>
  import('../agent/agent-settings-dialog.tsx').then((module) => ({ default: module.AgentSettingsDialog })),
)

interface AgentHeaderProps {
  readonly agent: Agent
  readonly call: AgentCall
  readonly entry: AgentEntry | undefined
  readonly title: string | undefined
}

/** Who is talked to, how, and about what. */
export const AgentHeader = ({ agent, call, entry, title }: AgentHeaderProps) => {
  const discovery = useDiscovery(agent, entry?.listing)
  const [settings, setSettings] = useState<'never' | 'open' | 'closed'>('never')
  const server = agent.discovery?.server
  const speaks = dialectName(call.dialect)
  return (
    <header className="@container flex h-9 min-w-0 flex-1 items-center gap-2 border-s border-border ps-3 pe-2">
      <title>{`${title ?? agent.name} – Agent Playground`}</title>
      <h1 className="min-w-12 truncate text-sm font-semibold">{agent.name}</h1>
      {/* In a narrow pane there is room for the name alone; both stand again above the first question and in the settings. */}
      <span className="flex shrink-0 gap-2 @max-sm:hidden">
        <Badge>{kindOf(agent)}</Badge>
        {server !== undefined && server !== 'AppKit' && <Badge>{server}</Badge>}
      </span>
      <span className="min-w-0 flex-1 truncate text-xs text-text-subtle @max-sm:hidden">
        {title ?? (entry?.listing?.state === 'running' ? '' : (entry?.listing?.stateDetail ?? ''))}
      </span>
      <button
        type="button"
        aria-label={`Agent settings: ${speaks}`}
        title={`${speaks} at ${call.url}`}
        onClick={() => setSettings('open')}
        className="-me-1.5 ms-auto flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-xs font-medium whitespace-nowrap text-text-subtle transition-colors hover:bg-surface-hover hover:text-text motion-reduce:transition-none"
      >
        <SlidersHorizontal size={13} aria-hidden />
        <span className="@max-sm:sr-only">{speaks}</span>
        {agent.override !== undefined && <Badge tone="notice">set</Badge>}
      </button>
      {settings !== 'never' && (
        <Suspense>
          <AgentSettingsDialog
            agent={agent}
            discovery={discovery}
            open={settings === 'open'}
            onClose={() => setSettings('closed')}
          />
        </Suspense>
      )}
    </header>
  )
}
