import type { HeaderFields } from '../../exchange/header-field.ts'

/** The header fields of lines such as `Content-Type: text/plain`. A line that is none is left out. */
export const fieldsOfLines = (lines: readonly string[]): HeaderFields =>
  lines.flatMap((line) => {
    const colon = line.indexOf(':')
    return colon < 1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const]
  })
