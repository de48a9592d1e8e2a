import { useQuery } from '@tanstack/react-query'
import type { Agent } from '../agent/agent.ts'
import { problemOf } from '../agent/discovery-query.ts'
import { useAgents } from '../agent/use-agents.ts'
import type { Problem } from '../lib/problem.ts'
import { isEndpointName } from '../lib/sql-string.ts'
import { useActiveWorkspace, useSession, useWorkspaceVerbs } from '../workspace/use-workspace.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { Warehouse } from './warehouse.ts'
import { warehousesQuery } from './warehouses-query.ts'

/** An agent or model on Model Serving, whose name can stand in a statement. */
export interface EndpointChoice {
  readonly endpoint: string
  readonly task: string | undefined
  readonly agent: Agent
}

export interface WarehouseChoice {
  readonly workspace: Workspace | null
  readonly signedIn: boolean
  readonly endpoints: readonly EndpointChoice[]
  /** All that are listed, also those that cannot run `ai_query`. */
  readonly warehouses: readonly Warehouse[]
  readonly pending: boolean
  readonly problem: Problem | null
  retry(): void
}

/** What a batch on a warehouse can be asked with, in the workspace that is looked at. */
export const useWarehouseChoice = (enabled: boolean): WarehouseChoice => {
  const services = useWorkspaceVerbs()
  const workspace = useActiveWorkspace()
  const session = useSession(workspace?.id ?? null)
  const signedIn = session.state === 'signed-in'
  const query = useQuery({
    ...warehousesQuery(services, workspace, signedIn ? session.user : ''),
    enabled: enabled && signedIn,
  })
  const { groups } = useAgents('')
  const endpoints = groups
    .flatMap(({ entries }) => entries)
    .flatMap(({ agent }) =>
      agent.target.kind === 'serving-endpoint' &&
      agent.workspace === workspace?.id &&
      isEndpointName(agent.target.endpoint)
        ? [{ endpoint: agent.target.endpoint, task: agent.target.task, agent }]
        : [],
    )
  return {
    workspace,
    signedIn,
    endpoints,
    warehouses: query.data ?? [],
    pending: query.isPending,
    problem: problemOf(query.error),
    retry: () => void query.refetch(),
  }
}
