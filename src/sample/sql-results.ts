import { randomBytes } from 'node:crypto'
import type { JsonObject } from '../lib/json.ts'
import { restError } from './answers.ts'
import type { SqlRow } from './sql-job.ts'
import type { Statement, StatementResult } from './sql-statements.ts'

/** Links to results are good for a quarter of an hour. */
const linkMs = 15 * 60_000

interface Link {
  readonly statement: Statement
  readonly chunk: number
  readonly expiresAt: number
}

const csvCell = (cell: string | null): string =>
  cell === null ? '' : /[",\r\n]/.test(cell) || cell === '' ? `"${cell.replaceAll('"', '""')}"` : cell

const csvText = (names: readonly unknown[], rows: readonly SqlRow[]): string =>
  [names.map(String), ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')

const chunkPath = (id: string, chunk: number): string => `/api/2.0/sql/statements/${id}/result/chunks/${chunk}`

const offsetOf = ({ chunks }: StatementResult, chunk: number): number =>
  chunks.slice(0, chunk).reduce((sum, { rows }) => sum + rows.length, 0)

const placeOf = (result: StatementResult, index: number): JsonObject => {
  const chunk = result.chunks[index]
  return {
    chunk_index: index,
    row_offset: offsetOf(result, index),
    row_count: chunk?.rows.length ?? 0,
    byte_count: chunk?.bytes ?? 0,
  }
}

/** What a statement that succeeded says about its columns and chunks. */
export const manifestOf = ({ request }: Statement, result: StatementResult): JsonObject => ({
  format: request.format,
  schema: { column_count: result.columns.length, columns: result.columns },
  total_chunk_count: result.chunks.length,
  chunks: result.chunks.map((_, index) => placeOf(result, index)),
  total_row_count: offsetOf(result, result.chunks.length),
  total_byte_count: result.chunks.reduce((sum, { bytes }) => sum + bytes, 0),
  truncated: result.truncated,
})

/** Hands out chunks of results: in the answer itself, or behind links that need no credential. */
export const createResults = (origin: string) => {
  const links = new Map<string, Link>()

  const linkTo = (statement: Statement, chunk: number): JsonObject => {
    for (const [token, { expiresAt }] of links) if (expiresAt < Date.now()) links.delete(token)
    const token = randomBytes(24).toString('base64url')
    const expiresAt = Date.now() + linkMs
    links.set(token, { statement, chunk, expiresAt })
    return { external_link: `${origin}/sql-results/${token}`, expiration: new Date(expiresAt).toISOString() }
  }

  return {
    /** One chunk, with the way to the next. */
    chunkOf(statement: Statement, result: StatementResult, index: number): JsonObject {
      const chunk = result.chunks[index]
      // A result without rows has no chunk at all.
      if (chunk === undefined) return {}
      const hasNext = index + 1 < result.chunks.length
      const place = {
        ...placeOf(result, index),
        ...(hasNext
          ? { next_chunk_index: index + 1, next_chunk_internal_link: chunkPath(statement.id, index + 1) }
          : {}),
      }
      return statement.request.disposition === 'INLINE'
        ? { ...place, data_array: chunk.rows }
        : { external_links: [{ ...place, ...linkTo(statement, index) }] }
    },
    /** The storage behind the links. It has signed the link itself, so a second credential is one too many. */
    download(request: Request, token: string, requestId: string): Response {
      if (request.headers.has('authorization')) {
        return restError(400, 'BAD_REQUEST', 'Only one way to authorize is allowed: this link is one.', requestId)
      }
      const link = links.get(token)
      const { now } = link?.statement ?? {}
      if (link === undefined || link.expiresAt < Date.now() || now?.state !== 'SUCCEEDED') {
        return restError(403, 'PERMISSION_DENIED', 'This link has expired.', requestId)
      }
      const rows = now.result.chunks[link.chunk]?.rows ?? []
      return link.statement.request.format === 'CSV'
        ? new Response(
            csvText(
              now.result.columns.map(({ name }) => name),
              rows,
            ),
            { headers: { 'content-type': 'text/csv' } },
          )
        : new Response(JSON.stringify(rows), { headers: { 'content-type': 'application/json' } })
    },
  }
}
