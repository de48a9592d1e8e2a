import { joinedBytes } from '../lib/joined-bytes.ts'

const gather = async (stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await new Response(stream).arrayBuffer())

/** Raw DEFLATE (RFC 1951). */
export const deflate = (bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => {
  const compressor = new CompressionStream('deflate-raw')
  const writer = compressor.writable.getWriter()
  void writer.write(new Uint8Array(bytes)).then(() => writer.close())
  return gather(compressor.readable)
}

export interface Inflated {
  /** What could be read, also where the end is missing or damaged. */
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly end: 'whole' | 'damaged' | 'too-large'
}

/** One byte of DEFLATE can stand for a thousand: so little is given to the decompressor at a time. */
const slice = 512

/**
 * Decompresses at most `limit` bytes. What a hostile sender packed beyond that is never unpacked, and what was
 * unpacked before a damaged place is handed out.
 */
export const inflate = async (bytes: Uint8Array, limit: number): Promise<Inflated> => {
  const decompressor = new DecompressionStream('deflate-raw')
  const writer = decompressor.writable.getWriter()
  const reader = decompressor.readable.getReader()
  const pieces: Uint8Array[] = []
  let length = 0
  let failed = false
  const reading = (async () => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      pieces.push(value)
      length += value.length
    }
  })().catch(() => {
    failed = true
  })
  try {
    for (let from = 0; from < bytes.length && length <= limit && !failed; from += slice) {
      await writer.write(new Uint8Array(bytes.subarray(from, from + slice)))
    }
    // What the last slice gave has to be read before closing can fail, which would throw it away.
    await new Promise((resolve) => setTimeout(resolve))
    if (length <= limit) await writer.close()
  } catch {
    failed = true
  }
  if (length > limit) await reader.cancel().catch(() => undefined)
  await reading
  const end = length > limit ? 'too-large' : failed ? 'damaged' : 'whole'
  return { bytes: joinedBytes(pieces).subarray(0, limit), end }
}
