/** Whole numbers below 2³² in the bytes of a link: the highest first. */
export const numberLength = 4

export const numberBytes = (value: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(numberLength)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

export const numberAt = (bytes: Uint8Array, position: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(position)
