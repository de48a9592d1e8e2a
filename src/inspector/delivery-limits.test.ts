import { describe, expect, it } from 'vitest'
import { hostingOf, limitAt, type Hosting } from './delivery-limits.ts'

describe('where an agent is hosted', () => {
  it.each<[address: string, hosting: Hosting]>([
    ['https://sales-bot-7001122334455667.aws.databricksapps.com/responses', 'app'],
    ['https://adb-1.2.azuredatabricks.net/serving-endpoints/responses', 'serving'],
    ['https://dbc-1.cloud.databricks.com/ai-gateway/mlflow/v1/responses', 'serving'],
    ['http://localhost:8021/apps/support-agent/responses', 'app'],
    ['http://localhost:8021/serving-endpoints/sales-insights/invocations', 'serving'],
    ['http://localhost:8000/responses', 'local'],
    ['http://[::1]:8000/invocations', 'local'],
    ['https://agents.example.com/responses', 'unknown'],
    ['nonsense', 'unknown'],
  ])('%s: %s', (address, hosting) => expect(hostingOf(address)).toBe(hosting))
})

describe('a cut', () => {
  it.each<[seconds: number, hosting: Hosting, name: RegExp | undefined]>([
    [120.2, 'app', /120 s/],
    [120.2, 'serving', undefined],
    [297.1, 'serving', /297 s/],
    [297.1, 'app', undefined],
    [300, 'app', /301\.5 s/],
    [301.55, 'app', /301\.5 s/],
    [301.55, 'serving', undefined],
    [120.2, 'unknown', /120 s/],
    [297.1, 'unknown', /297 s/],
    [301.55, 'unknown', /301\.5 s/],
    [120.2, 'local', undefined],
    [301.55, 'local', undefined],
    [3600.5, 'local', /one hour/],
    [60, 'app', undefined],
    [200, 'unknown', undefined],
  ])('after %s s, on %s', (seconds, hosting, name) => {
    const limit = limitAt(seconds * 1000, hosting)
    if (name === undefined) expect(limit).toBeUndefined()
    else expect(limit?.name).toMatch(name)
  })
})
