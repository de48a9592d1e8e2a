import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { findingCodes } from '../protocol/finding.ts'
import { recordedAnswers } from '../sample/recorded-answers.ts'
import { findingsPage } from './findings-page.ts'

const page = findingsPage(recordedAnswers)

it('is what the code says now; npm run docs writes it anew', () => {
  expect(readFileSync(new URL('../../docs/findings.md', import.meta.url), 'utf8')).toBe(page)
})

it('has every finding, with an example of its own', () => {
  const sections = page.split('\n## ').slice(1)
  expect(sections.map((section) => section.slice(0, section.indexOf('\n')))).toEqual(findingCodes)
  for (const section of sections) {
    expect(section).toContain('**How to fix it.** ')
    expect(section).toMatch(/\*\*Example\*\*, recording `[a-z\d-]+`\. .+ At event \d+: /)
  }
})
