import { writeFileSync } from 'node:fs'
import { findingsPage } from '../src/inspector/findings-page.ts'
import { recordedAnswers } from '../src/sample/recorded-answers.ts'

/** Writes `docs/findings.md`. A test fails while the page is not what this would write. */
writeFileSync(new URL('../docs/findings.md', import.meta.url), findingsPage(recordedAnswers))
