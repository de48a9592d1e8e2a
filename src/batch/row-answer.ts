import { fieldOf, isObject, parseJson, stringOf, type Json } from '../lib/json.ts'
import type { Problem } from '../lib/problem.ts'
import type { Ms } from '../lib/brand.ts'
import { outcomeOf, type Outcome } from '../protocol/outcome.ts'
import { emptySnapshot, type Snapshot } from '../protocol/snapshot.ts'
import { snapshotOfAnswer } from '../protocol/snapshot-of-answer.ts'

export interface RowAnswer {
  readonly snapshot: Snapshot
  readonly outcome: Outcome
}

const failed = (problem: Problem): RowAnswer => ({ snapshot: emptySnapshot, outcome: { kind: 'failed', problem } })

const rowProblem = (words: string): Problem => ({
  kind: 'agent',
  code: 'row-failed',
  title: 'The endpoint could not answer this question',
  detail: words,
  remedy: 'Ask it in the chat to see what comes over the wire, or ask the failed ones again.',
  who: 'agent author',
})

/** The warehouse left this row out. */
export const cutOffAnswer: RowAnswer = failed({
  kind: 'http',
  code: 'result-truncated',
  title: 'The warehouse cut its result off before this row',
  detail: 'The statement succeeded, and its result says that it is truncated: rows are missing at its end.',
  remedy: 'Ask the failed ones again, with fewer questions in a statement.',
  who: 'you',
})

const message = (text: string): Json => ({
  output: [
    {
      type: 'message',
      id: 'answer',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text, annotations: [] }],
    },
  ],
})

/** Endpoints give a struct of their task's answer, or its JSON as text, or the text alone. */
const bodyOf = (value: Json): Json => {
  if (typeof value !== 'string') return value
  const parsed = parseJson(value)
  const isBody =
    parsed.ok && ['output', 'messages', 'choices'].some((name) => fieldOf(parsed.value, name) !== undefined)
  return isBody ? parsed.value : message(value)
}

/** The first field that is not the error: documentation and practice call it `response` and `result`. */
const answerIn = (cell: Json): Json | undefined => {
  if (!isObject(cell)) return cell ?? undefined
  const name = Object.keys(cell).find((each) => each !== 'errorMessage')
  return name === undefined ? undefined : (cell[name] ?? undefined)
}

/**
 * What one row of a batch says: `to_json` of `{result, errorMessage}`, in which fields that are NULL are left out.
 */
export const rowAnswerOf = (cell: string | null): RowAnswer => {
  const parsed = cell === null ? undefined : parseJson(cell)
  const value = parsed?.ok === true ? parsed.value : cell
  const error = stringOf(value, 'errorMessage')
  if (error !== undefined && error !== '') return failed(rowProblem(error))
  const answer = answerIn(value)
  if (answer === undefined) return failed(rowProblem('The row holds neither an answer nor an error.'))
  const snapshot = snapshotOfAnswer(bodyOf(answer), 0 as Ms)
  return { snapshot, outcome: outcomeOf({ end: 'whole-body', snapshot, form: 'whole', status: 200 }) }
}
