import { expect, test } from 'vitest'
import { redactHeaders } from './redact.ts'

test('credentials never enter a record, other fields do', () => {
  const canary = 'eyJ-canary-token'
  const headers = redactHeaders([
    ['Authorization', `Bearer ${canary}`],
    ['Cookie', `session=${canary}`],
    ['X-Forwarded-Access-Token', canary],
    ['X-Custom-Secret', canary],
    ['Content-Type', 'application/json'],
  ])
  expect(JSON.stringify(headers)).not.toContain(canary)
  expect(headers[0]?.[1]).toBe('Bearer •••••• (16 characters)')
  expect(headers[4]).toEqual(['Content-Type', 'application/json'])
})
