import type { JsonObject } from '../lib/json.ts'
import { wait } from './beat.ts'
import type { Person } from './people.ts'

type WarehouseState = 'RUNNING' | 'STARTING' | 'STOPPED' | 'DELETED'

interface Warehouse {
  readonly id: string
  readonly name: string
  readonly type: 'PRO' | 'CLASSIC'
  /** Who has CAN_USE; all see it in the list. */
  readonly usableBy: 'everyone' | readonly Person['key'][]
  state: WarehouseState
  /** While it starts. */
  started?: Promise<void>
}

/** What a warehouse takes to start, at pace 1. Real ones take seconds (serverless) to minutes. */
const startMs = 4000

const createAll = (): readonly Warehouse[] => [
  { id: '1f0c2a4b6d8e0f13', name: 'Shared warehouse', type: 'PRO', usableBy: 'everyone', state: 'RUNNING' },
  { id: '2a4b6d8e0f131f0c', name: 'Night jobs', type: 'PRO', usableBy: 'everyone', state: 'STOPPED' },
  { id: '3b6d8e0f131f0c2a', name: 'Finance only', type: 'PRO', usableBy: ['ben'], state: 'RUNNING' },
  { id: '4d8e0f131f0c2a4b', name: 'Old classic', type: 'CLASSIC', usableBy: 'everyone', state: 'RUNNING' },
  { id: '5e0f131f0c2a4b6d', name: 'Last year', type: 'PRO', usableBy: 'everyone', state: 'DELETED' },
]

export type WarehouseRefusal = 'unknown' | 'deleted' | 'forbidden'

export interface WarehousePark {
  list(): readonly JsonObject[]
  describe(id: string): JsonObject | undefined
  /** Whether this person may run statements there. */
  refusal(id: string, person: Person): WarehouseRefusal | undefined
  /** Agents are reached from pro and serverless warehouses only. */
  reachesAgents(id: string): boolean
  /** Resolves when it runs; a stopped one is started by that. */
  running(id: string): Promise<void>
}

/** The SQL warehouses of the workspace, each in the state that it is in now. */
export const createWarehouses = (origin: string, pace: number): WarehousePark => {
  const all = createAll()
  const byId = (id: string): Warehouse | undefined => all.find((warehouse) => warehouse.id === id)
  const describe = ({ id, name, type, state }: Warehouse): JsonObject => ({
    id,
    name,
    state,
    cluster_size: 'Small',
    warehouse_type: type,
    enable_serverless_compute: type === 'PRO',
    num_clusters: state === 'RUNNING' ? 1 : 0,
    auto_stop_mins: 10,
    creator_name: 'ben.ruiz@example.com',
    odbc_params: {
      hostname: new URL(origin).hostname,
      path: `/sql/1.0/warehouses/${id}`,
      protocol: 'https',
      port: 443,
    },
    tags: { custom_tags: [] },
  })
  const start = async (warehouse: Warehouse): Promise<void> => {
    warehouse.state = 'STARTING'
    await wait(startMs * pace, new AbortController().signal)
    warehouse.state = 'RUNNING'
  }
  return {
    list: () => all.map(describe),
    describe(id) {
      const warehouse = byId(id)
      return warehouse === undefined ? undefined : describe(warehouse)
    },
    refusal(id, person) {
      const warehouse = byId(id)
      if (warehouse === undefined) return 'unknown'
      if (warehouse.usableBy !== 'everyone' && !warehouse.usableBy.includes(person.key)) return 'forbidden'
      return warehouse.state === 'DELETED' ? 'deleted' : undefined
    },
    reachesAgents: (id) => byId(id)?.type === 'PRO',
    async running(id) {
      const warehouse = byId(id)
      if (warehouse === undefined) return
      if (warehouse.state === 'STOPPED') warehouse.started = start(warehouse)
      await warehouse.started
    },
  }
}
