import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import fc from 'fast-check'
import {
  type RawServer,
  type RunningPlayground,
  call,
  codeOf,
  startPlayground,
  startRawServer,
} from './test-servers.ts'
import { type TargetPolicy, judgeTarget } from './allow-list.ts'
import { isForbiddenAddress, isLoopbackHost } from './loopback.ts'

const policy: TargetPolicy = {
  loopback: true,
  ownPort: 8020,
  sampleOrigin: 'http://localhost:8021',
  allowedHosts: ['agents.example.com'],
}
const judge = (method: string, path: string, rules = policy): string => {
  const verdict = judgeTarget(method, `/relay/${path}`, rules)
  return verdict.ok ? verdict.target.kind : verdict.refusal.code
}

describe('what the relay forwards', () => {
  test.each([
    ['POST', 'https/dbc-1.cloud.databricks.com/oidc/v1/token', 'workspace'],
    ['GET', 'https/adb-12.7.azuredatabricks.net/oidc/.well-known/oauth-authorization-server', 'workspace'],
    ['GET', 'https/acme.databricks.com/.well-known/databricks-config', 'workspace'],
    ['GET', 'https/login.databricks.com/api/2.0/apps', 'workspace'],
    ['GET', 'https/1.2.gcp.databricks.com/api/2.0/apps?page_size=5', 'workspace'],
    ['HEAD', 'https/dbc-1.cloud.databricks.us/api/2.1/unity-catalog/models', 'workspace'],
    ['POST', 'https/x.databricks.azure.us/serving-endpoints/agent/invocations', 'workspace'],
    ['POST', 'https/x.databricks.azure.cn/ai-gateway/mlflow/v1/responses', 'workspace'],
    ['DELETE', 'https/dbc-1.cloud.databricks.com/api/2.0/sql/statements/1', 'workspace'],
    ['POST', 'https/agent-123.aws.databricksapps.com/responses', 'app'],
    ['GET', 'https/agent-123.7.azure.databricksapps.com%3A443/agent/info', 'app'],
    ['POST', 'http/localhost%3A8000/invocations', 'loopback'],
    ['POST', 'http/localhost:8000/invocations', 'loopback'],
    ['GET', 'http/my-agent.localhost%3A8000', 'loopback'],
    ['GET', 'http/%5B%3A%3A1%5D%3A8000/', 'loopback'],
    ['GET', 'https/127.9.8.7/', 'loopback'],
    ['PATCH', 'https/agents.example.com/anything/at?a=..//%2e', 'allowed-host'],
    ['GET', 'https/AGENTS.example.com/a%20b', 'allowed-host'],
  ])('%s %s is a %s', (method, path, kind) => {
    expect(judge(method, path)).toBe(kind)
  })

  test('keeps path and query as they were written', () => {
    const verdict = judgeTarget('GET', '/relay/http/localhost%3A1/a%20b/%C3%A4/c;d=1?q=%2e%2e/&r=a//b', policy)
    expect(verdict).toMatchObject({
      ok: true,
      target: { pathname: '/a%20b/%C3%A4/c;d=1', search: '?q=%2e%2e/&r=a//b', authority: 'localhost:1' },
    })
  })
})

describe('what it refuses', () => {
  test.each([
    ['PUT', 'https/dbc-1.cloud.databricks.com/api/2.0/apps', 'method-not-allowed'],
    ['OPTIONS', 'http/localhost%3A8000/', 'method-not-allowed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/oidc/v1/token', 'path-not-allowed'],
    ['POST', 'https/dbc-1.cloud.databricks.com/oidc/v1/token/', 'path-not-allowed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/', 'path-not-allowed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/api/2.00/apps', 'path-not-allowed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/api/2.0/', 'path-not-allowed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/api%2F2.0/apps', 'path-not-allowed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/driver-proxy-api/o/0/1/22/', 'path-not-allowed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/api/2.0/../../driver', 'target-malformed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/api/2.0/%2e%2e/x', 'target-malformed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/api/2.0/..%2fx', 'target-malformed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/api/2.0/..;/x', 'target-malformed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/api/2.0/%252e%252e/x', 'target-malformed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/api/2.0//x', 'target-malformed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/api/2.0/%5c..', 'target-malformed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/api/2.0/a%0d%0ab', 'target-malformed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/api/2.0/a%00', 'target-malformed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/api/2.0/a%ff', 'target-malformed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/api/2.0/a\\b', 'target-malformed'],
    ['GET', 'https/dbc-1.cloud.databricks.com/api/2.0/\u00e4', 'target-malformed'],
    ['GET', 'http/dbc-1.cloud.databricks.com/api/2.0/apps', 'target-not-allowed'],
    ['GET', 'https/dbc-1.cloud.databricks.com%3A8443/api/2.0/apps', 'target-not-allowed'],
    ['GET', 'https/10.0.0.1/', 'target-not-allowed'],
    ['GET', 'http/169.254.169.254/latest/meta-data', 'target-not-allowed'],
    ['GET', 'https/a.b.databricks.com/api/2.0/apps', 'target-not-allowed'],
    ['GET', 'http/localhost%3A8020/relay/', 'target-not-allowed'],
    ['GET', 'http/127.0.0.9%3A8020/', 'target-not-allowed'],
    ['GET', 'ftp/localhost/', 'target-malformed'],
    ['GET', 'file//etc/passwd', 'target-malformed'],
    ['GET', 'http', 'target-malformed'],
  ])('%s %s: %s', (method, path, code) => {
    expect(judge(method, path)).toBe(code)
  })

  test('agents on this computer, where others can reach the playground; the sample workspace stays', () => {
    const open = { ...policy, loopback: false }
    expect(judge('GET', 'http/localhost%3A8000/', open)).toBe('target-not-allowed')
    expect(judge('GET', 'http/127.0.0.1%3A8021/', open)).toBe('target-not-allowed')
    expect(judge('GET', 'http/localhost%3A8021/', open)).toBe('loopback')
  })
})

/** Ways to make one host look like another, around a host that is allowed. */
const disguises = (host: string): readonly string[] => [
  `${host}.evil.example`,
  `${host}evil.example`,
  `evil${host}.example`,
  `evil.example%2F${host}`,
  `evil.example%23${host}`,
  `evil.example%3F${host}`,
  `evil.example%5C${host}`,
  `evil.example%5C.${host}`,
  `${host}%40evil.example`,
  `${host}%3A443%40evil.example`,
  `user%40${host}`,
  `user%3Apass%40${host}`,
  `%40${host}`,
  `${host}.`,
  `${host}..`,
  `.${host}`,
  `${host}%00.evil.example`,
  `${host}%0d%0aHost%3A%20evil.example`,
  `${host}%09.evil.example`,
  `${host}%20.evil.example`,
  `${host}%2eevil.example`,
  `${host}%252eevil.example`,
  `${host}%E3%80%82evil.example`,
  `${host}%EF%BC%8Eevil.example`,
  `evil.example%E3%80%82${host.slice(1)}%E2%93%AA`,
  `${host}%3A80`,
  `${host}%3A0443`,
  `${host}%3A443%3A1`,
  `${host}%3A65536`,
  `${host}%3A-1`,
  `%5B${host}%5D`,
  `xn--${host}.example`,
  `${host}%2C evil.example`.replace(' ', '%20'),
  `${host}%3Bevil.example`,
]
const allowed = [
  'dbc-1.cloud.databricks.com',
  'adb-1.2.azuredatabricks.net',
  'acme.databricks.com',
  'agent-1.aws.databricksapps.com',
  'agents.example.com',
  'x.databricks.azure.us',
]
const generated = allowed.flatMap(disguises)

describe('disguised hosts, through the real entrance', () => {
  let playground: RunningPlayground
  let victim: RawServer
  beforeAll(async () => {
    playground = await startPlayground({ allowedHosts: ['agents.example.com'] })
    victim = await startRawServer((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
  })
  afterAll(async () => {
    await playground.close()
    await victim.close()
  })

  test(`all ${generated.length} generated disguises are refused`, async () => {
    expect(generated.length).toBeGreaterThanOrEqual(200)
    const through: string[] = []
    for (const host of generated) {
      const answer = await call(playground.port, `/relay/https/${host}/api/2.0/apps`)
      const refused = answer.headers['x-playground-relay'] === 'refused'
      if (!refused || !/^(target|request)-/.test(codeOf(answer))) through.push(`${host}: ${answer.body.toString()}`)
    }
    expect(through).toEqual([])
  })

  test('odd spellings of this computer open no socket', async () => {
    const { port } = victim
    const spellings = [
      '0', '0.0.0.0', '0x7f.0.0.1', '0x7f000001', '017700000001', '2130706433', '127.1', '127.0.1', '127.000.000.001',
      '%5B%3A%3A%5D', '%5B%3A%3Affff%3A127.0.0.1%5D', '%5B%3A%3Affff%3A7f00%3A1%5D', '%5B0%3A0%3A0%3A0%3A0%3A0%3A0%3A1%5D',
      '%5B%3A%3A0001%5D', '%5B%3A%3A1%25lo%5D', '%5B64%3Aff9b%3A%3A7f00%3A1%5D', '%5B2002%3A7f00%3A1%3A%3A%5D',
      'localhost.', 'localhost%2e', 'localhost%00', 'user%40localhost', 'localhost%40localhost', 'localtest.me', 'local%68ost%2f',
      '%E2%91%A0%E2%91%A1%E2%91%A6.0.0.1', '%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1', 'localhost.localdomain', 'ip6-localhost',
      '127.0.0.1.nip.io', 'evil.localhost.example', '.localhost', 'a..localhost',
    ] // prettier-ignore
    const codes = new Map<string, string>()
    for (const host of spellings) {
      for (const scheme of ['http', 'https']) {
        const answer = await call(playground.port, `/relay/${scheme}/${host}%3A${port}/`)
        codes.set(`${scheme} ${host}`, codeOf(answer))
      }
    }
    expect([...codes].filter(([, code]) => !code.startsWith('target-'))).toEqual([])
    expect(victim.sockets).toHaveLength(0)

    const honest = await call(playground.port, `/relay/http/127.0.0.1%3A${port}/`)
    expect(honest.headers['x-playground-relay']).toBe('forwarded')
    expect(victim.sockets).toHaveLength(1)
  })

  test('a target of any text is refused or is exactly what the policy names', () => {
    const piece = fc.constantFrom('localhost', '127.0.0.1', '.', ':', '@', '%40', '%2e', '/', '//', '\\', '[::1]', 'databricks.com', '.cloud.databricks.com', 'x', '8000', '%00', '..', '#', '?') // prettier-ignore
    fc.assert(
      fc.property(fc.constantFrom('http', 'https'), fc.array(piece, { maxLength: 9 }), (scheme, pieces) => {
        const verdict = judgeTarget('GET', `/relay/${scheme}/${pieces.join('')}`, policy)
        if (!verdict.ok) return true
        const { kind, hostname, protocol, port, pathname } = verdict.target
        expect(pathname).not.toMatch(/\/\/|\\|%2e|\/\.\.?(\/|$)/i)
        if (kind === 'loopback') return isLoopbackHost(hostname) && port !== policy.ownPort
        expect([protocol, port]).toEqual(['https:', 443])
        return /\.databricks\.com$|\.databricksapps\.com$/.test(hostname)
      }),
      { seed: 20_261_122, numRuns: 5000 },
    )
  })
})

test.each([
  ['127.0.0.1', true],
  ['0.0.0.0', true],
  ['169.254.169.254', true],
  ['224.0.0.1', true],
  ['255.255.255.255', true],
  ['::1', true],
  ['::', true],
  ['::ffff:127.0.0.1', true],
  ['::ffff:a9fe:a9fe', true],
  ['fe80::1', true],
  ['64:ff9b::7f00:1', true],
  ['2002:7f00:1::', true],
  ['fd00:ec2::254', true],
  ['10.1.2.3', false],
  ['192.168.1.1', false],
  ['100.64.0.1', false],
  ['fd12::1', false],
  ['20.42.4.208', false],
  ['2603:1030::1', false],
])('a public name may lead to %s: not %s', (address, forbidden) => {
  expect(isForbiddenAddress(address)).toBe(forbidden)
})
