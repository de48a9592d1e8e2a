import { numberOf, stringOf, type JsonObject } from '../../lib/json.ts'

/** A source an agent names, ready to be shown. */
export interface Citation {
  /** From 1, in order of first appearance in its message part. */
  readonly number: number
  readonly title: string
  /** The host of a web address, or the kind of source. */
  readonly origin: string
  /** Only http and https; anything else is not for opening. */
  readonly url?: string
}

/** An address that may be opened. Agents also write `source1.com`, without a scheme, which means nothing to open. */
export const webAddress = (text: string | undefined): URL | undefined => {
  if (text === undefined || !URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined
}

const citationOf = (annotation: JsonObject): Omit<Citation, 'number'> => {
  const type = stringOf(annotation, 'type') ?? 'source'
  const address = stringOf(annotation, 'url')
  const url = webAddress(address)
  const name = stringOf(annotation, 'title') ?? stringOf(annotation, 'filename') ?? stringOf(annotation, 'file_id')
  if (url === undefined) return { title: name ?? address ?? type, origin: type.replaceAll('_', ' ') }
  return { title: name ?? url.href, origin: url.host, url: url.href }
}

/** The sources of a text. The same source said twice is one, whatever range of the text it stands for. */
export const citationsOf = (annotations: readonly JsonObject[]): readonly Citation[] => {
  const seen = new Map<string, Citation>()
  for (const annotation of annotations) {
    const citation = citationOf(annotation)
    const key = `${citation.url ?? ''} ${citation.title} ${numberOf(annotation, 'page') ?? ''}`
    if (!seen.has(key)) seen.set(key, { ...citation, number: seen.size + 1 })
  }
  return [...seen.values()]
}
