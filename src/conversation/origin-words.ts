import type { Missing } from '../exchange/recording.ts'
import type { Origin } from './conversation.ts'

const missingWords: Readonly<Record<Missing, string>> = {
  times: 'the moments of arrival',
  chunks: 'where one read ended and the next began',
  head: 'status and header fields',
  request: 'the request',
  bytes: 'the very bytes',
  end: 'how the exchange ended',
}

/** What the source did not hold; empty where nothing is missing. Of a warehouse, the source itself says it all. */
export const missingPhrase = ({ kind, missing }: Pick<Origin, 'kind' | 'missing'>): string =>
  kind === 'warehouse' ? '' : new Intl.ListFormat('en').format(missing.map((thing) => missingWords[thing]))

export const sourceWords = ({ kind, name }: Pick<Origin, 'kind' | 'name'>): string => {
  switch (kind) {
    case 'file':
      return `Imported from ${name}`
    case 'link':
      return 'Opened from a link'
    case 'paste':
      return 'Pasted'
    case 'warehouse':
      return `From the SQL warehouse ${name}; no wire recording`
  }
}

/** Where an imported conversation came from, and what its source did not hold. */
export const originWords = (origin: Origin): string => {
  const missing = missingPhrase(origin)
  return missing === '' ? sourceWords(origin) : `${sourceWords(origin)}. Not in it: ${missing}`
}
