import type { EpochMs } from '../lib/brand.ts'
import { headerField, type HeaderFields } from './header-field.ts'

const trimmedField = (headers: HeaderFields, name: string): string | undefined => headerField(headers, name)?.trim()

/** A wait of more than a day is no wait, but a mistake. */
const longest = 24 * 60 * 60 * 1000

/**
 * How long the other side asks to wait: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or `retry-after-ms`,
 * which gateways of the OpenAI kind send. A date is compared with the answer's own `Date`, so that this computer's
 * clock does not matter where the other side tells its own. Undefined where nothing that can be understood is asked.
 */
export const waitOf = (headers: HeaderFields, receivedAt: EpochMs): number | undefined => {
  const milliseconds = trimmedField(headers, 'retry-after-ms')
  const seconds = trimmedField(headers, 'retry-after')
  const wait =
    milliseconds !== undefined && /^\d+(\.\d+)?$/.test(milliseconds)
      ? Number(milliseconds)
      : seconds === undefined
        ? undefined
        : /^\d+$/.test(seconds)
          ? Number(seconds) * 1000
          : Date.parse(seconds) - (Date.parse(trimmedField(headers, 'date') ?? '') || receivedAt)
  return wait === undefined || !(wait > 0 && wait <= longest) ? undefined : wait
}

const twoDigits = (count: number): string => String(count).padStart(2, '0')

/** A wait as people say it: `42 s`, `5 min 07 s`, `13 h 53 min`. */
export const waitInWords = (seconds: number): string => {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${twoDigits(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`
}
