import { expect, test } from 'vitest'
import type { Run } from '../conversation/conversation.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import { snapshotOfAnswer } from '../protocol/snapshot-of-answer.ts'
import { seriesCsv, seriesJson, seriesOf } from './series.ts'
import { agreementOf, summaryOf } from './statistics.ts'

const run = (id: number, total: number, text: string, failure?: string): Run =>
  ({
    id: `run_${id}`,
    conversation: 'conversation_1',
    turn: 'turn_1',
    mode: 'streamed',
    startedAt: 0 as EpochMs,
    phase: {
      at: 'over',
      outcome:
        failure === undefined
          ? { kind: 'completed' }
          : {
              kind: 'failed',
              problem: { kind: 'http', code: failure, title: '', detail: '', remedy: '', who: 'agent author' },
            },
    },
    snapshot: snapshotOfAnswer(
      { output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }] },
      0 as Ms,
    ),
    figures: { total: total as Ms, events: 3, bytes: 10 },
    exchanges: [],
  }) as unknown as Run

test('median and 90th percentile lie between neighbours', () => {
  expect(summaryOf([4, 1, 3, 2])).toEqual({ count: 4, median: 2.5, p90: 3.7, least: 1, most: 4, few: true })
  expect(summaryOf(Array.from({ length: 11 }, (_, index) => index))).toMatchObject({ median: 5, p90: 9, few: false })
  expect(summaryOf([])).toBeUndefined()
})

test('agreement is with the most frequent', () => {
  expect(agreementOf(['a', 'b', 'a'])).toEqual({ agree: 2, kinds: 2 })
  expect(agreementOf([])).toEqual({ agree: 0, kinds: 0 })
})

test('a failure is counted by its kind and is no fast answer', () => {
  const series = seriesOf([run(1, 100, 'a'), run(2, 300, 'a'), run(3, 1, '', 'rate-limited'), run(4, 200, 'b')])
  expect(series).toMatchObject({ over: 4, completed: 3, failures: [{ kind: 'rate-limited', count: 1 }] })
  const total = series.rows.find(({ measure }) => measure.id === 'total_ms')
  expect(total?.summary).toMatchObject({ count: 3, median: 200, least: 100 })
  expect(series.agreements[0]).toEqual({ label: 'text', mode: 'streamed', of: 3, agree: 2, kinds: 2 })
  expect(series.agreements[1]).toEqual({ label: 'tool sequence', mode: 'streamed', of: 3, agree: 3, kinds: 1 })
})

test('a spreadsheet takes no text for a formula', () => {
  const csv = seriesCsv([run(1, 1, '', '=HYPERLINK("http://x")')])
  expect(csv.split('\r\n')[1]).toContain(`"'=HYPERLINK(""http://x"")"`)
  expect(csv.endsWith('\r\n')).toBe(true)
  expect(JSON.parse(seriesJson([run(1, 5, 'a')]))).toMatchObject({ completed: 1, runs: [{ total_ms: 5 }] })
})

test('how often streamed and whole answers agree is told apart, and said where they are taken together', () => {
  const streamed = [run(1, 1, 'a'), run(2, 1, 'a')]
  const whole = [run(3, 1, 'b'), run(4, 1, 'b')].map((one): Run => ({ ...one, mode: 'whole' }))
  const texts = seriesOf([...streamed, ...whole]).agreements.filter(({ label }) => label === 'text')
  expect(texts).toEqual([
    { label: 'text', mode: 'streamed', of: 2, agree: 2, kinds: 1 },
    { label: 'text', mode: 'whole', of: 2, agree: 2, kinds: 1 },
    { label: 'text', mode: 'both', of: 4, agree: 2, kinds: 2 },
  ])
})
