/**
 * This room knows what one can converse with: the person's own list, what the workspace lists, and how each is called.
 * It must not know conversations, nor what an answer looks like.
 *
 * Like those of the workspace room, its services are made once in `main.tsx` and handed to the hooks by
 * `provideAgentServices` before React starts.
 */
import type { QueryClient } from '@tanstack/react-query'
import type { Channel } from '../browser/channel.ts'
import type { Fetch } from '../browser/network.ts'
import type { TextStorage } from '../browser/storage.ts'
import type { EpochMs } from '../lib/brand.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { WorkspaceServices } from '../workspace/workspace-services.ts'
import { sessionOf } from '../workspace/workspace-store.ts'
import type { Agent } from './agent.ts'
import { agentDiscoveryQuery, appsQuery } from './discovery-query.ts'
import type { KeptRegistry } from './registered-agent.ts'
import { createRegistry, type Registry } from './registry-store.ts'

export interface AgentDoors {
  readonly workspaces: WorkspaceServices
  readonly queryClient: QueryClient
  /** `fetchThroughRelay`. */
  readonly fetch: Fetch
  /** `documentStorage`. */
  readonly documents: TextStorage
  /** `openChannel('playground.agents')`. */
  readonly channel: Channel<KeptRegistry>
  readonly wallClock: () => EpochMs
}

export interface AgentServices {
  readonly registry: Registry
  readonly fetch: Fetch
  readonly workspaces: WorkspaceServices
  readonly wallClock: () => EpochMs
  readonly discoveryQuery: (
    agent: Agent,
    workspace: Workspace | null,
    person: string,
  ) => ReturnType<typeof agentDiscoveryQuery>
  /** The agent with what is known about how it is called; waits while that is being found out. Never rejects. */
  settled(agent: Agent): Promise<Agent>
  /** Reads the registry. */
  start(): Promise<void>
}

export const createAgentServices = (doors: AgentDoors): AgentServices => {
  const { workspaces, queryClient, fetch, wallClock } = doors
  const registry = createRegistry({ storage: doors.documents, channel: doors.channel, wallClock })
  // A remembered app may be called before anybody looked at the list; then the list is read first, and it decides.
  workspaces.learnAppUrlsBy(async (workspace: Workspace) => {
    const session = sessionOf(workspaces.store.state.getState(), workspace.id)
    if (session.state !== 'signed-in') return
    try {
      await queryClient.ensureQueryData(appsQuery(workspaces, workspace, session.user))
    } catch {
      // Unread, the list names nothing; the call is then refused with its own words.
    }
  })
  const discoveryQuery: AgentServices['discoveryQuery'] = (agent, workspace, person) =>
    agentDiscoveryQuery({ ...workspaces, fetch }, workspace, person, agent, (discovery) =>
      registry.discovered(agent, discovery),
    )
  const settled = async (agent: Agent): Promise<Agent> => {
    const workspace = workspaces.store.state.getState().workspaces.find(({ id }) => id === agent.workspace) ?? null
    const session = sessionOf(workspaces.store.state.getState(), agent.workspace)
    const person = session.state === 'signed-in' ? session.user : ''
    try {
      if (agent.workspace === null || person !== '')
        await queryClient.ensureQueryData(discoveryQuery(agent, workspace, person))
    } catch {
      // Unasked, it is called as its kind mostly is.
    }
    return registry.agent(agent.id) ?? agent
  }
  return { registry, fetch, workspaces, wallClock, discoveryQuery, settled, start: registry.load }
}

let provided: AgentServices | undefined

export const provideAgentServices = (services: AgentServices): void => {
  provided = services
}

export const agentServices = (): AgentServices => {
  if (provided === undefined) throw new Error('provideAgentServices has not been called')
  return provided
}
