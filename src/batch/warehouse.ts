import { arrayOf, fieldOf, stringOf, type Json } from '../lib/json.ts'

/** A SQL warehouse, as the workspace lists it. */
export interface Warehouse {
  readonly id: string
  readonly name: string
  readonly state: string
  /** `ai_query` needs a serverless or a pro one. */
  readonly kind: 'serverless' | 'pro' | 'classic' | 'unknown'
}

export interface WarehousesPage {
  readonly warehouses: readonly Warehouse[]
  readonly nextPageToken: string | undefined
}

const kindOf = (json: Json): Warehouse['kind'] => {
  if (fieldOf(json, 'enable_serverless_compute') === true) return 'serverless'
  switch (stringOf(json, 'warehouse_type')) {
    case 'PRO':
      return 'pro'
    case 'CLASSIC':
      return 'classic'
    default:
      return 'unknown'
  }
}

const warehouseOf = (json: Json): readonly Warehouse[] => {
  const id = stringOf(json, 'id')
  if (id === undefined || id === '') return []
  return [{ id, name: stringOf(json, 'name') ?? id, state: stringOf(json, 'state') ?? '', kind: kindOf(json) }]
}

/** One page of `GET /api/2.0/sql/warehouses`. */
export const warehousesPage = (body: Json): WarehousesPage => {
  const token = stringOf(body, 'next_page_token')
  return {
    warehouses: (arrayOf(body, 'warehouses') ?? []).flatMap(warehouseOf),
    nextPageToken: token === '' ? undefined : token,
  }
}

const isGone = ({ state }: Warehouse): boolean => state === 'DELETED' || state === 'DELETING'

/** Those that agents can be asked from, the running ones first. */
export const usableWarehouses = (warehouses: readonly Warehouse[]): readonly Warehouse[] => {
  const rank = ({ state }: Warehouse) => (state === 'RUNNING' ? 0 : state === 'STARTING' ? 1 : 2)
  return warehouses
    .filter((warehouse) => warehouse.kind !== 'classic' && !isGone(warehouse))
    .toSorted((one, other) => rank(one) - rank(other))
}

/** What the state means for a statement that is sent now. */
export const stateWords = ({ state, kind }: Warehouse): string => {
  const how = kind === 'serverless' ? 'some seconds on a serverless one' : 'some minutes'
  switch (state) {
    case 'RUNNING':
      return 'It is running.'
    case 'STARTING':
      return 'It is starting: the statement waits until it runs.'
    case 'STOPPED':
      return `It is stopped. The statement starts it, which takes ${how}, and it costs for as long as it runs.`
    case 'STOPPING':
      return `It is stopping. The statement starts it again, which takes ${how}.`
    default:
      return `The workspace says: ${state === '' ? 'nothing about its state' : state}.`
  }
}

/** Why none can be chosen. */
export const noneWords = (warehouses: readonly Warehouse[]): string => {
  if (warehouses.length === 0) {
    return 'This workspace shows you no SQL warehouse. Ask a workspace admin for CAN USE on a serverless or pro one.'
  }
  return 'None of the SQL warehouses that you see can run ai_query: it needs a serverless or pro one, and these are classic or deleted.'
}
