import { expect, test } from 'vitest'
import { isHostName, isWorkspaceHost } from './workspace-host.ts'

test.each([
  ['dbc-a1b2c3d4-e5f6.cloud.databricks.com', true],
  ['adb-1234567890123456.7.azuredatabricks.net', true],
  ['1234567890123456.7.gcp.databricks.com', true],
  ['acme.databricks.com', true],
  ['cloud.databricks.com.evil.example', false],
  ['evilcloud.databricks.com.', false],
  ['evil-azuredatabricks.net', false],
  ['a.b.databricks.com', false],
  ['databricks.com', false],
  ['localhost', false],
])('%s: %s', (host, is) => expect(isWorkspaceHost(host)).toBe(is))

test('a host name has at least two labels of letters, digits and inner dashes', () => {
  expect(['a.b', 'a-1.example'].map(isHostName)).toEqual([true, true])
  expect(['localhost', 'a..b', '-a.b', 'a_b.c', '[::1]', 'a.b.'].map(isHostName)).toEqual(Array(6).fill(false))
})
