import { queryOptions } from '@tanstack/react-query'
import { DiscoveryError, type DiscoveryDoors } from '../agent/discovery-query.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { warehousesPage, type Warehouse } from './warehouse.ts'

/** A server that never ends its pages is not followed further. */
const mostPages = 20

const listWarehouses = async (
  { fetchWorkspace }: Pick<DiscoveryDoors, 'fetchWorkspace'>,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<readonly Warehouse[]> => {
  const found: Warehouse[] = []
  const seen = new Set<string>()
  let pageToken: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const url = new URL(`${workspace.origin}/api/2.0/sql/warehouses?page_size=100`)
    if (pageToken !== undefined) url.searchParams.set('page_token', pageToken)
    const answer = await fetchWorkspace(workspace, url, 'list the SQL warehouses', signal)
    if (!answer.ok) throw new DiscoveryError(answer.problem)
    const { warehouses, nextPageToken } = warehousesPage(answer.value)
    found.push(...warehouses)
    if (nextPageToken === undefined || seen.has(nextPageToken)) break
    seen.add(nextPageToken)
    pageToken = nextPageToken
  }
  return found
}

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
