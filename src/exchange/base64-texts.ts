import { base64Of, bytesOfBase64 } from './base64.ts'

/** A text that stands in base64 within another: a file, a header field, a cursor. */
export interface Base64Text {
  readonly start: number
  readonly end: number
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Other bytes of the same length in the same form. */
  readonly encode: (bytes: Uint8Array) => string
}

// Twelve bytes at least: shorter ones are words, and hold no address.
const alphabets = [
  { pattern: /[A-Za-z0-9+/]{16,}={0,2}/g, isUrl: false },
  { pattern: /[\w-]{16,}={0,2}/g, isUrl: true },
]

/** Whether the bytes are text that somebody wrote. What is not, such as an image, is left alone. */
const isText = (bytes: Uint8Array): boolean => {
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 32) || byte === 127) return false
  try {
    // The end of what was looked at may lie within a character.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

const standard = (text: string): string => text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')

const readBase64 = (found: string): Uint8Array<ArrayBuffer> | undefined => {
  const digits = standard(found)
  return digits.length % 4 === 1 ? undefined : bytesOfBase64(digits)
}

const shortestOpaque = 4096
const opaque = new RegExp(`[A-Za-z0-9+/]{${shortestOpaque},}={0,2}`, 'g')
const headOf = (run: string): Uint8Array => bytesOfBase64(run.slice(0, shortestOpaque)) ?? new Uint8Array()

/**
 * The parts of a text in which something can be recognised: all but long base64 that is no text, such as a picture. It
 * is most of a request with files, and nothing would be found in it.
 */
export const telling = (text: string): readonly (readonly [from: number, to: number])[] => {
  const parts: [number, number][] = []
  let from = 0
  for (const { index, 0: run } of text.length < shortestOpaque ? [] : text.matchAll(opaque)) {
    if (isText(headOf(run))) continue
    parts.push([from, index])
    from = index + run.length
  }
  return [...parts, [from, text.length]]
}

/** The texts in base64, by either alphabet (RFC 4648, 4 and 5). */
export const base64Texts = (text: string): readonly Base64Text[] => {
  const found: Base64Text[] = []
  const starts = new Set<number>()
  for (const { pattern, isUrl } of alphabets) {
    for (const match of text.matchAll(pattern)) {
      const [whole] = match
      // The other alphabet has read it already, unless it goes on with letters of this one alone.
      if (starts.has(match.index) && !/[-_]/.test(whole)) continue
      const bytes = readBase64(whole)
      if (bytes === undefined || !isText(bytes)) continue
      starts.add(match.index)
      found.push({
        start: match.index,
        end: match.index + whole.length,
        bytes,
        encode: (other) => {
          const encoded = base64Of(other)
          const own = isUrl ? encoded.replaceAll('+', '-').replaceAll('/', '_') : encoded
          return own.replace(/=+$/, '').padEnd(whole.length, '=')
        },
      })
    }
  }
  return found
}
