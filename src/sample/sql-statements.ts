import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../lib/json.ts'
import { endpointByName } from './endpoints.ts'
import type { Person } from './people.ts'
import { translate } from './sql-dialect.ts'
import { createEndpointCalls } from './sql-endpoint-calls.ts'
import { runQuery, type QueryEnd, type ResultChunk } from './sql-engine.ts'
import { failureOf, refusalFailure, type StatementFailure } from './sql-failures.ts'
import type { SqlLimits } from './sql-job.ts'
import type { StatementRequest } from './sql-request.ts'
import { SqlRefusal } from './sql-tokens.ts'
import type { WarehousePark } from './warehouses.ts'

/** The rows of a statement that succeeded. */
export interface StatementResult {
  readonly columns: readonly JsonObject[]
  readonly chunks: readonly ResultChunk[]
  readonly truncated: boolean
}

export type StatementState =
  | { readonly state: 'PENDING' | 'RUNNING' | 'CANCELED' | 'CLOSED' }
  | { readonly state: 'SUCCEEDED'; readonly result: StatementResult }
  | { readonly state: 'FAILED'; readonly failure: StatementFailure }

export interface Statement {
  readonly id: string
  readonly owner: Person
  readonly request: StatementRequest
  now: StatementState
  /** Resolves when it is over, however it ended. */
  readonly over: Promise<void>
  readonly cancel: () => void
  /** When somebody last asked for it. */
  askedAt: number
}

/** So many run at once; others wait their turn, as on a warehouse of one cluster. */
const atOnce = 4
/** What runs longer is ended, also when nobody asks for it any more. */
const longestMs = 10 * 60_000
/** So many results are kept; the oldest are closed. */
const mostKept = 50
const quarter = 15 * 60_000
const hour = 60 * 60_000

const inlineBytes = 25 * 1024 * 1024
/** The API allows 100 GiB behind links; the sample workspace keeps results in memory. */
const linkedBytes = 64 * 1024 * 1024
const perChunk = { rowsPerChunk: 500, bytesPerChunk: 4 * 1024 * 1024 }

const limitsOf = ({ disposition, rowLimit, byteLimit }: StatementRequest): SqlLimits => {
  const most = disposition === 'INLINE' ? inlineBytes : linkedBytes
  return {
    rows: rowLimit ?? Number.POSITIVE_INFINITY,
    bytes: Math.min(byteLimit ?? most, most),
    truncates: byteLimit !== undefined && byteLimit < most,
    ...perChunk,
  }
}

/** Lets so many through at a time. */
const createTurns = (places: number) => {
  const waiting: (() => void)[] = []
  let free = places
  return {
    async take(): Promise<void> {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => void waiting.push(resolve))
    },
    leave(): void {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    },
  }
}

export interface StatementsOptions {
  readonly origin: string
  readonly pace: number
  readonly warehouses: WarehousePark
}

export interface Caller {
  readonly person: Person
  readonly authorization: string
}

const tooLong: StatementFailure = {
  code: 'DEADLINE_EXCEEDED',
  message: `The sample workspace runs a statement for at most ${longestMs / 60_000} minutes.`,
}

const endedState = (end: QueryEnd, request: StatementRequest, canceled: AbortSignal): StatementState => {
  if (end.kind === 'stopped') {
    return canceled.aborted ? { state: 'CANCELED' } : { state: 'FAILED', failure: tooLong }
  }
  if (end.kind === 'rows') return { state: 'SUCCEEDED', result: end }
  return { state: 'FAILED', failure: failureOf(end, request.disposition) }
}

/** All statements of the workspace: what runs, what waits, and the results that are still kept. */
export const createStatements = ({ origin, pace, warehouses }: StatementsOptions) => {
  const all = new Map<string, Statement>()
  const turns = createTurns(atOnce)

  const execute = async (request: StatementRequest, caller: Caller, signal: AbortSignal): Promise<QueryEnd> => {
    const { sql, values, queries } = translate(request.statement, {
      parameters: request.parameters,
      endpointNamed: endpointByName,
      userName: caller.person.userName,
    })
    if (queries.length > 0 && !warehouses.reachesAgents(request.warehouseId)) {
      throw new SqlRefusal(
        'AI_FUNCTION_UNSUPPORTED_REQUEST',
        '0A000',
        'ai_query is not available on a classic warehouse; use a serverless or pro one.',
      )
    }
    const calls = createEndpointCalls(queries, { origin, authorization: caller.authorization, pace })
    const deadline = AbortSignal.timeout(longestMs)
    return runQuery({ sql, values, limits: limitsOf(request) }, calls, AbortSignal.any([signal, deadline]))
  }

  const work = async (statement: Statement, caller: Caller, signal: AbortSignal): Promise<void> => {
    await warehouses.running(statement.request.warehouseId)
    await turns.take()
    try {
      if (signal.aborted) return
      statement.now = { state: 'RUNNING' }
      const end = await execute(statement.request, caller, signal)
      statement.now = endedState(end, statement.request, signal)
    } catch (thrown) {
      if (!(thrown instanceof SqlRefusal)) throw thrown
      statement.now = { state: 'FAILED', failure: refusalFailure(thrown) }
    } finally {
      turns.leave()
    }
  }

  const isOver = ({ now }: Statement): boolean => now.state !== 'PENDING' && now.state !== 'RUNNING'

  /** Nobody polls it any more, or its result is an hour old, or there are too many. */
  const sweep = (): void => {
    const over = [...all.values()].filter(isOver)
    const surplus = over.slice(0, Math.max(0, over.length - mostKept))
    for (const statement of all.values()) {
      const idle = Date.now() - statement.askedAt
      if (!isOver(statement) && idle > quarter) statement.cancel()
      else if (statement.now.state === 'SUCCEEDED' && (idle > hour || surplus.includes(statement))) {
        statement.now = { state: 'CLOSED' }
      } else if (isOver(statement) && idle > 2 * hour) all.delete(statement.id)
    }
  }

  return {
    start(request: StatementRequest, caller: Caller): Statement {
      sweep()
      const stop = new AbortController()
      let settle = (): void => undefined
      const statement: Statement = {
        id: randomUUID(),
        owner: caller.person,
        request,
        now: { state: 'PENDING' },
        over: new Promise((resolve) => {
          settle = resolve
        }),
        cancel: () => {
          if (isOver(statement)) return
          statement.now = { state: 'CANCELED' }
          stop.abort()
          settle()
        },
        askedAt: Date.now(),
      }
      all.set(statement.id, statement)
      work(statement, caller, stop.signal)
        .catch((thrown: unknown) => {
          if (isOver(statement)) return
          const message = thrown instanceof Error ? thrown.message : String(thrown)
          statement.now = { state: 'FAILED', failure: { code: 'INTERNAL_ERROR', message } }
        })
        .finally(settle)
      return statement
    },
    /** A person's own statement; those of others do not exist for them. */
    find(id: string, person: Person): Statement | undefined {
      sweep()
      const statement = all.get(id)
      if (statement?.owner.id !== person.id) return undefined
      statement.askedAt = Date.now()
      return statement
    },
    close(): void {
      for (const statement of all.values()) statement.cancel()
    },
  }
}
