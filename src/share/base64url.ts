import { base64Of, bytesOfBase64 } from '../exchange/base64.ts'

/** Bytes as text that an address can hold as it is (RFC 4648, 5, without padding). */
export const base64UrlOf = (bytes: Uint8Array): string =>
  base64Of(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** Undefined where a character stands that cannot be in it. A single character at the end is left out: it was cut. */
export const bytesOfBase64Url = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  if (!/^[\w-]*$/.test(text)) return undefined
  const whole = text.length % 4 === 1 ? text.slice(0, -1) : text
  return bytesOfBase64(whole.replaceAll('-', '+').replaceAll('_', '/'))
}
