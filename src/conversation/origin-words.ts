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

/** Where an imported conversation came from, and what its source did not hold. */
export const originWords = ({ kind, name, missing }: Origin): string => {
  if (kind === 'warehouse') return `From the SQL warehouse ${name}; no wire recording`
  const source = kind === 'file' ? `Imported from ${name}` : kind === 'link' ? 'Opened from a link' : 'Pasted'
  const list = new Intl.ListFormat('en').format(missing.map((thing) => missingWords[thing]))
  return missing.length === 0 ? source : `${source}. Not in it: ${list}`
}
