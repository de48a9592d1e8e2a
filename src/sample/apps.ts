import type { JsonObject } from '../lib/json.ts'
import type { AppDialect, Behaviour } from './agent.ts'
import type { AppServer } from './agent-server.ts'
import { orderDesk, storeClerk } from './appkit-agents.ts'
import { createAppKitServer } from './appkit-server.ts'
import { createContractReader } from './contract-reader.ts'
import { echo } from './echo-agent.ts'
import { fileClerk } from './file-clerk.ts'
import { flaky } from './flaky-agent.ts'
import { createLangchainServer } from './langchain-server.ts'
import { longResearcher } from './long-researcher.ts'
import { createLongRunningServer } from './long-running-server.ts'
import { researchCrew } from './research-crew.ts'
import { slowThinker } from './slow-thinker.ts'
import { support } from './support-agent.ts'
import { ticketDesk } from './ticket-desk.ts'
import { tripPlanner } from './trip-planner.ts'
import { twoFaced } from './two-faced.ts'

/** An app of the sample workspace. `server` is what answers once the proxy in front lets a request through. */
export interface SampleApp {
  readonly name: string
  readonly description: string
  readonly compute: 'ACTIVE' | 'STOPPED' | 'STARTING'
  readonly server:
    | { readonly kind: 'agent'; readonly dialect: AppDialect; readonly behaviour: Behaviour }
    /** A server that is not MLflow's, or not in its usual form. */
    | { readonly kind: 'own'; readonly serve: (name: string, pace: number) => AppServer }
    | { readonly kind: 'fault-lab' }
    | { readonly kind: 'tool-museum' }
    | { readonly kind: 'none' }
}

const agent = (
  name: string,
  description: string,
  behaviour: Behaviour,
  dialect: AppDialect = 'agent-server',
): SampleApp => ({ name, description, compute: 'ACTIVE', server: { kind: 'agent', dialect, behaviour } })

const own = (name: string, description: string, serve: (name: string, pace: number) => AppServer): SampleApp => ({
  name,
  description,
  compute: 'ACTIVE',
  server: { kind: 'own', serve },
})

export const apps: readonly SampleApp[] = [
  agent('support-agent', 'Answers customers of a made-up shop, with reasoning, tools and sources.', support),
  agent('research-crew', 'Several rounds of a model, with a tool between each two.', researchCrew, 'openai-agents'),
  agent('ticket-desk', 'Opens tickets, and asks for approval before each.', ticketDesk),
  own('trip-planner', 'Plans trips. In TypeScript with LangChain: its text comes in deltas alone.', (name, pace) =>
    createLangchainServer(name, tripPlanner, pace),
  ),
  own('store-clerk', 'Knows the shelves. On AppKit: thinks aloud, and keeps the thread on its server.', (name, pace) =>
    createAppKitServer({ agent: name, act: storeClerk, gatedTools: [], pace }),
  ),
  own('order-desk', 'Cancels orders on AppKit, and waits for a word before it does.', (name, pace) =>
    createAppKitServer({ agent: name, act: orderDesk, gatedTools: ['cancel_order'], pace }),
  ),
  own('contract-reader', 'Reads a document and answers questions about it: JSON in, JSON out.', createContractReader),
  agent('file-clerk', 'Looks at the files that it is sent, and says what is in them.', fileClerk),
  own('long-researcher', 'Works for a while in the background, and can be asked for its answer again.', (name, pace) =>
    createLongRunningServer(name, longResearcher, pace),
  ),
  own('forgetful-researcher', 'The same agent without a database: it cannot go on in the background.', (name, pace) =>
    createLongRunningServer(name, longResearcher, pace, false),
  ),
  agent('echo-agent', 'Says back what it was sent, and counts the items.', echo),
  agent('slow-thinker', 'Thinks for twenty seconds before it says one thing.', slowThinker),
  agent('two-faced', 'Tells one thing streamed and another whole.', twoFaced),
  agent('flaky-agent', 'Fails in the middle of every answer.', flaky),
  {
    name: 'tool-museum',
    description: 'Shows every output item and every event of the Responses API, room by room.',
    compute: 'ACTIVE',
    server: { kind: 'tool-museum' },
  },
  {
    name: 'fault-lab',
    description: 'Breaks in the way that custom_inputs.fault names. Without it, it lists the ways.',
    compute: 'ACTIVE',
    server: { kind: 'fault-lab' },
  },
  {
    name: 'archived-agent',
    description: 'Stopped. Its calls fail until somebody starts it.',
    compute: 'STOPPED',
    server: { kind: 'none' },
  },
  {
    name: 'starting-agent',
    description: 'Is being started, and never quite gets there.',
    compute: 'STARTING',
    server: { kind: 'none' },
  },
]

export const appByName = (name: string): SampleApp | undefined => apps.find((app) => app.name === name)

const appStates = { ACTIVE: 'RUNNING', STOPPED: 'UNAVAILABLE', STARTING: 'DEPLOYING' } as const
const appMessages = {
  ACTIVE: 'App has status: App is running',
  STOPPED: 'App status is unavailable.',
  STARTING: 'App is being deployed.',
} as const
const computeMessages = {
  ACTIVE: 'App compute is active.',
  STOPPED: 'App compute is stopped.',
  STARTING: 'App compute is starting.',
} as const

/** An app as `GET /api/2.0/apps/{name}` shows it. Here its address is a path; on Databricks it is a host. */
export const describeApp = (app: SampleApp, origin: string, index: number): JsonObject => ({
  name: app.name,
  id: `8f2e6a1c-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
  description: app.description,
  url: `${origin}/apps/${app.name}`,
  app_status: { state: appStates[app.compute], message: appMessages[app.compute] },
  compute_status: { state: app.compute, message: computeMessages[app.compute] },
  compute_size: 'MEDIUM',
  create_time: '2025-11-03T09:12:44Z',
  update_time: '2025-11-20T15:40:02Z',
  creator: 'ben.ruiz@example.com',
  updater: 'ben.ruiz@example.com',
  default_source_code_path: `/Workspace/Users/ben.ruiz@example.com/${app.name}`,
  effective_user_api_scopes: ['iam.current-user:read', 'iam.access-control:read'],
  oauth2_app_client_id: `c0ffee00-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
  service_principal_client_id: `5e2b1c00-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
  service_principal_id: 74_000_000_000_000 + index,
  service_principal_name: `app-${app.name}`,
  ...(app.compute === 'STOPPED'
    ? {}
    : {
        active_deployment: {
          deployment_id: `01f0c2${String(index).padStart(26, '0')}`,
          mode: 'SNAPSHOT',
          source_code_path: `/Workspace/Users/ben.ruiz@example.com/${app.name}`,
          status: {
            state: app.compute === 'ACTIVE' ? 'SUCCEEDED' : 'IN_PROGRESS',
            message: app.compute === 'ACTIVE' ? 'App started successfully' : 'Installing requirements',
          },
          create_time: '2025-11-20T15:38:10Z',
          creator: 'ben.ruiz@example.com',
        },
      }),
})
