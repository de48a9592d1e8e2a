/**
 * This room asks one agent many questions. Its rows are ordinary turns and runs of one conversation, so that each is
 * recorded, inspected and kept like any other. It must not know how an agent is called.
 */
import { isObject, parseJson, stringOf, type Json } from '../lib/json.ts'

export interface Questions {
  readonly form: 'lines' | 'CSV' | 'JSONL'
  readonly list: readonly string[]
  /** What could not be read, one sentence each. */
  readonly problems: readonly string[]
}

/** Columns and fields that hold a question, the most telling first. */
const questionNames = ['question', 'questions', 'input', 'prompt', 'text', 'content', 'message']

/** Rows of CSV (RFC 4180): quotes hold separators, line breaks and doubled quotes. */
export const csvRows = (text: string): readonly (readonly string[])[] => {
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (quoted) {
      if (character !== '"') field += character
      else if (text[at + 1] === '"') {
        field += '"'
        at += 1
      } else quoted = false
    } else if (character === '"' && field === '') quoted = true
    else if (character === ',') {
      row.push(field)
      field = ''
    } else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[at + 1] === '\n') at += 1
      rows.push([...row, field])
      row = []
      field = ''
    } else field += character
  }
  if (field !== '' || row.length > 0) rows.push([...row, field])
  return rows.filter((cells) => cells.some((cell) => cell.trim() !== ''))
}

const withoutEmpty = (list: readonly string[]): readonly string[] => list.filter((text) => text.trim() !== '')

const questionOf = (json: Json): string | undefined => {
  if (typeof json === 'string') return json
  if (!isObject(json)) return undefined
  const name = questionNames.find((each) => stringOf(json, each) !== undefined)
  return name === undefined ? undefined : stringOf(json, name)
}

const readJsonLines = (lines: readonly string[]): Questions => {
  const problems: string[] = []
  const list = lines.flatMap((line, index) => {
    const parsed = parseJson(line)
    const question = parsed.ok ? questionOf(parsed.value) : undefined
    if (question === undefined) {
      problems.push(
        parsed.ok
          ? `Line ${index + 1} has no text under ${questionNames.join(', ')}.`
          : `Line ${index + 1} is not JSON: ${parsed.detail}`,
      )
      return []
    }
    return [question]
  })
  return { form: 'JSONL', list: withoutEmpty(list), problems }
}

const readCsv = (rows: readonly (readonly string[])[]): Questions => {
  const [head = [], ...rest] = rows
  const column = Math.max(
    0,
    head.findIndex((cell) => questionNames.includes(cell.trim().toLowerCase())),
  )
  return { form: 'CSV', list: withoutEmpty(rest.map((row) => row[column] ?? '')), problems: [] }
}

const hasQuestionColumn = (row: readonly string[] | undefined): boolean =>
  row?.some((cell) => questionNames.includes(cell.trim().toLowerCase())) === true

/**
 * Reads pasted text or a file. JSONL is known by its lines, CSV by a head that names a column of questions: anything
 * else is one question a line, so that a comma in a question divides nothing.
 */
export const readQuestions = (text: string): Questions => {
  const plain = text.replace(/^\ufeff/, '')
  const lines = withoutEmpty(plain.split(/\r\n|\n|\r/))
  const first = lines[0] === undefined ? undefined : parseJson(lines[0])
  if (first?.ok === true && (isObject(first.value) || typeof first.value === 'string')) return readJsonLines(lines)
  const rows = csvRows(plain)
  return hasQuestionColumn(rows[0])
    ? readCsv(rows)
    : { form: 'lines', list: lines.map((line) => line.trim()), problems: [] }
}
