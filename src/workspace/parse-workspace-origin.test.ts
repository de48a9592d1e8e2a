import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseWorkspaceOrigin } from './parse-workspace-origin.ts'

const knownHosts = { sampleOrigin: 'http://localhost:8021', allowedHosts: ['databricks.corp.example'] }
const origin = (text: string) => {
  const parsed = parseWorkspaceOrigin(text, knownHosts)
  return parsed.ok ? parsed.value : parsed.problem.code
}

const aws = 'https://dbc-a1b2c3d4-e5f6.cloud.databricks.com'

describe('what people paste', () => {
  it.each([
    [aws, aws],
    [`${aws}/`, aws],
    [`  ${aws}/browse?o=1234567890123456#job/1 `, aws],
    ['dbc-a1b2c3d4-e5f6.cloud.databricks.com', aws],
    ['DBC-A1B2C3D4-E5F6.Cloud.Databricks.COM/ml/endpoints', aws],
    [`<${aws}>`, aws],
    [`"${aws}"`, aws],
    [`${aws}:443`, aws],
    [
      'https://adb-984752964297111.11.azuredatabricks.net/?o=984752964297111',
      'https://adb-984752964297111.11.azuredatabricks.net',
    ],
    ['https://1234567890.1.gcp.databricks.com', 'https://1234567890.1.gcp.databricks.com'],
    ['https://adb-1.2.databricks.azure.us', 'https://adb-1.2.databricks.azure.us'],
    ['https://adb-1.2.databricks.azure.cn', 'https://adb-1.2.databricks.azure.cn'],
    ['https://gov.cloud.databricks.us', 'https://gov.cloud.databricks.us'],
    ['https://acme.databricks.com/x', 'https://acme.databricks.com'],
    ['databricks.corp.example', 'https://databricks.corp.example'],
    ['http://localhost:8021/anything', 'http://localhost:8021'],
    ['localhost:8021', 'http://localhost:8021'],
  ])('%s', (text, expected) => expect(origin(text)).toBe(expected))
})

describe('what is refused', () => {
  it.each([
    ['', 'workspace-empty'],
    ['   ', 'workspace-empty'],
    ['https://', 'workspace-malformed'],
    ['my workspace', 'workspace-malformed'],
    [`http://dbc-1.cloud.databricks.com`, 'workspace-not-https'],
    [`ftp://dbc-1.cloud.databricks.com`, 'workspace-not-https'],
    [`javascript:alert(1)//.cloud.databricks.com`, 'workspace-malformed'],
    [`${aws}:8443`, 'workspace-port'],
    ['https://user@dbc-1.cloud.databricks.com', 'workspace-userinfo'],
    ['https://dbc-1.cloud.databricks.com@evil.example', 'workspace-userinfo'],
    ['https://dbc-1.cloud.databricks.com:x@evil.example', 'workspace-userinfo'],
    ['https://evil.example\\.cloud.databricks.com', 'workspace-malformed'],
    ['https://10.0.0.1', 'workspace-address'],
    ['https://[::1]', 'workspace-address'],
    ['https://0x7f.1', 'workspace-address'],
    ['https://2130706433', 'workspace-address'],
    ['https://dbc-1.cloud.databricks.com.', 'workspace-unknown-host'],
    ['https://dbc-1.cloud.databricks.com.evil.example', 'workspace-unknown-host'],
    ['https://evilcloud.databricks.com.evil.example', 'workspace-unknown-host'],
    ['https://evil-cloud.databricks.comx', 'workspace-unknown-host'],
    ['https://xazuredatabricks.net', 'workspace-unknown-host'],
    ['https://azuredatabricks.net', 'workspace-unknown-host'],
    ['https://a.b.databricks.com', 'workspace-unknown-host'],
    ['https://dаtabricks.com', 'workspace-look-alike'],
    ['https://x.cloud.dаtabricks.com', 'workspace-look-alike'],
    ['https://accounts.cloud.databricks.com', 'workspace-account-host'],
    ['https://login.databricks.com', 'workspace-account-host'],
    ['https://agent-1234567890123456.aws.databricksapps.com', 'workspace-is-app'],
    ['http://localhost:9999', 'workspace-not-https'],
    ['https://localhost:8021', 'workspace-port'],
    ['http://127.0.0.1:8021', 'workspace-address'],
    ['https://evil.example/https://dbc-1.cloud.databricks.com', 'workspace-unknown-host'],
    ['https://evil.example#.cloud.databricks.com', 'workspace-unknown-host'],
    ['https://evil.example?.cloud.databricks.com', 'workspace-unknown-host'],
    ['https://sub.databricks.corp.example', 'workspace-unknown-host'],
  ])('%s', (text, expected) => expect(origin(text)).toBe(expected))

  it('has words for each', () => {
    const parsed = parseWorkspaceOrigin('https://evil.example', knownHosts)
    expect(parsed.ok ? '' : parsed.problem.detail).toContain('evil.example')
    expect(parsed.ok ? '' : parsed.problem.remedy).toContain('ALLOWED_HOSTS')
  })
})

it('never lets another host through, whatever surrounds a good one', () => {
  const zone =
    /\.(?:cloud\.databricks\.(?:com|us)|azuredatabricks\.net|databricks\.azure\.(?:us|cn)|gcp\.databricks\.com)$/
  fc.assert(
    fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.string(), (url, tail) => {
      for (const text of [url, `${url}${tail}`, `${aws}${tail}`, `${tail}${aws}`]) {
        const parsed = parseWorkspaceOrigin(text, knownHosts)
        if (!parsed.ok) continue
        const { hostname, origin: own } = new URL(parsed.value)
        expect(own).toBe(parsed.value)
        const isKnown = zone.test(hostname) || /^[a-z0-9-]+\.databricks\.com$/.test(hostname)
        expect(isKnown || hostname === 'localhost' || hostname === 'databricks.corp.example').toBe(true)
      }
    }),
    { seed: 20260801, numRuns: 2000 },
  )
})
