import type { Agent } from '../agent/agent.ts'
import { useAgent } from '../agent/use-agents.ts'
import type { Readiness } from '../conversation/composer.tsx'
import { Button } from '../ui/button.tsx'
import { useSession, useWorkspaces, useWorkspaceVerbs } from '../workspace/use-workspace.ts'
import { writeRoute } from './route.ts'
import { useRoute } from './use-app.ts'

/**
 * Whether a message to this agent can be sent now, and what there is to say about it. `offersSignIn`: whether the note
 * brings the button along, because no other place on the screen has it.
 */
export const useReadiness = (agent: Agent | undefined, offersSignIn: boolean): Readiness => {
  const workspaces = useWorkspaces()
  const session = useSession(agent?.workspace ?? null)
  const entry = useAgent(agent?.id ?? null)
  const { signIn } = useWorkspaceVerbs()
  const route = useRoute()
  if (agent === undefined) return { kind: 'blocked', why: 'This agent is no longer in your list.' }
  const workspace = workspaces.find(({ id }) => id === agent.workspace)
  if (agent.workspace !== null && session.state !== 'signed-in') {
    return {
      kind: 'blocked',
      why: `Sign in to ${workspace?.label ?? agent.workspace} to send. What you type is kept.`,
      ...(workspace === undefined || !offersSignIn
        ? {}
        : {
            action: (
              <Button size="small" onClick={() => void signIn(workspace, { returnTo: writeRoute(route) })}>
                Sign in
              </Button>
            ),
          }),
    }
  }
  const listing = entry?.listing
  if (listing !== undefined && listing.state !== 'running' && listing.state !== 'unknown') {
    return { kind: 'noted', note: `${agent.name} is ${listing.state.replace('-', ' ')}: ${listing.stateDetail}` }
  }
  return { kind: 'ready' }
}
