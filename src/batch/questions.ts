/**
 * This room asks one agent many questions. Its rows are ordinary turns and runs of one conversation, so that each is
 * recorded, inspected and kept like any other. It must not know how an agent is called.
 */
import { isObject, parseJson, stringOf, type Json } from '../lib/json.ts'
import { csvRows } from './csv-rows.ts'

export const questionForms = ['lines', 'CSV', 'JSONL'] as const
export type QuestionForm = (typeof questionForms)[number]

export interface Questions {
  readonly form: QuestionForm
  /** What may hold the question: the columns of CSV, the fields of JSONL. */
  readonly columns: readonly string[]
  /** Which of them does. */
  readonly column: string | undefined
  readonly list: readonly string[]
  /** What could not be read, one sentence each. */
  readonly problems: readonly string[]
}

/** What a person said about the text, where it is not left to be found out. */
export interface ReadingWish {
  readonly form?: QuestionForm | undefined
  readonly column?: string | undefined
}

/** What a conversation file holds: a batch must be able to travel. */
export const mostQuestions = 5000
/** Of all questions together: what is typed is kept with every key. */
export const mostCharacters = 4_000_000

/** Columns and fields that hold a question, the most telling first. */
const questionNames = ['question', 'questions', 'input', 'prompt', 'text', 'content', 'message']

const isEmpty = (text: string): boolean => text.trim() === ''

const telling = (columns: readonly string[]): string | undefined =>
  questionNames
    .map((name) => columns.find((column) => column.trim().toLowerCase() === name))
    .find((column) => column !== undefined)

interface Line {
  readonly text: string
  /** As an editor counts. */
  readonly number: number
}

const readLines = (lines: readonly Line[]): Questions => ({
  form: 'lines',
  columns: [],
  column: undefined,
  list: lines.map(({ text }) => text.trim()),
  problems: [],
})

const readJsonLines = (lines: readonly Line[], wished: string | undefined): Questions => {
  const parsed = lines.map(({ text, number }) => ({ number, result: parseJson(text) }))
  const objects = parsed.flatMap(({ result }) => (result.ok && isObject(result.value) ? [result.value] : []))
  const columns = [
    ...new Set(
      objects.slice(0, 100).flatMap((object) => Object.keys(object).filter((name) => typeof object[name] === 'string')),
    ),
  ]
  const column = wished !== undefined && columns.includes(wished) ? wished : (telling(columns) ?? columns[0])
  const questionOf = (json: Json): string | undefined =>
    typeof json === 'string' ? json : column === undefined ? undefined : stringOf(json, column)
  const problems: string[] = []
  const list = parsed.flatMap(({ number, result }) => {
    const question = result.ok ? questionOf(result.value) : undefined
    if (question !== undefined) return isEmpty(question) ? [] : [question]
    problems.push(
      result.ok
        ? `Line ${number} has no text${column === undefined ? '' : ` under “${column}”`}.`
        : `Line ${number} is not JSON: ${result.detail}`,
    )
    return []
  })
  return { form: 'JSONL', columns, column, list, problems }
}

const readCsv = (text: string, wished: string | undefined): Questions => {
  const { rows, unclosed } = csvRows(text)
  const [head, ...rest] = rows
  const columns = head?.cells.map((cell, index) => (isEmpty(cell) ? `Column ${index + 1}` : cell.trim())) ?? []
  const column = wished !== undefined && columns.includes(wished) ? wished : (telling(columns) ?? columns[0])
  const at = column === undefined ? -1 : columns.indexOf(column)
  const problems = unclosed === undefined ? [] : [`The quote that opens in line ${unclosed} is never closed.`]
  const list = rest.flatMap(({ cells, line }) => {
    const question = cells[at] ?? ''
    if (!isEmpty(question)) return [question]
    problems.push(`Line ${line} has nothing in the column “${column ?? ''}”.`)
    return []
  })
  return { form: 'CSV', columns, column, list, problems }
}

/** JSONL is known by its first line, CSV by a head that names a column of questions: a comma alone divides nothing. */
const formOf = (text: string, first: string): QuestionForm => {
  const parsed = parseJson(first)
  if (parsed.ok && (isObject(parsed.value) || typeof parsed.value === 'string')) return 'JSONL'
  const head = csvRows(text.slice(0, 10_000)).rows[0]?.cells ?? []
  return telling(head) === undefined ? 'lines' : 'CSV'
}

/** Reads pasted text or a file. */
export const readQuestions = (text: string, wish: ReadingWish = {}): Questions => {
  const plain = text.replace(/^\ufeff/, '')
  const lines = plain
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ text: line, number: index + 1 }))
    .filter((line) => !isEmpty(line.text))
  switch (wish.form ?? formOf(plain, lines[0]?.text ?? '')) {
    case 'lines':
      return readLines(lines)
    case 'CSV':
      return readCsv(plain, wish.column)
    case 'JSONL':
      return readJsonLines(lines, wish.column)
  }
}

/** Why these cannot be asked in one batch. */
export const tooMuch = (list: readonly string[]): string | undefined => {
  const characters = list.reduce((sum, question) => sum + question.length, 0)
  if (list.length > mostQuestions) {
    return `A batch takes ${mostQuestions.toLocaleString('en')} questions, and these are ${list.length.toLocaleString('en')}. Divide them.`
  }
  return characters > mostCharacters
    ? `A batch takes ${mostCharacters.toLocaleString('en')} characters, and these are ${characters.toLocaleString('en')}. Divide them.`
    : undefined
}

/** Questions as text that reads back the same. */
export const writeQuestions = (list: readonly string[]): string => {
  const text = list.join('\n')
  const read = readQuestions(text)
  const isSame =
    read.form === 'lines' && read.list.length === list.length && read.list.every((each, at) => each === list[at])
  return isSame ? text : list.map((question) => JSON.stringify(question)).join('\n')
}
