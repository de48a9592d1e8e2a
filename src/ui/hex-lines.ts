const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** `64 61 74 61  3a 20 7b 22`: the bytes of a line in groups of eight. Short lines are padded with spaces. */
export const hexColumns = (bytes: Uint8Array, start: number, perLine: number): string => {
  let line = ''
  for (let index = 0; index < perLine; index += 1) {
    const byte = bytes[start + index]
    if (index > 0) line += index % 8 === 0 ? '  ' : ' '
    line += byte === undefined ? '  ' : hex[byte]
  }
  return line
}

/** The same bytes as text: printable ASCII as it is, everything else a middle dot. */
export const asciiColumn = (bytes: Uint8Array, start: number, perLine: number): string => {
  let line = ''
  for (const byte of bytes.subarray(start, start + perLine)) {
    line += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'
  }
  return line
}

export const offsetColumn = (offset: number): string => offset.toString(16).padStart(8, '0')

/** All lines as text to copy. */
export const hexDump = (bytes: Uint8Array, base: number, perLine = 16): string => {
  const lines: string[] = []
  for (let start = 0; start < bytes.length; start += perLine) {
    lines.push(
      `${offsetColumn(base + start)}  ${hexColumns(bytes, start, perLine)}  ${asciiColumn(bytes, start, perLine)}`,
    )
  }
  return lines.join('\n')
}
