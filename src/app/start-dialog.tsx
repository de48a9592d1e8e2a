import { useState } from 'react'
import type { Agent } from '../agent/agent.ts'
import type { AgentEntry } from '../agent/registered-agent.ts'
import { useAgents } from '../agent/use-agents.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { kindOf } from './agent-kind.ts'

interface StartDialogProps {
  readonly onPick: (agent: Agent) => void
  readonly onClose: () => void
}

const Entry = ({ entry, onPick }: { readonly entry: AgentEntry; readonly onPick: (agent: Agent) => void }) => (
  <li>
    <button
      type="button"
      onClick={() => onPick(entry.agent)}
      className="flex w-full min-w-0 items-baseline gap-3 rounded-md px-2.5 py-1.5 text-start hover:bg-surface-hover"
    >
      <span className="min-w-0 flex-1 truncate font-medium">{entry.agent.name}</span>
      <span className="shrink-0 text-xs text-text-subtle">{kindOf(entry.agent)}</span>
    </button>
  </li>
)

/** Chooses the agent of one's own that goes on with what somebody else began. */
export const StartDialog = ({ onPick, onClose }: StartDialogProps) => {
  const [search, setSearch] = useState('')
  const { groups, total, pending } = useAgents(search)
  const entries = groups.flatMap((group) => group.entries)
  return (
    <Dialog
      open
      onClose={onClose}
      title="Start from here"
      description="The agent that you choose is told what was said so far with your next message. Nothing is sent before you send it."
      actions={<Button onClick={onClose}>Cancel</Button>}
    >
      {total === 0 ? (
        <p>
          {pending
            ? 'Looking for agents…'
            : 'None of your agents is known here yet. Sign in to a workspace, or add an agent on this computer; then start from here again.'}
        </p>
      ) : (
        <div className="grid gap-2">
          <TextField label="Search agents" value={search} onChange={(event) => setSearch(event.target.value)} />
          <ul aria-label="Agents to go on with" className="max-h-80 overflow-y-auto">
            {entries.map((entry) => (
              <Entry key={entry.agent.id} entry={entry} onPick={onPick} />
            ))}
          </ul>
          {entries.length === 0 && <p className="text-text-subtle">No agent matches.</p>}
        </div>
      )}
    </Dialog>
  )
}
