import { agentIdOf, parseRef } from '../agent/agent-id.ts'
import type { Agent, AgentId } from '../agent/agent.ts'
import { workspaceIdOf } from '../workspace/known-workspace.ts'
import type { Workspace, WorkspaceId } from '../workspace/workspace.ts'
import type { DraftRoute, Route } from './route.ts'

/**
 * The agent that an address names, as an id to look up: it may be one that nobody here knows. Without a workspace the
 * active one is meant; `sample` is the sample workspace, wherever it runs.
 */
export const agentOfRoute = (
  route: Route,
  workspaces: readonly Workspace[],
  active: WorkspaceId | null,
): AgentId | null => {
  if (route.at !== 'new' || route.agent === undefined) return null
  if (parseRef(route.agent) === undefined) return agentIdOf(null, route.agent)
  const named =
    route.workspace === 'sample'
      ? workspaces.find(({ kind }) => kind === 'sample')?.id
      : route.workspace === undefined
        ? active
        : workspaceIdOf(route.workspace)
  return named === undefined || named === null ? null : agentIdOf(named, route.agent)
}

/** An agent as an address names it, anywhere: the sample workspace by its name, because it runs somewhere else there. */
export const agentPlace = (
  { workspace, ref }: Pick<Agent, 'workspace' | 'ref'>,
  workspaces: readonly Workspace[],
): { readonly workspace?: string; readonly agent: string } => {
  if (workspace === null) return { agent: ref }
  const isSample = workspaces.some(({ id, kind }) => id === workspace && kind === 'sample')
  return { workspace: isSample ? 'sample' : workspace, agent: ref }
}

/** The address of a new conversation with this agent, as anybody could write it. */
export const routeToAgent = (agent: Agent, workspaces: readonly Workspace[]): DraftRoute => ({
  at: 'new',
  ...agentPlace(agent, workspaces),
})
