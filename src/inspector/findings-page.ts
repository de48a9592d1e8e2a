import { utf8 } from '../exchange/utf8.ts'
import type { Ms } from '../lib/brand.ts'
import { createReading } from '../protocol/create-reading.ts'
import { findingCodes, severityOf, type Finding, type FindingCode, type Severity } from '../protocol/finding.ts'
import type { Reading } from '../protocol/reading.ts'
import { findingCatalogue, frameworkNames, type Framework } from './finding-catalogue.ts'

/**
 * The page `docs/findings.md`: every finding in the words of the catalogue, each with an example that a recording
 * really gives. It is written by `npm run docs`; a test compares it with what would be written now.
 */

/** A recorded answer, as far as an example needs it. */
export interface RecordedExample {
  readonly name: string
  readonly about: string
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly bytes: Uint8Array
  readonly isCut: boolean
}

interface Example {
  readonly recorded: RecordedExample
  readonly finding: Finding
  /** The event's exact text, or its beginning. */
  readonly excerpt: string
}

/** The recording that shows each finding best: with as little as can be beside it. */
const exampleNames: Readonly<Record<FindingCode, string>> = {
  'invalid-frame': 'not-json',
  'invalid-utf8': 'invalid-utf8',
  'invalid-body': 'whole-truncated',
  'ignored-line': 'printed-into-the-stream',
  'unfinished-frame': 'no-blank-line-at-the-end',
  'cut-event': 'cut-last-event',
  'wrong-content-type': 'json-declared-as-stream',
  'event-name-differs': 'event-names',
  'untyped-event': 'not-json',
  'invalid-event': 'events-without-content',
  'unknown-event': 'unknown-events',
  'bare-item': 'bare-items',
  'unknown-item': 'unknown-items',
  'unknown-part': 'part-of-type-text',
  'incomplete-item': 'chat-call-without-id',
  'null-field': 'null-annotations',
  'undeclared-item': 'undeclared-among-declared',
  'undeclared-part': 'undeclared-part',
  'missing-index': 'missing-indexes',
  'shared-index': 'shared-index',
  'nameless-delta': 'undeclared-items',
  'renamed-item': 'renamed-items',
  'shared-id': 'shared-id',
  'shared-id-across-kinds': 'serving-citations',
  'placeholder-id': 'placeholder-ids',
  'missing-id': 'message-without-id',
  'renamed-response': 'renamed-response',
  'long-id': 'long-ids',
  'emptied-item': 'emptied-message',
  'done-text-differs': 'different-final-text',
  'missing-text-done': 'missing-text-done',
  'repeated-item': 'chat-agent-copy',
  'unfinished-item': 'never-finished',
  'arguments-not-json': 'chat-broken-arguments',
  'arguments-not-text': 'broken-arguments',
  'output-not-text': 'structured-outputs',
  'orphan-output': 'done-only',
  'call-without-output': 'unanswered-handoff',
  'missing-created': 'footnotes-at-the-end',
  'late-created': 'completed-before-created',
  'several-rounds': 'two-rounds',
  'sequence-gap': 'sequence-faults',
  'sequence-repeat': 'sequence-faults',
  'sequence-disorder': 'sequence-faults',
  'missing-sequence': 'missing-sequence',
  'unknown-status': 'odd-statuses',
  'unknown-finish-reason': 'chat-unknown-finish',
  'contradicting-status': 'odd-statuses',
  'inconsistent-usage': 'usage-that-does-not-add-up',
  'empty-final-output': 'emptied-message',
  'final-output-differs': 'final-output-differs',
  'empty-answer': 'empty-answer',
  'missing-completed': 'never-completed',
  'missing-finish-reason': 'chat-without-finish-reason',
  'missing-end': 'ends-without-an-end',
  'repeated-terminal': 'two-ends',
  'event-after-terminal': 'after-completed',
  'data-after-done': 'after-the-end',
  'duplicate-done': 'after-the-end',
  'done-after-error': 'serving-error',
  'untyped-error': 'flat-error',
  'unexplained-error': 'silent-failure',
  'error-with-success-status': 'error-with-status-200',
}

const longestExcerpt = 420

const readingOf = ({ headers, status, bytes, isCut }: RecordedExample): Reading => {
  const contentType = headers.find(([name]) => name === 'content-type')?.[1]
  const reading = createReading({ contentType, utf8, status })
  reading.push(bytes, 0 as Ms)
  reading.end(0 as Ms, isCut)
  return reading
}

/** Line ends that Markdown would swallow are named; the blank line that ends an event is left out. */
const excerptOf = ({ bytes }: RecordedExample, { events }: Reading, { event }: Finding): string => {
  const { start, end } = events.row(event)
  const { text } = utf8.decode(bytes.subarray(start, end))
  const shown = text.replaceAll('\r', '␍').replaceAll('\uFEFF', '').trimEnd()
  return shown.length > longestExcerpt ? `${shown.slice(0, longestExcerpt)}…` : shown
}

const exampleFor = (code: FindingCode, recordings: readonly RecordedExample[]): Example | undefined => {
  const recorded = recordings.find(({ name }) => name === exampleNames[code])
  const reading = recorded === undefined ? undefined : readingOf(recorded)
  const finding = reading?.snapshot.findings.find((found) => found.code === code)
  if (recorded === undefined || reading === undefined || finding === undefined) return undefined
  return { recorded, finding, excerpt: excerptOf(recorded, reading, finding) }
}

const severityWords: Readonly<Record<Severity, string>> = {
  'breaks-clients': 'breaks clients',
  'loses-data': 'loses data',
  odd: 'odd',
}

const fixesOf = (code: FindingCode): readonly string[] =>
  (Object.entries(findingCatalogue[code].fixes) as [Framework, string][]).map(
    ([framework, words]) => `- ${frameworkNames[framework]}: ${words}`,
  )

/** Words of a recording inside a sentence of this page. */
const inSentence = (text: string): string => text.replaceAll(/[\\`*_[\]<>|]/g, '\\$&').replace(/\.$/, '')

const exampleOf = ({ recorded, finding, excerpt }: Example): readonly string[] => [
  `**Example**, recording \`${recorded.name}\`. ${recorded.about} At event ${finding.event + 1}: ${inSentence(finding.detail)}.`,
  ...(excerpt === '' ? [] : ['', '```text', excerpt, '```']),
]

const sectionOf = (code: FindingCode, example: Example | undefined): string => {
  const { title, why, fix } = findingCatalogue[code]
  const fixes = fixesOf(code)
  return [
    `## ${code}`,
    '',
    `**${title}** (${severityWords[severityOf(code)]}). ${why}`,
    '',
    `**How to fix it.** ${fix}`,
    ...(fixes.length === 0 ? [] : ['', ...fixes]),
    ...(example === undefined ? [] : ['', ...exampleOf(example)]),
  ].join('\n')
}

const introduction = `# Findings

Where an answer deviates from the protocol, the playground says so: live while it streams, and on any recording. Each
deviation is tolerated, named, and placed at its events. *Breaks clients*: clients that follow the standard fail, or the
next turn is refused. *Loses data*: something that was meant for the reader does not reach every reader. *Odd*: harmless
where clients are lenient. An agent that keeps the rules of its dialect gets none.

The examples are recordings that \`fault-lab\` of the sample workspace plays: \`{"recording": "two-rounds"}\` in
\`custom_inputs\`. This page is written by \`npm run docs\` from the code; do not edit it.`

/** The whole page. */
export const findingsPage = (recordings: readonly RecordedExample[]): string => {
  const rows = findingCodes.map(
    (code) => `| [\`${code}\`](#${code}) | ${severityWords[severityOf(code)]} | ${findingCatalogue[code].title} |`,
  )
  return [
    introduction,
    ['| finding | severity | what it is |', '|---|---|---|', ...rows].join('\n'),
    ...findingCodes.map((code) => sectionOf(code, exampleFor(code, recordings))),
    '',
  ].join('\n\n')
}
