import type { RecordedExchange } from './recording.ts'

export type HeaderFields = readonly (readonly [name: string, value: string])[]

/** The value of the first field of this name. `name` is written small: names count in any case (RFC 9110, 5.1). */
export const headerField = (fields: HeaderFields, name: string): string | undefined =>
  fields.find(([own]) => own.toLowerCase() === name)?.[1]

/** What the server called the bytes of its answer. */
export const contentTypeOf = ({ head }: Pick<RecordedExchange, 'head'>): string | undefined =>
  headerField(head?.headers ?? [], 'content-type')
