const pieceSize = 0x8000

/** Bytes as base64 (RFC 4648, 4). */
export const base64Of = (bytes: Uint8Array): string => {
  let binary = ''
  for (let from = 0; from < bytes.length; from += pieceSize) {
    binary += String.fromCharCode(...bytes.subarray(from, from + pieceSize))
  }
  return btoa(binary)
}

/** The bytes of a base64 text; undefined when it is none. */
export const bytesOfBase64 = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  let binary: string
  try {
    binary = atob(text)
  } catch {
    return undefined
  }
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index)
  return bytes
}
