import { codeBlock, codeWords, escapedWords } from '../conversation/files-out/quoted-markdown.ts'

/** What a report says beside the recording that goes with it. Everything in it was masked before. */
export interface ReportFacts {
  /** What went wrong, in the words of whoever reports it. */
  readonly note: string
  readonly agentName: string
  /** Such as `App, Responses, streamed`. */
  readonly kind: string
  readonly startedAt: number
  readonly answer: string
  /** The `server` field of the answer. */
  readonly server: string | undefined
  readonly playground: string
  readonly browser: string
  /** Markdown with headings of its own. */
  readonly findings: string
  readonly curl: string | undefined
  readonly fileName: string
  readonly masked: string
}

const row = (name: string, value: string): string => `| ${name} | ${value} |`

/** A cell ends at any bar, within code, too. */
const codeCell = (text: string): string => codeWords(text).replaceAll('|', '\\|')

/** Headings of the findings stand below those of the report. */
const demoted = (markdown: string): string => markdown.replaceAll(/^#(?=#* )/gm, '##')

/** The text of an issue about one answer. Words of the agent are escaped or quoted: they never become its form. */
export const problemReport = (facts: ReportFacts): string => {
  const { note, agentName, findings, curl, masked, fileName } = facts
  const hidden = masked === '' ? 'Nothing had to be masked in it' : `Masked in it and here: ${masked}`
  return [
    `# Problem with an answer of ${escapedWords(agentName)}`,
    note.trim() === '' ? '_What was expected, and what happened instead:_' : note.trim(),
    [
      '| | |',
      '|---|---|',
      row('Agent', `${escapedWords(agentName)}: ${escapedWords(facts.kind)}`),
      row('Asked', new Date(facts.startedAt).toISOString()),
      row('Answer', escapedWords(facts.answer)),
      row('Server', facts.server === undefined ? 'not told' : codeCell(facts.server)),
      row('Agent Playground', escapedWords(facts.playground)),
      row('Browser', codeCell(facts.browser)),
    ].join('\n'),
    demoted(findings).trim(),
    ...(curl === undefined ? [] : ['## The request', codeBlock(curl.trim(), 'sh')]),
    '## The recording',
    `${codeWords(fileName)} holds every byte of the answer with its moment. Drop it on Agent Playground to see it as it was; no sign-in is needed. ${hidden}; most header fields were left out.`,
  ]
    .map((block) => `${block}\n`)
    .join('\n')
}
