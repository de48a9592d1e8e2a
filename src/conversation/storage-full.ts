/** Whether the browser gives this address no more space. Some browsers throw a class of its own, some a DOMException. */
export const isStorageFull = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'name' in thrown && thrown.name === 'QuotaExceededError'

export const storageFullTitle = 'This browser’s storage is full'

export const storageFullRemedy =
  'Open the library and let old recordings leave, or delete conversations: what waits in memory is then stored. Export what you need before you leave this page.'
