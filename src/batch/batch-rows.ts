import { answerStateOf, answerTextOf, type AnswerState } from '../conversation/answer-state.ts'
import type { Conversation, Run, RunId, Turn } from '../conversation/conversation.ts'
import type { BatchResult } from './batch-export.ts'

/** One line of the table: a question, and the run that answers it where there is one yet. */
export interface BatchRow {
  readonly turn: Turn
  readonly run: Run | undefined
}

/** The questions: what was said below them in the chat, or asked in other words there, is not of the batch. */
export const turnsOfBatch = (conversation: Conversation | undefined, total = Infinity): readonly Turn[] =>
  conversation?.turns.filter(({ parent }) => parent === null).slice(0, total) ?? []

/** `unasked`: nobody has answered them. `failed`: they were asked, and the answer is not complete. */
export type WhichTurns = 'unasked' | 'failed'

export const turnsToAsk = (
  turns: readonly Turn[],
  runs: Readonly<Record<RunId, Run>>,
  which: WhichTurns,
): readonly Turn[] =>
  turns.filter(({ chosen }) => {
    if (chosen === null) return which === 'unasked'
    const phase = runs[chosen]?.phase
    return which === 'failed' && phase?.at === 'over' && phase.outcome.kind !== 'completed'
  })

/** The rows now; those of before where nothing changed, so that they are not drawn again. */
export const batchRows = (
  turns: readonly Turn[],
  runs: Readonly<Record<RunId, Run>>,
  before: readonly BatchRow[] = [],
): readonly BatchRow[] => {
  const rows = turns.map((turn, index) => {
    const run = turn.chosen === null ? undefined : runs[turn.chosen]
    const old = before[index]
    return old?.turn === turn && old.run === run ? old : { turn, run }
  })
  return rows.length === before.length && rows.every((row, index) => row === before[index]) ? before : rows
}

/** `waiting`: its turn will come. `asked`: it went out together with others. `not asked`: nobody does it any more. */
export type RowState = AnswerState | 'waiting' | 'asked' | 'not asked'

export const stateOf = (
  { run }: BatchRow,
  unanswered: Extract<RowState, 'waiting' | 'asked' | 'not asked'>,
): RowState => (run === undefined ? unanswered : answerStateOf(run.phase))

export interface BatchCounts {
  readonly over: number
  readonly completed: number
  readonly answering: number
}

export const countRows = (rows: readonly BatchRow[]): BatchCounts => {
  let over = 0
  let completed = 0
  let answering = 0
  for (const { run } of rows) {
    if (run === undefined) continue
    if (run.phase.at !== 'over') answering += 1
    else {
      over += 1
      if (run.phase.outcome.kind === 'completed') completed += 1
    }
  }
  return { over, completed, answering }
}

/** The answer in words: its text, else why there is none. */
export const answerOf = ({ run }: BatchRow): string => {
  if (run === undefined) return ''
  const text = answerTextOf(run.snapshot)
  if (run.phase.at !== 'over' || run.phase.outcome.kind !== 'failed') return text
  const { title, detail } = run.phase.outcome.problem
  return [`${title}. ${detail}`, text].filter((part) => part !== '').join('\n')
}

export const resultOf = (row: BatchRow, state: RowState): BatchResult => {
  const total = row.run?.figures.total
  return {
    question: row.turn.input.text,
    state,
    answer: answerOf(row),
    ...(total === undefined ? {} : { milliseconds: total }),
    findings: row.run?.snapshot.findings.length ?? 0,
  }
}
