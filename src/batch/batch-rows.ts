import { answerStateOf, answerTextOf } from '../conversation/answer-state.ts'
import type { Conversation, Run, RunId } from '../conversation/conversation.ts'
import type { BatchResult } from './batch-export.ts'

/** One line of the table: a question, and the run that answers it where there is one yet. */
export interface BatchRow {
  readonly question: string
  readonly run: Run | undefined
}

export const batchRows = (conversation: Conversation, runs: Readonly<Record<RunId, Run>>): readonly BatchRow[] =>
  conversation.turns.map(({ input, chosen }) => ({
    question: input.text,
    run: chosen === null ? undefined : runs[chosen],
  }))

export const stateOf = ({ run }: BatchRow): string => (run === undefined ? 'waiting' : answerStateOf(run.phase))

/** The answer in words: its text, else why there is none. */
export const answerOf = ({ run }: BatchRow): string => {
  if (run === undefined) return ''
  const text = answerTextOf(run.snapshot)
  if (run.phase.at !== 'over' || run.phase.outcome.kind !== 'failed') return text
  const { title, detail } = run.phase.outcome.problem
  return [`${title}. ${detail}`, text].filter((part) => part !== '').join('\n')
}

export const resultOf = (row: BatchRow): BatchResult => {
  const total = row.run?.figures.total
  return {
    question: row.question,
    state: stateOf(row),
    answer: answerOf(row),
    ...(total === undefined ? {} : { milliseconds: total }),
    findings: row.run?.snapshot.findings.length ?? 0,
  }
}
