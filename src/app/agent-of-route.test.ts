import { expect, test } from 'vitest'
import { agentOf } from '../agent/registered-agent.ts'
import type { AgentId, AgentListing } from '../agent/agent.ts'
import type { EpochMs } from '../lib/brand.ts'
import { createWorkspace, sampleWorkspace } from '../workspace/known-workspace.ts'
import { agentOfRoute, routeToAgent } from './agent-of-route.ts'

const sample = sampleWorkspace('http://localhost:8021')
const real = createWorkspace('https://dbc-1.cloud.databricks.com', { clientId: 'databricks-cli' })
const workspaces = [sample, real]

test.each<[string, { workspace?: string; agent?: string }, string | null]>([
  ['the sample, wherever it runs', { workspace: 'sample', agent: 'apps/a' }, 'http://localhost:8021|apps/a'],
  ['a workspace by origin', { workspace: real.origin, agent: 'endpoints/e' }, `${real.origin}|endpoints/e`],
  ['the active workspace', { agent: 'apps/a' }, `${real.origin}|apps/a`],
  ['an agent on this computer', { agent: 'http://localhost:8000' }, 'http://localhost:8000'],
  ['nothing', {}, null],
])('%s', (_, fields, id) => {
  expect(agentOfRoute({ at: 'new', ...fields }, workspaces, real.id)).toBe(id)
})

test('the address of an agent leads back to it', () => {
  const listings: Pick<AgentListing, 'workspace' | 'ref' | 'id' | 'target'>[] = [
    {
      id: `${sample.id}|apps/a` as AgentId,
      workspace: sample.id,
      ref: 'apps/a',
      target: { kind: 'app', name: 'a', url: 'http://localhost:8021/apps/a' },
    },
    {
      id: `${real.id}|endpoints/e` as AgentId,
      workspace: real.id,
      ref: 'endpoints/e',
      target: { kind: 'serving-endpoint', endpoint: 'e' },
    },
    {
      id: 'http://localhost:8000' as AgentId,
      workspace: null,
      ref: 'http://localhost:8000',
      target: { kind: 'local', url: 'http://localhost:8000' },
    },
  ]
  for (const listing of listings) {
    const agent = agentOf(
      { ...listing, name: 'x', state: 'running', stateDetail: '', speaks: '' },
      undefined,
      0 as EpochMs,
    )
    expect(agentOfRoute(routeToAgent(agent, workspaces), workspaces, null)).toBe(agent.id)
  }
})
