import { QueryClient } from '@tanstack/react-query'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fetch } from '../browser/network.ts'
import type { EpochMs } from '../lib/brand.ts'
import { success, type Result } from '../lib/problem.ts'
import type { Json } from '../lib/json.ts'
import { startSampleWorkspace, type SampleWorkspace } from '../sample/server.ts'
import { accessTokenFor } from '../sample/test-browser.ts'
import { createFetchWorkspace } from '../workspace/fetch-workspace.ts'
import { createWorkspace, sampleWorkspace } from '../workspace/known-workspace.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { Discovery } from './agent.ts'
import {
  agentDiscoveryQuery,
  appQuery,
  appsQuery,
  endpointsQuery,
  probeLocalAgent,
  problemOf,
  type DiscoveryDoors,
} from './discovery-query.ts'
import { localAgent } from './registered-agent.ts'

let sample: SampleWorkspace
let token = ''
let workspace: Workspace

beforeAll(async () => {
  sample = await startSampleWorkspace({ port: 0, host: ['127.0.0.1'], playgroundOrigins: ['http://localhost:8020'] })
  token = await accessTokenFor(sample.origin, 'ada')
  workspace = sampleWorkspace(sample.origin)
})
afterAll(() => sample.close())

const direct: Fetch = (url, { method = 'GET', headers = {}, signal } = {}) =>
  fetch(url, { method, headers, redirect: 'manual', ...(signal === undefined ? {} : { signal }) })

const doorsWith = (bearer: string): DiscoveryDoors & { readonly named: string[] } => {
  const named: string[] = []
  return {
    named,
    nameAppUrls: (_id, urls) => named.push(...urls),
    fetchWorkspace: createFetchWorkspace({
      fetch: direct,
      createAuthorization: () => ({
        headersFor: async () => success({ Authorization: `Bearer ${bearer}` }),
        renew: async () => false,
      }),
    }),
  }
}

const client = () => new QueryClient({ defaultOptions: { queries: { gcTime: 0 } } })

describe('the sample workspace', () => {
  it('lists its apps, which may then receive the token', async () => {
    const doors = doorsWith(token)
    const apps = await client().fetchQuery(appsQuery(doors, workspace, 'ada'))
    expect(apps.map(({ name, state }) => `${name} ${state}`)).toEqual(
      expect.arrayContaining(['support-agent running', 'archived-agent stopped', 'starting-agent starting']),
    )
    expect(doors.named).toContain(`${sample.origin}/apps/support-agent`)
  })

  it('finds one app by name', async () => {
    const doors = doorsWith(token)
    expect(await client().fetchQuery(appQuery(doors, workspace, 'ada', 'support-agent'))).toMatchObject({
      ref: 'apps/support-agent',
    })
    expect(doors.named).toEqual([`${sample.origin}/apps/support-agent`])
  })

  it('lists its serving endpoints', async () => {
    const { agents, models } = await client().fetchQuery(endpointsQuery(doorsWith(token), workspace, 'ada'))
    expect(agents.length).toBeGreaterThan(0)
    expect([...agents, ...models].every(({ ref }) => ref.startsWith('endpoints/'))).toBe(true)
  })

  it('says in words that a token is refused', async () => {
    const error: unknown = await client()
      .fetchQuery(appsQuery(doorsWith('forged'), workspace, 'ada'))
      .catch((thrown: unknown) => thrown)
    expect(problemOf(error)?.code).toBe('token-refused')
  })
})

describe('pages', () => {
  const databricks = createWorkspace('https://dbc-1.cloud.databricks.com')
  const paged = (answer: (page: string | null) => Json) => {
    const asked: (string | null)[] = []
    const doors: DiscoveryDoors = {
      nameAppUrls: () => {},
      fetchWorkspace: async (_workspace, url): Promise<Result<Json>> => {
        asked.push(url.searchParams.get('page_token'))
        return success(answer(url.searchParams.get('page_token')))
      },
    }
    return { doors, asked }
  }

  it('are followed to the end', async () => {
    const pages: Record<string, Json> = {
      first: { apps: [{ name: 'a' }], next_page_token: 'x' },
      x: { apps: [{ name: 'b' }], next_page_token: 'y&z' },
      'y&z': { apps: [{ name: 'c' }] },
    }
    const { doors, asked } = paged((page) => pages[page ?? 'first'] ?? {})
    const apps = await client().fetchQuery(appsQuery(doors, databricks, 'ada'))
    expect(apps.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect(asked).toEqual([null, 'x', 'y&z'])
  })

  it('that go round or never end are not', async () => {
    const round = paged(() => ({ apps: [], next_page_token: 'x' }))
    await client().fetchQuery(appsQuery(round.doors, databricks, 'ada'))
    expect(round.asked.length).toBe(2)
    let page = 0
    const endless = paged(() => ({ apps: [], next_page_token: `p${(page += 1)}` }))
    await client().fetchQuery(appsQuery(endless.doors, databricks, 'ada'))
    expect(endless.asked.length).toBe(50)
  })
})

describe('looking at a local agent', () => {
  const serve = async (answers: Readonly<Record<string, readonly [number, string]>>) => {
    const server = createServer((request, response) => {
      const [status, body] = answers[request.url ?? ''] ?? [404, '{}']
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return { url, close: () => new Promise((resolve) => server.close(resolve)) }
  }

  it.each([
    [
      { '/agent/info': [200, '{"name":"mine","agent_api":"responses"}'] },
      { kind: 'agent', info: { name: 'mine', api: 'responses' } },
    ],
    [{ '/health': [200, '{"status":"healthy"}'] }, { kind: 'server', status: 200, path: '/health' }],
    [{ '/': [200, 'hello'] }, { kind: 'server', status: 200, path: '/' }],
    [{}, { kind: 'server', status: 404, path: '/' }],
    [{ '/agent/info': [500, '{}'] }, { kind: 'server', status: 500, path: '/agent/info' }],
  ] as const)('that answers %j', async (answers, expected) => {
    const server = await serve(answers)
    expect(await probeLocalAgent(direct, `${server.url}/any/path`)).toEqual(expected)
    await server.close()
  })

  it('that is not there', async () => {
    const server = await serve({})
    await server.close()
    expect(await probeLocalAgent(direct, server.url)).toMatchObject({ kind: 'unreachable' })
  })

  it('that the relay cannot reach', async () => {
    const refusing: Fetch = async () =>
      Response.json(
        { error: { code: 'upstream-unreachable', message: 'Nothing listens on port 8000.' } },
        { status: 502, headers: { 'x-playground-relay': 'refused' } },
      )
    expect(await probeLocalAgent(refusing, 'http://localhost:8000')).toEqual({
      kind: 'unreachable',
      detail: 'Nothing listens on port 8000.',
    })
  })

  it('finds out what it speaks, and keeps it', async () => {
    const server = await serve({ '/openapi.json': [200, '{"paths":{"/invocations":{}}}'] })
    const doors = {
      fetch: direct,
      fetchWorkspace: async () => Promise.reject(new Error('unused')),
      nameAppUrls: () => {},
    }
    const kept: Discovery[] = []
    const agent = localAgent(server.url, '', 0 as EpochMs)
    await client().fetchQuery(agentDiscoveryQuery(doors, null, '', agent, (discovery) => kept.push(discovery)))
    await server.close()
    expect(kept).toMatchObject([{ dialect: 'responses', path: '/invocations', conclusive: true }])
    await client().fetchQuery(agentDiscoveryQuery(doors, null, '', agent, (discovery) => kept.push(discovery)))
    expect(kept[1]).toMatchObject({ path: '/responses', conclusive: false })
  })
})
