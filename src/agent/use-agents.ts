import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { EpochMs } from '../lib/brand.ts'
import type { Problem } from '../lib/problem.ts'
import { workspaceIdOf } from '../workspace/known-workspace.ts'
import { useActiveWorkspace, useSession, useWorkspaces } from '../workspace/use-workspace.ts'
import type { Session, Workspace } from '../workspace/workspace.ts'
import type { Agent, AgentId, AgentListing } from './agent.ts'
import { agentServices, type AgentServices } from './agent-services.ts'
import { appsQuery, endpointsQuery, problemOf } from './discovery-query.ts'
import { entriesOf, localAgent, matchesSearch, type AgentEntry } from './registered-agent.ts'
import type { RegistryState } from './registry-store.ts'

/** The verbs; calling this costs no subscription. */
export const useAgentVerbs = (): AgentServices => agentServices()

const useRegistry = <Selected>(select: (state: RegistryState) => Selected): Selected =>
  useStore(agentServices().registry.state, select)

export interface AgentGroup {
  readonly title: 'Agents' | 'On this computer' | 'Models'
  readonly entries: readonly AgentEntry[]
}

export interface AgentsView {
  readonly workspace: Workspace | null
  readonly session: Session
  readonly groups: readonly AgentGroup[]
  /** A first list is on its way and nothing of it is there yet. */
  readonly pending: boolean
  readonly refreshing: boolean
  /** What could not be listed; the rest is shown nevertheless. */
  readonly problems: readonly Problem[]
  /** Entries before the search. */
  readonly total: number
  retry(): void
}

const noWorkspace: Workspace = {
  id: workspaceIdOf(''),
  origin: 'https://none.invalid',
  label: '',
  kind: 'databricks',
  clientId: '',
  scopes: [],
}

/** Stands in where no agent is looked at; it is never asked. */
const noAgent = localAgent('http://localhost', '', 0 as EpochMs)

/** Everything that can be talked to now: of the active workspace, of the registry, and on this computer. */
export const useAgents = (search: string): AgentsView => {
  const services = agentServices()
  const workspace = useActiveWorkspace()
  const session = useSession(workspace?.id ?? null)
  const remembered = useRegistry((state) => state.agents)
  const enabled = workspace !== null && session.state === 'signed-in'
  const person = session.state === 'signed-in' ? session.user : ''
  const apps = useQuery({ ...appsQuery(services.workspaces, workspace ?? noWorkspace, person), enabled })
  const endpoints = useQuery({ ...endpointsQuery(services.workspaces, workspace ?? noWorkspace, person), enabled })
  const workspaceId = workspace?.id ?? null

  const all = useMemo(() => {
    const now = services.wallClock()
    const agents = enabled ? [...(apps.data ?? []), ...(endpoints.data?.agents ?? [])] : []
    const models = enabled ? (endpoints.data?.models ?? []) : []
    const isModel = new Set(models.map(({ id }) => id))
    const here = remembered.filter((agent) => agent.workspace === workspaceId && agent.workspace !== null)
    const groups: readonly AgentGroup[] = [
      {
        title: 'Agents',
        entries: entriesOf(
          agents,
          here.filter(({ id }) => !isModel.has(id)),
          now,
        ),
      },
      {
        title: 'On this computer',
        entries: entriesOf(
          [],
          remembered.filter((agent) => agent.workspace === null),
          now,
        ),
      },
      {
        title: 'Models',
        entries: entriesOf(
          models,
          here.filter(({ id }) => isModel.has(id)),
          now,
        ),
      },
    ]
    return groups
  }, [services, enabled, apps.data, endpoints.data, remembered, workspaceId])

  const groups = useMemo(
    () =>
      all
        .map(({ title, entries }) => ({
          title,
          entries: entries.filter((entry) => matchesSearch(entry, search.trim())),
        }))
        .filter(({ entries }) => entries.length > 0),
    [all, search],
  )

  const problems = enabled
    ? [problemOf(apps.error), problemOf(endpoints.error)].filter((problem) => problem !== null)
    : []
  return {
    workspace,
    session,
    groups,
    pending: enabled && (apps.isPending || endpoints.isPending),
    refreshing: apps.isFetching || endpoints.isFetching,
    // Both lists fail the same way when the workspace is out of reach; once is enough to say so.
    problems: problems.filter((problem, index) => problems.findIndex(({ code }) => code === problem.code) === index),
    total: all.reduce((sum, { entries }) => sum + entries.length, 0),
    retry: () => {
      void apps.refetch()
      void endpoints.refetch()
    },
  }
}

/** One agent by id, as listed or remembered now; undefined while neither is known. */
export const useAgent = (id: AgentId | null): AgentEntry | undefined => {
  const { groups } = useAgents('')
  return id === null ? undefined : groups.flatMap(({ entries }) => entries).find(({ agent }) => agent.id === id)
}

export interface DiscoveryView {
  /** It is being asked right now. */
  readonly asking: boolean
  askAgain(): void
}

/**
 * Asks the agent that is looked at what it speaks; the registry keeps the answer. Only an agent that the person chose
 * is asked, one of a workspace only while it runs: an address in a link alone makes no call.
 */
export const useDiscovery = (agent: Agent | undefined, listing: AgentListing | undefined): DiscoveryView => {
  const services = agentServices()
  const workspaces = useWorkspaces()
  const session = useSession(agent?.workspace ?? null)
  const chosen = useRegisteredAgent(agent?.id ?? null) !== undefined
  const isLocal = agent?.workspace === null
  const isReachable = isLocal || (session.state === 'signed-in' && listing?.state === 'running')
  const query = useQuery({
    ...services.discoveryQuery(
      agent ?? noAgent,
      workspaces.find(({ id }) => id === agent?.workspace) ?? null,
      session.state === 'signed-in' ? session.user : '',
    ),
    enabled: agent !== undefined && chosen && isReachable,
  })
  return { asking: query.isFetching, askAgain: () => void query.refetch() }
}

/** What the registry remembers of an agent, of whichever workspace. */
export const useRegisteredAgent = (id: AgentId | null): Agent | undefined =>
  useRegistry((state) => state.agents.find((agent) => agent.id === id))

/** Whom the person asked last, of whichever workspace. */
export const useLastUsedAgent = (): Agent | undefined =>
  useRegistry((state) => state.agents.toSorted((one, other) => (other.lastUsedAt ?? 0) - (one.lastUsedAt ?? 0))[0])

export const useRegistryIsEmpty = (): boolean => useRegistry((state) => state.agents.length === 0)

/** The URLs of the agents on this computer that are in the person's list. */
export const localAgentUrls = (agents: readonly Agent[]): readonly string[] =>
  agents.flatMap(({ target }) => (target.kind === 'local' ? [target.url] : []))
