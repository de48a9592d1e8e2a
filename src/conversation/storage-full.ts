import { sentenceOf } from '../lib/problem.ts'

/** Whether the browser gives this address no more space. Some browsers throw a class of its own, some a DOMException. */
export const isStorageFull = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'name' in thrown && thrown.name === 'QuotaExceededError'

/** What the browser says about a failure. About a full storage it often says nothing at all. */
export const browserWords = (thrown: unknown): string =>
  isStorageFull(thrown) ? 'The browser gives this address no more space.' : `The browser says: ${sentenceOf(thrown)}`

export const storageFullTitle = 'This browser’s storage is full'

export const storageFullRemedy =
  'Open the library and let old recordings leave, or delete conversations: what waits in memory is then stored. Export what you need before you leave this page.'
