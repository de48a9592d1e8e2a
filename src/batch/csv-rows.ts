export interface CsvRow {
  readonly cells: readonly string[]
  /** Where it begins, as an editor counts. */
  readonly line: number
}

export interface CsvText {
  /** Without the empty ones. */
  readonly rows: readonly CsvRow[]
  /** The line of a quote that is never closed: everything from there on became one cell. */
  readonly unclosed?: number
}

/** Rows of CSV (RFC 4180): quotes hold separators, line breaks and doubled quotes. */
export const csvRows = (text: string): CsvText => {
  const rows: CsvRow[] = []
  let cells: string[] = []
  let field = ''
  let quotedFrom: number | undefined
  let line = 1
  let begin = 1
  const endRow = () => {
    cells.push(field)
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ cells, line: begin })
    cells = []
    field = ''
    begin = line
  }
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    const isBreak = character === '\n' || (character === '\r' && text[at + 1] !== '\n')
    if (isBreak) line += 1
    if (quotedFrom !== undefined) {
      if (character !== '"') field += character
      else if (text[at + 1] === '"') {
        field += '"'
        at += 1
      } else quotedFrom = undefined
    } else if (character === '"' && field === '') quotedFrom = line
    else if (character === ',') {
      cells.push(field)
      field = ''
    } else if (isBreak) endRow()
    else if (character !== '\r') field += character
  }
  if (field !== '' || cells.length > 0) endRow()
  return quotedFrom === undefined ? { rows } : { rows, unclosed: quotedFrom }
}
