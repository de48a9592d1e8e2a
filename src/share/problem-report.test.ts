import { marked, type Token, type Tokens } from 'marked'
import { expect, test } from 'vitest'
import { problemReport, type ReportFacts } from './problem-report.ts'

const hostile =
  'x | y\n# Not a heading\n```\n</details><img src="https://evil.example/p"> ![p](https://evil.example/p) @everyone'

const facts: ReportFacts = {
  note: 'It names the wrong person.',
  agentName: 'Greeter',
  kind: 'App, responses, streamed',
  startedAt: 1_795_000_000_000,
  answer: 'completed, status 200, 412 ms, 18 events, 3.6 kB',
  server: 'uvicorn',
  playground: '0.1.0 (1a2b3c4)',
  browser: 'Chromium',
  findings: '# Findings about an answer\n\n## Protocol\n\nNo deviations.\n',
  curl: "curl --url 'https://a.example/'",
  fileName: 'Greeter.recording.json',
  masked: '1 e-mail address',
}

const outlineOf = (markdown: string): readonly string[] =>
  marked.lexer(markdown).flatMap((token) => (token.type === 'heading' ? [`${token['depth']} ${token['text']}`] : []))

test('says what a reader of the issue needs, in one order', () => {
  const text = problemReport(facts)
  expect(outlineOf(text)).toEqual([
    '1 Problem with an answer of Greeter',
    '2 Findings about an answer',
    '3 Protocol',
    '2 The request',
    '2 The recording',
  ])
  expect(text).toContain('| Server | `uvicorn` |')
  expect(text).toContain('2026-11-18T')
  expect(text).toContain('1 e-mail address')
})

test('without a note it asks for one, and tells what is not known', () => {
  const text = problemReport({ ...facts, note: ' ', server: undefined, curl: undefined, masked: '' })
  expect(text).toContain('_What was expected, and what happened instead:_')
  expect(text).toContain('| Server | not told |')
  expect(text).not.toContain('## The request')
})

const kindsIn = (tokens: readonly Token[]): readonly string[] =>
  tokens.flatMap((token) => [
    token.type,
    ...('tokens' in token && token.tokens !== undefined ? kindsIn(token.tokens) : []),
  ])

test('words of the other side stay words: no heading, picture or HTML of theirs', () => {
  const text = problemReport({
    ...facts,
    agentName: hostile,
    kind: hostile,
    answer: hostile,
    server: hostile,
    browser: hostile,
    curl: `curl --data '${hostile}'`,
  })
  expect(outlineOf(text)).toHaveLength(5)
  const kinds = kindsIn(marked.lexer(text))
  expect(kinds).not.toContain('image')
  expect(kinds).not.toContain('html')
  const rows = marked.lexer(text).flatMap((token) => (token.type === 'table' ? (token as Tokens.Table).rows : []))
  expect(rows.map((row) => row.length)).toEqual([2, 2, 2, 2, 2, 2])
})
