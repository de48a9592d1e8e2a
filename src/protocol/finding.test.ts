import { expect, it } from 'vitest'
import { againAt, findingCodes, firstFinding, severityOf } from './finding.ts'

it('counts a finding once per event, and keeps the first events', () => {
  let finding = firstFinding('sequence-gap', 'd', 3)
  expect(againAt(finding, 3)).toBe(finding)
  for (let event = 4; event < 103; event += 1) finding = againAt(finding, event)
  expect(finding).toMatchObject({ code: 'sequence-gap', severity: 'loses-data', event: 3, times: 100 })
  expect([finding.events.length, finding.events.at(-1)]).toEqual([50, 52])
})

it('has a severity for every code', () => {
  for (const code of findingCodes) expect(severityOf(code)).toMatch(/^(breaks-clients|loses-data|odd)$/)
})
