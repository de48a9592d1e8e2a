import { setTimeout as wait } from 'node:timers/promises'
import { parseJson, type JsonObject } from '../lib/json.ts'
import { jsonAnswer, restError } from './answers.ts'
import { readStatementRequest } from './sql-request.ts'
import { createResults, manifestOf } from './sql-results.ts'
import { createStatements, type Caller, type Statement, type StatementState } from './sql-statements.ts'
import type { WarehousePark, WarehouseRefusal } from './warehouses.ts'

const statusOf = (now: StatementState): JsonObject => {
  if (now.state !== 'FAILED') return { state: now.state }
  const { code, message, sqlState } = now.failure
  return {
    state: now.state,
    error: { error_code: code, message },
    ...(sqlState === undefined ? {} : { sql_state: sqlState }),
  }
}

const refuse = (kind: WarehouseRefusal, id: string, requestId: string): Response => {
  switch (kind) {
    case 'unknown':
      return restError(404, 'RESOURCE_DOES_NOT_EXIST', `SQL warehouse ${id} does not exist.`, requestId)
    case 'deleted':
      return restError(404, 'RESOURCE_DOES_NOT_EXIST', `SQL warehouse ${id} has been deleted.`, requestId)
    case 'forbidden':
      return restError(403, 'PERMISSION_DENIED', `You do not have CAN_USE on the SQL warehouse ${id}.`, requestId)
  }
}

export interface SqlApi {
  /** `path` is what follows `/api/2.0/sql/`. */
  answer(request: Request, path: string, caller: Caller, requestId: string): Promise<Response>
  /** `/sql-results/<token>`, without sign-in. */
  download(request: Request, token: string, requestId: string): Response
  close(): void
}

const longestBody = 17 * 1024 * 1024

/** The Statement Execution API: ask, wait or poll, fetch chunk by chunk, cancel. */
export const createSqlApi = (origin: string, pace: number, warehouses: WarehousePark): SqlApi => {
  const statements = createStatements({ origin, pace, warehouses })
  const results = createResults(origin)

  const describe = (statement: Statement): Response => {
    const { id, now } = statement
    const about = { statement_id: id, status: statusOf(now) }
    if (now.state !== 'SUCCEEDED') return jsonAnswer(200, about)
    const { result } = now
    return jsonAnswer(200, {
      ...about,
      manifest: manifestOf(statement, result),
      result: results.chunkOf(statement, result, 0),
    })
  }

  const execute = async (request: Request, caller: Caller, requestId: string): Promise<Response> => {
    const text = await request.text()
    if (Buffer.byteLength(text) > longestBody) {
      return restError(413, 'MAX_REQUEST_SIZE_EXCEEDED', 'The request is larger than 16 MiB.', requestId)
    }
    const body = parseJson(text)
    if (!body.ok) return restError(400, 'MALFORMED_REQUEST', `Invalid JSON: ${body.detail}`, requestId)
    const read = readStatementRequest(body.value)
    if (!read.ok) return restError(400, 'INVALID_PARAMETER_VALUE', read.detail, requestId)
    const { warehouseId, waitSeconds, cancelsAfterWait } = read.request
    const refusal = warehouses.refusal(warehouseId, caller.person)
    if (refusal !== undefined) return refuse(refusal, warehouseId, requestId)
    const statement = statements.start(read.request, caller)
    const waited = new AbortController()
    await Promise.race([
      statement.over,
      wait(waitSeconds * 1000, undefined, { signal: waited.signal, ref: false }).catch(() => undefined),
    ])
    waited.abort()
    if (cancelsAfterWait && waitSeconds > 0) statement.cancel()
    return describe(statement)
  }

  const chunkOf = (statement: Statement, index: number, requestId: string): Response => {
    const { now, id } = statement
    if (now.state === 'CLOSED') {
      return restError(404, 'NOT_FOUND', `The result of statement ${id} is no longer available.`, requestId)
    }
    if (now.state !== 'SUCCEEDED') {
      return restError(400, 'INVALID_STATE', `Statement ${id} has no result: it is ${now.state}.`, requestId)
    }
    if (!(index < now.result.chunks.length)) {
      return restError(404, 'NOT_FOUND', `The result of statement ${id} has no chunk ${index}.`, requestId)
    }
    return jsonAnswer(200, results.chunkOf(statement, now.result, index))
  }

  return {
    async answer(request, path, caller, requestId) {
      const { method } = request
      if (method === 'POST' && path === 'statements') return execute(request, caller, requestId)
      const [, id, rest] = /^statements\/([^/]+)(\/.+)?$/.exec(path) ?? []
      const statement = id === undefined ? undefined : statements.find(id, caller.person)
      const chunk = /^\/result\/chunks\/(\d+)$/.exec(rest ?? '')?.[1]
      const isKnown =
        (method === 'GET' && (rest === undefined || chunk !== undefined)) || (method === 'POST' && rest === '/cancel')
      if (id === undefined || !isKnown) {
        return restError(404, 'ENDPOINT_NOT_FOUND', `No API found for '${method} /sql/${path}'`, requestId)
      }
      if (statement === undefined) {
        return restError(404, 'NOT_FOUND', `The statement ${id} was not found.`, requestId)
      }
      if (chunk !== undefined) return chunkOf(statement, Number(chunk), requestId)
      if (method === 'GET') return describe(statement)
      statement.cancel()
      return jsonAnswer(200, {})
    },
    download: results.download,
    close: statements.close,
  }
}
