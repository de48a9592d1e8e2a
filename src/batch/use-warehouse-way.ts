import type { Agent } from '../agent/agent.ts'
import type { BatchWish } from './batch-wish.ts'
import type { WarehouseWay } from './batch.ts'
import { shapeFor } from './statement.ts'
import { useWarehouseChoice, type EndpointChoice, type WarehouseChoice } from './use-warehouse-choice.ts'
import { usableWarehouses } from './warehouse.ts'

interface ChosenWarehouseWay {
  readonly choice: WarehouseChoice
  /** Who is asked; undefined while there is nothing to choose from. */
  readonly endpoint: EndpointChoice | undefined
  readonly way: WarehouseWay | undefined
}

/** What was chosen, and where nothing was: the chat's own endpoint, a warehouse that runs, the form that its task takes. */
export const useWarehouseWay = (agent: Agent | undefined, wish: BatchWish): ChosenWarehouseWay => {
  const choice = useWarehouseChoice(wish.kind === 'warehouse')
  const { workspace, endpoints } = choice
  const usable = usableWarehouses(choice.warehouses)
  const endpoint =
    endpoints.find((each) => each.endpoint === wish.endpoint) ??
    endpoints.find((each) => each.agent.id === agent?.id) ??
    endpoints[0]
  const warehouse = usable.find(({ id }) => id === wish.warehouse) ?? usable[0]
  if (workspace === null || endpoint === undefined || warehouse === undefined) {
    return { choice, endpoint, way: undefined }
  }
  const way: WarehouseWay = {
    kind: 'warehouse',
    workspace: workspace.id,
    warehouse: { id: warehouse.id, name: warehouse.name },
    endpoint: endpoint.endpoint,
    shape: wish.shape ?? shapeFor(endpoint.task, endpoint.agent.discovery?.dialect),
    atMost: wish.atMost,
  }
  return { choice, endpoint, way }
}
