import { describe, expect, it } from 'vitest'
import { workspaceIdOf } from '../workspace/known-workspace.ts'
import { agentIdOf, parseRef, partsOf, refOf } from './agent-id.ts'

const workspace = workspaceIdOf('https://dbc-1.cloud.databricks.com')

it.each([
  [{ kind: 'app', name: 'support', url: 'https://x' } as const, 'apps/support'],
  [{ kind: 'serving-endpoint', endpoint: 'sales' } as const, 'endpoints/sales'],
  [{ kind: 'local', url: 'http://localhost:8000' } as const, 'http://localhost:8000'],
])('refOf %j', (target, ref) => expect(refOf(target)).toBe(ref))

it.each([
  [workspace, 'apps/support'],
  [workspace, 'endpoints/a.b-c_d'],
  [null, 'http://localhost:8000'],
])('an id gives its parts back: %s %s', (of, ref) =>
  expect(partsOf(agentIdOf(of, ref))).toEqual({ workspace: of, ref }),
)

describe('parseRef', () => {
  it.each([
    ['apps/agent-support', { kind: 'app', name: 'agent-support' }],
    ['endpoints/agents_main-support-triage', { kind: 'serving-endpoint', endpoint: 'agents_main-support-triage' }],
    ['apps/', undefined],
    ['apps/a/b', undefined],
    ['apps/..', undefined],
    ['apps/a?b', undefined],
    ['apps/a%2fb', undefined],
    ['models/x', undefined],
    ['http://localhost:8000', undefined],
  ])('%s', (ref, expected) => expect(parseRef(ref)).toEqual(expected))
})
