import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { arrayOf, fieldOf, parseJson, stringOf } from '../lib/json.ts'
import { recordedAnswers } from './recorded-answers.ts'
import { callAgent, spokenText, user } from './test-answers.ts'
import { testWorkspace } from './test-workspace.ts'

const ben = testWorkspace().signedIn('ben')

const play = (recording: string) =>
  callAgent(ben, '/apps/fault-lab/responses', { input: [user('go')], stream: true, custom_inputs: { recording } })

const expectationOf = (name: string) => {
  const parsed = parseJson(readFileSync(new URL(`./recordings/${name}.json`, import.meta.url), 'utf8'))
  const expected = parsed.ok ? fieldOf(parsed.value, 'expect') : undefined
  return {
    outcome: stringOf(expected, 'outcome'),
    findings: (arrayOf(expected, 'findings') ?? []).map(String).sort(),
    items: (arrayOf(expected, 'items') ?? []).length,
  }
}

describe.each(recordedAnswers.map((recorded) => [recorded.name, recorded] as const))('%s', (name, recorded) => {
  test('comes over HTTP as it was recorded, and reads as it says', async () => {
    const answer = await play(name)
    expect(answer.status).toBe(recorded.status)
    for (const [header, value] of recorded.headers) expect(answer.headers.get(header)).toBe(value)
    expect(answer.bytes.equals(recorded.bytes)).toBe(true)
    expect(answer.broken).toBe(recorded.isCut)
    const { snapshot, outcome } = answer
    const findings = snapshot.findings.map(({ code }) => code).sort()
    expect({ outcome: outcome.kind, findings, items: snapshot.items.length }).toEqual(expectationOf(name))
  })
})

test('there is one for each behaviour, and the lab lists them all', async () => {
  expect(recordedAnswers.length).toBeGreaterThanOrEqual(100)
  const listed = spokenText((await play('no-such-recording')).snapshot)
  expect(listed).toContain('no recording called `no-such-recording`')
  for (const { name, about } of recordedAnswers) {
    expect(listed).toContain(`| \`${name}\` |`)
    expect(about).toMatch(/\.$/)
  }
})
