import { createId } from '../browser/ids.ts'
import type { ConversationId, Run, RunId, Turn, TurnId } from '../conversation/conversation.ts'
import { missingThings } from '../exchange/recording.ts'
import type { EpochMs } from '../lib/brand.ts'
import { isPassing, type Problem } from '../lib/problem.ts'
import type { AskServices } from './ask-through-api.ts'
import type { BatchEnd, PendingStatement, WarehouseWay } from './batch.ts'
import { cutOffAnswer, rowAnswerOf, type RowAnswer } from './row-answer.ts'
import { createStatementRun, type StatementDoors, type StatementEnd } from './run-statement.ts'
import type { StatementAnswer } from './statement-answer.ts'
import { batchStatement, divideQuestions, questionsParameter } from './statement.ts'

/** What the warehouse is doing for the batch right now. */
export interface StatementNow {
  /** The statements of this batch are counted from 1. */
  readonly number: number
  readonly of: number
  readonly turns: readonly TurnId[]
  readonly state: StatementAnswer['state'] | 'SENDING'
  readonly since: EpochMs
}

export interface WarehouseServices extends Pick<AskServices, 'talk'> {
  readonly doors: StatementDoors
  readonly now: () => EpochMs
  /** The statement whose result is still to be had, to be kept in case the page goes away. */
  readonly onPending: (statement: PendingStatement | undefined) => void
  readonly onNow: (now: StatementNow) => void
  /** The turns that have an answer to a statement of this moment: a page went away while it kept them. */
  readonly answeredSince: (moment: EpochMs) => ReadonlySet<TurnId>
}

interface Asking {
  readonly conversation: ConversationId
  readonly way: WarehouseWay
  readonly turns: readonly Turn[]
  /** Begun in an earlier visit: its questions are not sent again. */
  readonly pending: PendingStatement | undefined
}

/** So many answers are read before the page gets a breath. */
const slice = 50

/** What is left of a statement when the way to it broke: it may be asked for again. */
const isReachable = (problem: Problem): boolean => problem.kind === 'sign-in' || isPassing(problem)

/** Asks the questions by statements on a SQL warehouse, one after the other, each with many of them. */
export const askWarehouse = async (
  { conversation, way, turns, pending }: Asking,
  signal: AbortSignal,
  { talk, doors, now, onPending, onNow, answeredSince }: WarehouseServices,
): Promise<BatchEnd> => {
  const statement = createStatementRun(doors, way.warehouse)
  const left = turns.filter(({ id }) => pending?.turns.includes(id) !== true)
  const parts = divideQuestions(
    left.map(({ id, input }) => ({ id, text: input.text })),
    way.atMost,
  )
  const of = parts.length + (pending === undefined ? 0 : 1)
  let number = 0

  const runOf = (turn: TurnId, startedAt: EpochMs, { snapshot, outcome }: RowAnswer, bytes: number): Run => ({
    id: createId('run') as RunId,
    conversation,
    turn,
    mode: 'whole',
    startedAt,
    phase: { at: 'over', outcome },
    snapshot,
    figures: { events: 0, bytes },
    callee: 'serving-endpoint',
    exchanges: [],
    origin: { kind: 'warehouse', name: way.warehouse.name, importedAt: now(), missing: missingThings },
  })

  const keepAnswers = async (asked: PendingStatement, end: Extract<StatementEnd, { kind: 'rows' }>): Promise<void> => {
    const cells = new Map(end.rows.map(([place, cell]) => [Number(place), cell ?? null]))
    const kept = answeredSince(asked.startedAt)
    for (let from = 0; from < asked.turns.length; from += slice) {
      const runs = asked.turns.slice(from, from + slice).map((turn, index) => {
        const cell = cells.get(from + index)
        if (cell === undefined) return runOf(turn, asked.startedAt, end.truncated ? cutOffAnswer : rowAnswerOf(null), 0)
        return runOf(turn, asked.startedAt, rowAnswerOf(cell), cell?.length ?? 0)
      })
      await talk.answersCame(
        conversation,
        runs.filter(({ turn }) => !kept.has(turn)),
      )
      await doors.pause(0)
    }
  }

  /** Follows a statement to its end. Why the batch ends with it, or undefined where it goes on. */
  const follow = async (begun: StatementAnswer, asked: PendingStatement): Promise<BatchEnd | undefined> => {
    const tell = (state: StatementAnswer['state']) =>
      onNow({ number, of, turns: asked.turns, state, since: asked.startedAt })
    const end = await statement.follow(begun, signal, tell)
    if (!end.ok) {
      if (!isReachable(end.problem)) onPending(undefined)
      return { kind: 'stopped', problem: end.problem }
    }
    if (end.value.kind === 'rows') await keepAnswers(asked, end.value)
    onPending(undefined)
    if (end.value.kind === 'cancelled') return { kind: 'cancelled', told: end.value.told }
    return signal.aborted
      ? { kind: 'cancelled', told: 'The statement was over before it could be cancelled.' }
      : undefined
  }

  const resume = async (asked: PendingStatement): Promise<BatchEnd | undefined> => {
    number += 1
    onNow({ number, of, turns: asked.turns, state: 'SENDING', since: asked.startedAt })
    const found = await statement.look(asked.id)
    if (found.ok) return follow(found.value, asked)
    if (!isReachable(found.problem)) onPending(undefined)
    return { kind: 'stopped', problem: found.problem }
  }

  const ask = async (
    part: readonly { readonly id: TurnId; readonly text: string }[],
  ): Promise<BatchEnd | undefined> => {
    number += 1
    const startedAt = now()
    const ids = part.map(({ id }) => id)
    onNow({ number, of, turns: ids, state: 'SENDING', since: startedAt })
    const begun = await statement.begin({
      statement: batchStatement(way.endpoint, way.shape),
      parameters: [questionsParameter(part.map(({ text }) => text))],
    })
    if (!begun.ok) return { kind: 'stopped', problem: begun.problem }
    const asked = { id: begun.value.id, turns: ids, startedAt }
    onPending(asked)
    return follow(begun.value, asked)
  }

  const ended = pending === undefined ? undefined : await resume(pending)
  if (ended !== undefined) return ended
  for (const part of parts) {
    if (signal.aborted) return { kind: 'cancelled', told: 'Nothing was running.' }
    const over = await ask(part)
    if (over !== undefined) return over
  }
  return { kind: 'done' }
}
