import type { JsonObject } from '../lib/json.ts'
import type { Behaviour } from './agent.ts'
import { salesInsights } from './sales-insights.ts'

/** A serving endpoint of the sample workspace. */
export interface SampleEndpoint {
  readonly name: string
  readonly task: string
  readonly ready: boolean
  readonly description: string
  readonly entity: { readonly name: string; readonly version: string }
  /** Only for agents that can answer. */
  readonly behaviour?: Behaviour
}

export const endpoints: readonly SampleEndpoint[] = [
  {
    name: 'sales-insights',
    task: 'agent/v1/responses',
    ready: true,
    description: 'Answers questions about sales by running a little Python.',
    entity: { name: 'main.agents.sales_insights', version: '4' },
    behaviour: salesInsights,
  },
  {
    name: 'triage-endpoint',
    task: 'agent/v1/responses',
    ready: false,
    description: 'Sorts tickets. Its update has not finished.',
    entity: { name: 'main.agents.triage', version: '1' },
  },
  {
    name: 'databricks-gpt-sample',
    task: 'llm/v1/chat',
    ready: true,
    description: 'A foundation model, which is not an agent.',
    entity: { name: 'system.ai.gpt-sample', version: '1' },
  },
]

export const endpointByName = (name: string): SampleEndpoint | undefined =>
  endpoints.find((endpoint) => endpoint.name === name)

/** An endpoint as the list shows it. */
export const describeEndpoint = (endpoint: SampleEndpoint): JsonObject => ({
  name: endpoint.name,
  id: `3a${Buffer.from(endpoint.name).toString('hex').slice(0, 30)}`,
  task: endpoint.task,
  description: endpoint.description,
  creator: 'ben.ruiz@example.com',
  creation_timestamp: 1_762_160_000_000,
  last_updated_timestamp: 1_763_650_000_000,
  state: {
    ready: endpoint.ready ? 'READY' : 'NOT_READY',
    config_update: endpoint.ready ? 'NOT_UPDATING' : 'IN_PROGRESS',
  },
  config: {
    served_entities: [
      {
        name: `${endpoint.entity.name.replaceAll('.', '-')}-${endpoint.entity.version}`,
        entity_name: endpoint.entity.name,
        entity_version: endpoint.entity.version,
      },
    ],
  },
  tags: [],
})

export const endpointOpenApi = (endpoint: SampleEndpoint, origin: string): JsonObject => ({
  openapi: '3.1.0',
  info: { title: endpoint.name, version: endpoint.entity.version },
  servers: [{ url: `${origin}/serving-endpoints/${endpoint.name}` }],
  paths: {
    [`/serving-endpoints/${endpoint.name}/invocations`]: {
      post: { responses: { 200: { description: 'Successful operation' } } },
    },
  },
})
