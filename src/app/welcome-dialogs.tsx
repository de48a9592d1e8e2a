import type { Agent } from '../agent/agent.ts'
import { AddAgentDialog } from '../agent/add-agent-dialog.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { ConnectWorkspaceDialog } from '../workspace/connect-workspace-dialog.tsx'
import { Notices } from './notices.tsx'

interface WelcomeDialogsProps {
  readonly dialog: 'connect' | 'add-agent' | undefined
  readonly onClose: () => void
  readonly onAgent: (agent: Agent) => void
}

/** What the first screen opens. */
export const WelcomeDialogs = ({ dialog, onClose, onAgent }: WelcomeDialogsProps) => (
  <TooltipProvider delay={400}>
    <ConnectWorkspaceDialog open={dialog === 'connect'} onClose={onClose} />
    <AddAgentDialog open={dialog === 'add-agent'} onClose={onClose} onAdded={onAgent} />
    <Notices />
  </TooltipProvider>
)
