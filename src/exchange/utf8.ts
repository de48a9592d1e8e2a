import type { Utf8 } from '../protocol/utf8.ts'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const tolerant = new TextDecoder('utf-8', { ignoreBOM: true })

/** Bytes to text by the Encoding standard. The BOM is kept: the framer strips the one that the standard names. */
export const utf8: Utf8 = {
  decode: (bytes) => {
    try {
      return { text: strict.decode(bytes), valid: true }
    } catch {
      return { text: tolerant.decode(bytes), valid: false }
    }
  },
}
