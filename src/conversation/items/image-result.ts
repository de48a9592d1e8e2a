import { stringOf, type Json, type JsonObject } from '../../lib/json.ts'

/** First characters of base64, and the image type whose magic bytes they are. */
const signatures = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['UklGR', 'image/webp'],
  ['R0lGOD', 'image/gif'],
] as const

const largest = 24_000_000

/** A `data:` address of base64 that is an image by its bytes, whatever it claims to be. */
export const imageOfBase64 = (base64: string | undefined): string | undefined => {
  if (base64 === undefined || base64.length > largest) return undefined
  const type = signatures.find(([start]) => base64.startsWith(start))?.[1]
  if (type === undefined || !/^[A-Za-z0-9+/]+={0,2}$/u.test(base64)) return undefined
  return `data:${type};base64,${base64}`
}

/** The same for an address: only one that carries its bytes is drawn. Anything else would be fetched from somewhere. */
export const imageOfAddress = (address: string | undefined): string | undefined =>
  imageOfBase64(/^data:image\/[a-z+.-]+;base64,(.*)$/su.exec(address ?? '')?.[1])

export interface GeneratedImage {
  readonly address: string
  /** Which of the guesses it is; undefined for the finished image. */
  readonly partial?: number
}

/** The image that an item carries: finished, else as sharp as it has become. */
export const generatedImageOf = (item: JsonObject): GeneratedImage | undefined => {
  const result = imageOfBase64(stringOf(item, 'result'))
  if (result !== undefined) return { address: result }
  const partial = imageOfBase64(stringOf(item, 'partial_image_b64'))
  if (partial === undefined) return undefined
  const index: Json | undefined = item['partial_image_index']
  return { address: partial, partial: typeof index === 'number' ? index : 0 }
}
