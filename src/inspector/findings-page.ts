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
  /** How many findings the recording has beside this one: the fewer, the better the example. */
  readonly others: number
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

/** For each finding the recording that shows it with the least beside it. */
const examplesOf = (recordings: readonly RecordedExample[]): ReadonlyMap<FindingCode, Example> => {
  const examples = new Map<FindingCode, Example>()
  for (const recorded of recordings) {
    const reading = readingOf(recorded)
    const { findings } = reading.snapshot
    for (const finding of findings) {
      const others = findings.filter(({ code }) => code !== finding.code).length
      const known = examples.get(finding.code)
      if (known !== undefined && known.others <= others) continue
      examples.set(finding.code, { recorded, finding, others, excerpt: excerptOf(recorded, reading, finding) })
    }
  }
  return examples
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
  const examples = examplesOf(recordings)
  const rows = findingCodes.map(
    (code) => `| [\`${code}\`](#${code}) | ${severityWords[severityOf(code)]} | ${findingCatalogue[code].title} |`,
  )
  return [
    introduction,
    ['| finding | severity | what it is |', '|---|---|---|', ...rows].join('\n'),
    ...findingCodes.map((code) => sectionOf(code, examples.get(code))),
    '',
  ].join('\n\n')
}
