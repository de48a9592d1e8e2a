import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { readFileSync, readdirSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'

/** The built page. All of it is read at the start, so no request ever becomes a path on the disk. */
export type StaticFiles = (request: Request) => Response | undefined

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
}
const compressible = /\.(?:css|html|js|json|map|svg|txt|webmanifest)$/

/** Vite puts a hash of the content into the names of these, so they never change. */
const hashed = /^\/assets\//

interface StaticFile {
  readonly bytes: Uint8Array
  readonly headers: Readonly<Record<string, string>>
  readonly compressed: Map<Coding, Uint8Array>
}
type Coding = 'br' | 'gzip'

/** Quality 9 costs a few milliseconds once per file; the last steps to 11 cost hundreds. */
const compress = (bytes: Uint8Array, coding: Coding): Uint8Array =>
  coding === 'br'
    ? brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
    : gzipSync(bytes, { level: 9 })

const codingFor = (accepted: string): Coding | undefined => {
  const codings = accepted.split(',').map((part) => part.split(';').map((piece) => piece.trim()))
  const takes = (name: string): boolean => codings.some(([coding, weight]) => coding === name && weight !== 'q=0')
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : undefined
}

const readFile = (directory: string, path: string): StaticFile => {
  const bytes = readFileSync(join(directory, path))
  return {
    bytes,
    compressed: new Map(),
    headers: {
      'content-type': types[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
      'cache-control': hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`,
    },
  }
}

const readAll = (directory: string): ReadonlyMap<string, StaticFile> =>
  new Map(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(directory.length).replaceAll('\\', '/'))
      .map((path) => [path, readFile(directory, path)]),
  )

/** `/` is the page itself; every other path is a file of the build or nothing. */
export const createStaticFiles = (directory: string, extra: Readonly<Record<string, string>>): StaticFiles => {
  const files = readAll(directory)

  return (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
    const { pathname } = new URL(request.url)
    const path = pathname === '/' ? '/index.html' : pathname
    const file = files.get(path)
    if (file === undefined) return undefined
    const headers = new Headers({ ...extra, ...file.headers })
    // Compared weakly, as RFC 9110 section 13.1.2 asks: the compressed form is the same file.
    if (request.headers.get('if-none-match')?.replace(/^W\//, '') === file.headers['etag'])
      return new Response(null, { status: 304, headers })

    let bytes = file.bytes
    if (compressible.test(path)) {
      headers.set('vary', 'accept-encoding')
      const coding = codingFor(request.headers.get('accept-encoding') ?? '')
      if (coding !== undefined) {
        bytes = file.compressed.get(coding) ?? compress(file.bytes, coding)
        file.compressed.set(coding, bytes)
        headers.set('content-encoding', coding)
        // A strong validator is one for one sequence of bytes; this is another one.
        headers.set('etag', `W/${file.headers['etag'] ?? ''}`)
      }
    }
    headers.set('content-length', String(bytes.byteLength))
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(bytes), { headers })
  }
}
