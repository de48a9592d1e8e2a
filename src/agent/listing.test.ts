import { describe, expect, it } from 'vitest'
import { createWorkspace, sampleWorkspace } from '../workspace/known-workspace.ts'
import { agentInfoOf, appListing, appsPage, appState, endpointListings, endpointState } from './listing.ts'

const workspace = createWorkspace('https://dbc-1.cloud.databricks.com')

describe('the state of an app', () => {
  it.each([
    ['ACTIVE', 'RUNNING', 'running'],
    ['ACTIVE', 'DEPLOYING', 'starting'],
    ['ACTIVE', 'CRASHED', 'crashed'],
    ['ACTIVE', 'UNAVAILABLE', 'not-ready'],
    ['STARTING', 'UNAVAILABLE', 'starting'],
    ['UPDATING', 'RUNNING', 'starting'],
    ['STOPPED', 'UNAVAILABLE', 'stopped'],
    ['STOPPING', 'RUNNING', 'stopped'],
    ['DELETING', 'RUNNING', 'stopped'],
    ['ERROR', 'RUNNING', 'crashed'],
    ['NEVER_HEARD_OF', 'RUNNING', 'unknown'],
    ['ACTIVE', 'NEVER_HEARD_OF', 'unknown'],
  ])('%s and %s is %s', (compute, app, state) =>
    expect(appState({ compute_status: { state: compute }, app_status: { state: app } }).state).toBe(state),
  )
  it('is told in the workspace’s words', () => {
    const app = {
      compute_status: { state: 'STOPPED', message: 'App compute is stopped.' },
      app_status: { state: 'UNAVAILABLE', message: 'App status is unavailable.' },
    }
    expect(appState(app)).toEqual({ state: 'stopped', stateDetail: 'App compute is stopped.' })
  })
  it('may be absent', () => expect(appState({})).toEqual({ state: 'unknown', stateDetail: '' }))
})

it.each([
  [{ ready: 'READY', config_update: 'NOT_UPDATING' }, 'running', 'Ready'],
  [{ ready: 'READY', config_update: 'UPDATE_FAILED' }, 'running', 'Ready, update failed'],
  [{ ready: 'NOT_READY', config_update: 'IN_PROGRESS' }, 'starting', 'Not ready yet, in progress'],
  [{ ready: 'NOT_READY' }, 'not-ready', 'Not ready'],
  [{}, 'unknown', 'The workspace does not say'],
])('the state of an endpoint %j', (state, words, detail) =>
  expect(endpointState({ state })).toEqual({ state: words, stateDetail: detail }),
)

describe('apps', () => {
  it('become listings', () => {
    const app = {
      name: 'agent-support',
      url: 'https://agent-support-1234567890123456.aws.databricksapps.com/',
      description: 'Helps',
      creator: 'a@example.com',
      app_status: { state: 'RUNNING', message: 'App is running' },
      compute_status: { state: 'ACTIVE', message: 'App compute is active.' },
    }
    expect(appListing(app, workspace)).toEqual({
      id: 'https://dbc-1.cloud.databricks.com|apps/agent-support',
      workspace: workspace.id,
      ref: 'apps/agent-support',
      name: 'agent-support',
      target: {
        kind: 'app',
        name: 'agent-support',
        url: 'https://agent-support-1234567890123456.aws.databricksapps.com',
      },
      state: 'running',
      stateDetail: 'App is running',
      creator: 'a@example.com',
      description: 'Helps',
      speaks: 'Responses',
    })
  })
  it.each([
    ['bare-1.aws.databricksapps.com', 'https://bare-1.aws.databricksapps.com'],
    ['http://plain-1.aws.databricksapps.com', ''],
    ['', ''],
  ])('with the URL %j are called at %j', (url, expected) => {
    const found = appListing({ name: 'a', url }, workspace)
    expect(found?.target).toEqual({ kind: 'app', name: 'a', url: expected })
    expect(found?.state).toBe(expected === '' ? 'not-ready' : 'unknown')
  })
  it('without a URL are listed as not deployed', () => {
    expect(appListing({ name: 'agent-new', compute_status: { state: 'ACTIVE' } }, workspace)).toMatchObject({
      target: { kind: 'app', name: 'agent-new', url: '' },
      state: 'not-ready',
      stateDetail: 'Not deployed yet',
    })
  })

  it('of the sample workspace are on this computer', () => {
    const sample = sampleWorkspace('http://localhost:8021')
    expect(appListing({ name: 'a', url: 'http://localhost:8021/apps/a' }, sample)?.target).toMatchObject({
      url: 'http://localhost:8021/apps/a',
    })
  })
  it('that are tool servers, and things that are no apps, are left out', () => {
    const page = appsPage(
      { apps: [{ name: 'mcp-tools', url: 'x' }, null, 5, {}, { name: '' }, { name: 'a' }], next_page_token: 'n' },
      workspace,
    )
    expect(page.apps.map(({ name }) => name)).toEqual(['a'])
    expect(page.nextPageToken).toBe('n')
  })
  it.each([{}, null, [], { apps: null, next_page_token: '' }])('%j is an empty last page', (body) =>
    expect(appsPage(body, workspace)).toEqual({ apps: [], nextPageToken: undefined }),
  )
})

it('tells agents from models, and leaves out what cannot converse', () => {
  const tasks = [
    'agent/v1/responses',
    'agent/v2/chat',
    undefined,
    '',
    'llm/v1/chat',
    'llm/v1/embeddings',
    'llm/v1/completions',
  ]
  const endpoints = tasks.map((task, index) => ({ name: `e${index}`, ...(task === undefined ? {} : { task }) }))
  const { agents, models } = endpointListings({ endpoints: [...endpoints, null, {}] }, workspace)
  expect(agents.map(({ name, speaks }) => `${name} ${speaks}`)).toEqual([
    'e0 Responses',
    'e1 Chat agent',
    'e2 Responses',
    'e3 Responses',
  ])
  expect(models.map(({ name }) => name)).toEqual(['e4'])
  expect(endpointListings({}, workspace)).toEqual({ agents: [], models: [] })
})

it('reads what an agent server says about itself', () => {
  expect(
    agentInfoOf({ name: 'agent-support', use_case: 'agent', mlflow_version: '3.9.0', agent_api: 'responses' }),
  ).toEqual({
    name: 'agent-support',
    api: 'responses',
    serverVersion: 'MLflow 3.9.0',
  })
  expect(agentInfoOf({})).toEqual({})
})
