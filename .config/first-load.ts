import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Most JavaScript, in bytes of gzip, that the page may load before it shows something. */
export const firstLoadLimit = 200_000

/**
 * The JavaScript that loads at once: the entry and everything it imports statically. The built page
 * names exactly these, the entry as a module script and its imports as module preloads.
 */
export const firstLoadOf = (dist: string): readonly { readonly file: string; readonly bytes: number }[] => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const files = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="\/([^"]+\.js)"/g)].map(
    (match) => match[1] ?? '',
  )
  return files.map((file) => ({ file, bytes: gzipSync(readFileSync(join(dist, file)), { level: 9 }).byteLength }))
}
