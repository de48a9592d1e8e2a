const pieceSize = 0x8000

/** Bytes as base64 (RFC 4648, 4). */
export const base64Of = (bytes: Uint8Array): string => {
  let binary = ''
  for (let from = 0; from < bytes.length; from += pieceSize) {
    binary += String.fromCharCode(...bytes.subarray(from, from + pieceSize))
  }
  return btoa(binary)
}
