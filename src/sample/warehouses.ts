import type { JsonObject } from '../lib/json.ts'

const warehouse = (origin: string, id: string, name: string, state: string): JsonObject => ({
  id,
  name,
  state,
  cluster_size: 'Small',
  warehouse_type: 'PRO',
  enable_serverless_compute: true,
  num_clusters: state === 'RUNNING' ? 1 : 0,
  creator_name: 'ben.ruiz@example.com',
  odbc_params: { hostname: new URL(origin).hostname, path: `/sql/1.0/warehouses/${id}`, protocol: 'https', port: 443 },
  tags: { custom_tags: [] },
})

export const warehouses = (origin: string): readonly JsonObject[] => [
  warehouse(origin, '1f0c2a4b6d8e0f13', 'Shared warehouse', 'RUNNING'),
  warehouse(origin, '2a4b6d8e0f131f0c', 'Night jobs', 'STOPPED'),
]
