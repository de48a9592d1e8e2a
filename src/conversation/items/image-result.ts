import { stringOf, type JsonObject } from '../../lib/json.ts'

/** First characters of base64, and the image type whose magic bytes they are. */
const signatures = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['UklGR', 'image/webp'],
] as const

const largest = 24_000_000

/** A `data:` address of the image an item carries, by its bytes rather than by what it claims to be. */
export const imageAddressOf = (item: JsonObject): string | undefined => {
  if (stringOf(item, 'type') !== 'image_generation_call') return undefined
  const result = stringOf(item, 'result')
  if (result === undefined || result.length > largest) return undefined
  const type = signatures.find(([start]) => result.startsWith(start))?.[1]
  if (type === undefined || !/^[A-Za-z0-9+/]+={0,2}$/u.test(result)) return undefined
  return `data:${type};base64,${result}`
}
