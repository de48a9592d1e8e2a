import type { ReactNode } from 'react'
import type { Agent } from '../agent/agent.ts'
import { useAgents } from '../agent/use-agents.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { PickAgent } from './pick-agent.tsx'
import type { Route } from './route.ts'

/** What stands in the middle while there is no conversation. */
const Middle = ({ children }: { readonly children: ReactNode }) => (
  <div className="grid h-full grid-cols-[minmax(0,1fr)] content-center-safe justify-items-center overflow-y-auto p-6 md:p-10">
    <div className="w-full max-w-240">{children}</div>
  </div>
)

interface NothingChosenProps {
  readonly route: Route
  /** The way to sign in, where that is what stands between the person and the agents. */
  readonly signIn: ReactNode
  readonly onPick: (agent: Agent) => void
  readonly onConnect: () => void
  readonly onAddLocal: () => void
}

interface UnknownAgentProps {
  readonly agent: string
  readonly workspace: string | undefined
  readonly isSignedIn: boolean
}

/** The address names an agent that neither the list nor the registry has. */
const UnknownAgent = ({ agent, workspace, isSignedIn }: UnknownAgentProps) => (
  <ProblemNotice
    problem={{
      kind: 'link',
      code: 'agent-unknown',
      title: 'The agent of this link is not known here',
      detail: `It names ${agent.slice(0, 200)}${workspace === undefined ? '' : ` in the workspace ${workspace.slice(0, 200)}`}. Nothing was sent anywhere.`,
      remedy: isSignedIn
        ? 'If you trust it: connect that workspace and sign in, or add the agent by its URL; then open the link again.'
        : 'Sign in below: when the workspace has that agent, it opens. If it is in another workspace, connect that one first.',
      who: 'you',
    }}
  />
)

/** No agent and no conversation: either none was picked yet, or the address leads nowhere here. */
export const NothingChosen = ({ route, signIn, onPick, onConnect, onAddLocal }: NothingChosenProps) => {
  const { pending } = useAgents('')
  return (
    <Middle>
      {route.at === 'home' && route.unknown !== undefined ? (
        <ProblemNotice
          problem={{
            kind: 'link',
            code: 'link-not-understood',
            title: 'This link leads nowhere here',
            detail: `“#${route.unknown.slice(0, 200)}” is not a place of this playground.`,
            remedy: 'Check the link, or pick an agent or a conversation at the left.',
            who: 'you',
          }}
        />
      ) : route.at === 'conversation' ? (
        <ProblemNotice
          problem={{
            kind: 'link',
            code: 'conversation-unknown',
            title: 'This browser has no such conversation',
            detail: 'Links of this form open conversations of this browser only. It may have been deleted.',
            remedy: 'Ask whoever sent it to share the conversation itself.',
            who: 'you',
          }}
        />
      ) : (
        <div className="grid gap-6">
          {route.at === 'new' && route.agent !== undefined && !pending && (
            <UnknownAgent agent={route.agent} workspace={route.workspace} isSignedIn={signIn === null} />
          )}
          <PickAgent onPick={onPick}>{signIn}</PickAgent>
          <div className="flex flex-wrap gap-2">
            <Button onClick={onConnect}>Connect your workspace</Button>
            <Button onClick={onAddLocal}>Talk to an agent on this computer</Button>
          </div>
        </div>
      )}
    </Middle>
  )
}
