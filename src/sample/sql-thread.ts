import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads'
import type { DuckDBConnection, DuckDBDataChunk, DuckDBPreparedStatement, DuckDBVector } from '@duckdb/node-api'
import { withoutNulls } from './sql-json.ts'
import { createCellWriter, createColumnWriter } from './sql-cells.ts'
import type { AiAnswers, AiCall, SqlJob, SqlLimits, SqlNews, SqlRow } from './sql-job.ts'

/*
 * One statement on DuckDB, in a thread of its own. A function of DuckDB has to answer before it returns, and calls of
 * endpoints take their time: so this thread sleeps while the main one makes the calls of a batch of rows, and no other
 * statement waits for it. The engine has no files, no network and no extensions, and settings cannot be changed back.
 */

/** The engine's own decoder would drop a byte order mark at the beginning of a text. */
globalThis.TextDecoder = class extends TextDecoder {
  constructor() {
    super('utf-8', { ignoreBOM: true })
  }
}

const engine = await import('@duckdb/node-api')

export interface SqlThreadData {
  readonly job: SqlJob
  /** Answers of endpoints come here. */
  readonly answers: MessagePort
  /** 1 when answers are there. */
  readonly bell: Int32Array<SharedArrayBuffer>
}

const { job, answers, bell } = workerData as SqlThreadData

const tell = (news: SqlNews): void => parentPort?.postMessage(news)

const askEndpoints = (calls: readonly AiCall[]): AiAnswers => {
  tell({ kind: 'calls', calls })
  Atomics.wait(bell, 0, 0)
  Atomics.store(bell, 0, 0)
  const received: { readonly message: AiAnswers } | undefined = receiveMessageOnPort(answers)
  return received?.message ?? { ok: false, message: 'The endpoints’ answers were lost.' }
}

const textAt = (vector: DuckDBVector, row: number): string | null => {
  const value = vector.getItem(row)
  return typeof value === 'string' ? value : null
}

const readCalls = (chunk: DuckDBDataChunk): readonly AiCall[] => {
  const [query, request, modelParameters] = [0, 1, 2].map((column) => chunk.getColumnVector(column))
  if (query === undefined || request === undefined || modelParameters === undefined) return []
  return Array.from({ length: chunk.rowCount }, (_, row) => ({
    query: Number(query.getItem(row)),
    request: textAt(request, row),
    modelParameters: textAt(modelParameters, row),
  }))
}

const registerFunctions = (connection: DuckDBConnection): void => {
  const { DuckDBScalarFunction, INTEGER, VARCHAR } = engine
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: 'ai_query_call',
      // Called once for each row, also where rows are equal: an agent may answer them differently.
      volatile: true,
      specialHandling: true,
      parameterTypes: [INTEGER, VARCHAR, VARCHAR],
      returnType: VARCHAR,
      mainFunction: (info, chunk, output) => {
        const answered = askEndpoints(readCalls(chunk))
        if (!answered.ok) {
          info.setError(answered.message)
          return
        }
        for (const [row, answer] of answered.answers.entries()) output.setItem(row, answer)
        output.flush()
      },
    }),
  )
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: 'json_without_nulls',
      parameterTypes: [VARCHAR],
      returnType: VARCHAR,
      mainFunction: (_info, chunk, output) => {
        const texts = chunk.getColumnVector(0)
        for (let row = 0; row < chunk.rowCount; row += 1) {
          const text = textAt(texts, row)
          output.setItem(row, text === null ? null : withoutNulls(text))
        }
        output.flush()
      },
    }),
  )
}

const locked = [
  'autoinstall_known_extensions = false',
  'autoload_known_extensions = false',
  'allow_community_extensions = false',
  'enable_external_access = false',
  "TimeZone = 'UTC'",
  'lock_configuration = true',
]

const open = async (): Promise<DuckDBConnection> => {
  const instance = await engine.DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: '256MB',
    temp_directory: '',
  })
  const connection = await instance.connect()
  registerFunctions(connection)
  for (const setting of locked) await connection.run(`SET ${setting}`)
  return connection
}

/** Cuts rows into chunks as they come, and says where a result has to end. */
const createChunks = (limits: SqlLimits) => {
  let rows: SqlRow[] = []
  let chunkBytes = 0
  let rowsSoFar = 0
  let bytesSoFar = 0
  const flush = (): void => {
    if (rows.length > 0) tell({ kind: 'chunk', rows, bytes: chunkBytes })
    rows = []
    chunkBytes = 0
  }
  return {
    flush,
    /** False where the row does not fit any more. */
    add(row: SqlRow): boolean {
      const bytes = Buffer.byteLength(JSON.stringify(row)) + 1
      if (rowsSoFar === limits.rows || bytesSoFar + bytes > limits.bytes) return false
      rows.push(row)
      chunkBytes += bytes
      rowsSoFar += 1
      bytesSoFar += bytes
      if (rows.length === limits.rowsPerChunk || chunkBytes >= limits.bytesPerChunk) flush()
      return true
    },
    isFull: (): boolean => rowsSoFar === limits.rows,
  }
}

const run = async (prepared: DuckDBPreparedStatement): Promise<SqlNews> => {
  const { limits } = job
  const result = await prepared.stream()
  const types = result.columnTypes()
  const columnOf = createColumnWriter(engine)
  const cellOf = createCellWriter(engine)
  const names = result.columnNames()
  tell({ kind: 'columns', columns: types.map((type, index) => columnOf(names[index] ?? '', index, type)) })
  const chunks = createChunks(limits)
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const vectors = types.map((_, index) => chunk.getColumnVector(index))
    // Row by row, because all 2,048 of them at once may be more than fits.
    for (let row = 0; row < chunk.rowCount; row += 1) {
      if (chunks.add(vectors.map((vector, index) => cellOf(vector.getItem(row), types[index])))) continue
      if (!chunks.isFull() && !limits.truncates) return { kind: 'too-large' }
      chunks.flush()
      return { kind: 'done', truncated: true }
    }
  }
  chunks.flush()
  return { kind: 'done', truncated: false }
}

const query = async (connection: DuckDBConnection): Promise<SqlNews> => {
  const statements = await connection.extractStatements(job.sql)
  if (statements.count !== 1) return { kind: 'no-query' }
  const prepared = await statements.prepare(0)
  const { SELECT, EXPLAIN } = engine.StatementType
  if (prepared.statementType !== SELECT && prepared.statementType !== EXPLAIN) return { kind: 'no-query' }
  for (const [index, value] of job.values.entries()) {
    const place = prepared.parameterIndex(`p${index}`)
    if (value === null) prepared.bindNull(place)
    else prepared.bindVarchar(place, value)
  }
  return run(prepared)
}

const connection = await open()
// The only thing that is ever said to this thread: give up. It is heard between two steps of a statement as well, where
// there is nothing to interrupt yet.
parentPort?.once('message', () => void setInterval(() => connection.interrupt(), 20).unref())
tell({ kind: 'ready' })
tell(
  await query(connection).catch((thrown: unknown): SqlNews => ({
    kind: 'failed',
    message: thrown instanceof Error ? thrown.message : String(thrown),
  })),
)
connection.closeSync()
answers.close()
parentPort?.close()
