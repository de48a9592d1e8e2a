import { expect, test } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import type { JsonObject } from '../lib/json.ts'
import { snapshotOfAnswer } from '../protocol/snapshot-of-answer.ts'
import type { Finding } from '../protocol/finding.ts'
import { againstBaseline } from './against-baseline.ts'
import { compareAnswers } from './compare-answers.ts'
import { allRules } from './ignore-rules.ts'
import type { ToldAnswer } from './told-answer.ts'

const finding = (code: Finding['code']): Finding => ({
  code,
  severity: 'odd',
  detail: '',
  event: 0,
  events: [0],
  times: 1,
})

const answered = (text: string, firstText: number, total: number, findings: readonly Finding[] = []): ToldAnswer => {
  const output: readonly JsonObject[] = [
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] },
  ]
  return {
    mode: 'whole',
    snapshot: { ...snapshotOfAnswer({ output }, 0 as Ms), findings },
    state: 'completed',
    figures: { events: 1, bytes: 100, firstText: firstText as Ms, total: total as Ms },
    background: false,
    asksAsChat: false,
    answeredWhole: false,
  }
}

const against = (baseline: ToldAnswer, run: ToldAnswer) =>
  againstBaseline(baseline, run, compareAnswers(baseline, run, allRules))

test('a run that says the same, later', () => {
  expect(against(answered('West fell.', 400, 1000), answered('West fell.', 520, 900))).toEqual({
    kind: 'same',
    sentence: 'the same: no tools, same text · first text 520 ms (+120 ms) · total 900 ms (−100 ms) · no findings',
  })
})

test('another text is a difference', () => {
  const { kind, sentence } = against(answered('West fell.', 400, 1000), answered('West rose.', 400, 1000))
  expect(kind).toBe('different')
  expect(sentence).toContain('different text')
})

test('findings are held against each other by their kind', () => {
  const before = answered('West fell.', 400, 1000, [finding('unknown-event')])
  const now = answered('West fell.', 400, 1000, [finding('invalid-frame'), finding('cut-event')])
  expect(against(before, now)).toMatchObject({ kind: 'different', sentence: expect.stringContaining('2 new, 1 gone') })
  expect(against(before, before).sentence).toContain('same findings')
})
