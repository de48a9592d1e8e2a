import { queryOptions } from '@tanstack/react-query'
import { listPages, type DiscoveryDoors } from '../agent/discovery-query.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { warehousesPage, type Warehouse } from './warehouse.ts'

const list = {
  path: '/api/2.0/sql/warehouses',
  asked: 'list the SQL warehouses',
  mostPages: 20,
  read: warehousesPage,
}

const listWarehouses = async (
  doors: Pick<DiscoveryDoors, 'fetchWorkspace'>,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<readonly Warehouse[]> =>
  (await listPages(doors, workspace, list, signal)).flatMap(({ warehouses }) => warehouses)

/** `person`: two people who use the same workspace one after the other see lists of their own. */
export const warehousesQuery = (
  doors: Pick<DiscoveryDoors, 'fetchWorkspace'>,
  workspace: Workspace | null,
  person: string,
) =>
  queryOptions({
    queryKey: ['warehouses', workspace?.id ?? '', person],
    queryFn: ({ signal }) => (workspace === null ? [] : listWarehouses(doors, workspace, signal)),
    // Warehouses start and stop by themselves, and their state is what one chooses by.
    staleTime: 5_000,
    retry: false,
  })
