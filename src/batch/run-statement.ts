import type { Json, JsonObject } from '../lib/json.ts'
import { failure, isPassing, success, type Result } from '../lib/problem.ts'
import type { WarehouseWay } from './batch.ts'
import { chunkOf, statementAnswerOf, type ResultRow, type StatementAnswer } from './statement-answer.ts'
import { callProblem, expiredProblem, statementProblem, unreadableProblem } from './statement-problem.ts'

export interface StatementDoors {
  /** A call of the workspace's REST API; with a body it is a POST. */
  readonly call: (path: string, asked: string, body?: Json) => Promise<Result<Json>>
  /** Resolves after the time, or as soon as the signal aborts. */
  readonly pause: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

export interface StatementOrder {
  readonly statement: string
  readonly parameters: readonly JsonObject[]
}

export type StatementEnd =
  | { readonly kind: 'rows'; readonly rows: readonly ResultRow[]; readonly truncated: boolean }
  /** `told`: what the warehouse said about it. */
  | { readonly kind: 'cancelled'; readonly told: string }

const statements = '/api/2.0/sql/statements'
const shortest = 1000
const longest = 5000
/** A call that reaches nobody says nothing about the statement: it is asked for again, so often. */
const retries = 3
/** Cancelling is a request that the warehouse follows when it can; after this many looks nobody waits any more. */
const looksAfterCancel = 10

/** One statement on a warehouse: begun, followed to its end, cancelled. */
export const createStatementRun = ({ call, pause }: StatementDoors, warehouse: WarehouseWay['warehouse']) => {
  const read = (result: Result<Json>): Result<StatementAnswer> => {
    if (!result.ok) return failure(callProblem(result.problem, warehouse.name))
    const answer = statementAnswerOf(result.value)
    return answer === undefined
      ? failure(unreadableProblem(warehouse.name, JSON.stringify(result.value)))
      : success(answer)
  }

  const again = async (ask: () => Promise<Result<Json>>): Promise<Result<Json>> => {
    let result = await ask()
    for (let tried = 0; tried < retries && !result.ok && isPassing(result.problem); tried += 1) {
      await pause(longest)
      result = await ask()
    }
    return result
  }

  /** Never sent twice: one that got no answer may run all the same. */
  const begin = async ({ statement, parameters }: StatementOrder): Promise<Result<StatementAnswer>> =>
    read(
      await call(statements, `run statements on the SQL warehouse ${warehouse.name}`, {
        warehouse_id: warehouse.id,
        statement,
        parameters,
        // The id comes at once, so that it can be cancelled; waiting is done by asking.
        wait_timeout: '0s',
        on_wait_timeout: 'CONTINUE',
        disposition: 'INLINE',
        format: 'JSON_ARRAY',
      }),
    )

  const look = async (id: string): Promise<Result<StatementAnswer>> => {
    const result = await again(() => call(`${statements}/${encodeURIComponent(id)}`, 'look at the statement'))
    if (!result.ok && result.problem.status === 404) return failure(expiredProblem(warehouse.name))
    return read(result)
  }

  const restOf = async (id: string, first: number): Promise<Result<readonly ResultRow[]>> => {
    const rows: ResultRow[] = []
    const seen = new Set<number>()
    for (let next: number | undefined = first; next !== undefined && !seen.has(next);) {
      const index: number = next
      seen.add(index)
      const path = `${statements}/${encodeURIComponent(id)}/result/chunks/${index}`
      const result = await again(() => call(path, 'fetch the result'))
      if (!result.ok) return result.problem.status === 404 ? failure(expiredProblem(warehouse.name)) : result
      const chunk = chunkOf(result.value)
      rows.push(...chunk.rows)
      next = chunk.next
    }
    return success(rows)
  }

  const endOf = async (answer: StatementAnswer): Promise<Result<StatementEnd>> => {
    switch (answer.state) {
      case 'FAILED':
        return failure(statementProblem(answer.error, warehouse.name))
      case 'CANCELED':
        return success({ kind: 'cancelled', told: `${warehouse.name} says that it is cancelled.` })
      case 'SUCCEEDED': {
        const { chunk, truncated } = answer
        const rest = chunk.next === undefined ? success([]) : await restOf(answer.id, chunk.next)
        return rest.ok ? success({ kind: 'rows', rows: [...chunk.rows, ...rest.value], truncated }) : rest
      }
      default:
        return failure(expiredProblem(warehouse.name))
    }
  }

  const isGoing = ({ state }: StatementAnswer): boolean => state === 'PENDING' || state === 'RUNNING'

  /** Asks the warehouse to stop it, and reports how it stands then. It may have ended before. */
  const cancel = async (id: string): Promise<Result<StatementEnd>> => {
    const asked = await call(`${statements}/${encodeURIComponent(id)}/cancel`, 'cancel the statement', {})
    if (!asked.ok) {
      return success({ kind: 'cancelled', told: `The warehouse could not be told: ${asked.problem.title}.` })
    }
    for (let looks = 0; looks < looksAfterCancel; looks += 1) {
      const answer = await look(id)
      if (!answer.ok) return success({ kind: 'cancelled', told: answer.problem.title })
      if (!isGoing(answer.value)) return endOf(answer.value)
      await pause(shortest)
    }
    return success({ kind: 'cancelled', told: `${warehouse.name} was asked to cancel it, and has not done so yet.` })
  }

  /** Asks how it stands, at first every second and then less often, until it is over. */
  const follow = async (
    begun: StatementAnswer,
    signal: AbortSignal,
    onState: (state: StatementAnswer['state']) => void,
  ): Promise<Result<StatementEnd>> => {
    let answer = begun
    for (let wait = shortest; isGoing(answer); wait = Math.min(longest, wait * 1.5)) {
      onState(answer.state)
      await pause(wait, signal)
      if (signal.aborted) return cancel(answer.id)
      const next = await look(answer.id)
      if (!next.ok) return next
      answer = next.value
    }
    onState(answer.state)
    return endOf(answer)
  }

  return { begin, look, follow }
}
