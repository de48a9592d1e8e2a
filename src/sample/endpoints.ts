import type { JsonObject } from '../lib/json.ts'
import type { Behaviour } from './agent.ts'
import type { Brick } from './encode-agent-bricks.ts'
import { salesInsights } from './sales-insights.ts'
import { frontDesk, handbook, hrHelper, pricing, reasoner } from './serving-agents.ts'

/** A serving endpoint of the sample workspace. */
export interface SampleEndpoint {
  readonly name: string
  readonly task: string
  readonly ready: boolean
  readonly description: string
  readonly entity: { readonly name: string; readonly version: string }
  /** Only for agents that can answer. */
  readonly behaviour?: Behaviour
  /** Made by Agent Bricks, which has ways of its own within the Responses dialect. */
  readonly brick?: Brick
  /** Of a chat endpoint: whether its content is a list of parts. */
  readonly listContent?: boolean
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
    name: 'hr-helper',
    task: 'agent/v2/chat',
    ready: true,
    description: 'Answers questions of staff. A ChatAgent: whole messages, tool messages among them.',
    entity: { name: 'main.agents.hr_helper', version: '2' },
    behaviour: hrHelper,
  },
  {
    name: 'pricing-model',
    task: 'agent/v1/chat',
    ready: true,
    description: 'Quotes prices. A ChatModel: chat completions, its calls in pieces.',
    entity: { name: 'main.agents.pricing', version: '7' },
    behaviour: pricing,
  },
  {
    name: 'ka-handbook-endpoint',
    task: 'agent/v1/responses',
    ready: true,
    description: 'A Knowledge Assistant for the staff handbook, with footnotes.',
    entity: { name: 'main.agents.ka_handbook', version: '1' },
    behaviour: handbook,
    brick: 'knowledge-assistant',
  },
  {
    name: 'mas-front-desk-endpoint',
    task: 'agent/v1/responses',
    ready: true,
    description: 'A Supervisor that hands over to other agents.',
    entity: { name: 'main.agents.mas_front_desk', version: '3' },
    behaviour: frontDesk,
    brick: 'supervisor',
  },
  {
    name: 'databricks-reasoner-sample',
    task: 'llm/v1/chat',
    ready: true,
    description: 'A foundation model that reasons, with its content in parts.',
    entity: { name: 'system.ai.reasoner-sample', version: '1' },
    behaviour: reasoner,
    listContent: true,
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

/** What an endpoint's own page tells beside the list; of Agent Bricks also what was made. */
export const detailEndpoint = (endpoint: SampleEndpoint): JsonObject => ({
  ...describeEndpoint(endpoint),
  permission_level: 'CAN_QUERY',
  route_optimized: false,
  ...(endpoint.brick === undefined
    ? {}
    : {
        tile_endpoint_metadata: {
          problem_type: endpoint.brick === 'supervisor' ? 'MULTI_AGENT_SUPERVISOR' : 'KNOWLEDGE_ASSISTANT',
        },
      }),
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
