/** One question and what became of it. */
export interface BatchResult {
  readonly question: string
  readonly state: string
  readonly answer: string
  readonly milliseconds?: number
  readonly findings: number
}

/** A cell that begins like a formula would be one in a spreadsheet; an apostrophe makes it text. */
const cell = (text: string): string => {
  const guarded = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

export const resultsAsCsv = (results: readonly BatchResult[]): string =>
  [
    'question,state,answer,milliseconds,findings',
    ...results.map(({ question, state, answer, milliseconds, findings }) =>
      [question, state, answer, milliseconds === undefined ? '' : milliseconds.toFixed(1), String(findings)]
        .map(cell)
        .join(','),
    ),
    '',
  ].join('\r\n')

export const resultsAsJsonLines = (results: readonly BatchResult[]): string =>
  results.map((result) => `${JSON.stringify(result)}\n`).join('')
