import type { Ms } from '../lib/brand.ts'

/** What an event did to the snapshot: the text it brought, for marking both ways between chat and inspector. */
export interface Touch {
  /** `key` of the item. */
  readonly item: string
  /** Index into the item's parts; -1 when the whole item was touched, or its arguments. */
  readonly part: number
  /** UTF-16 range of the text within that part (or within `arguments`). Equal when no text was brought. */
  readonly from: number
  readonly to: number
}

export interface EventRow {
  readonly index: number
  /** Arrival of the chunk that completed it. */
  readonly at: Ms
  /** Byte range in the body, from its first line to the end of the blank line that dispatched it. */
  readonly start: number
  readonly end: number
  /** `response.output_text.delta`, `[DONE]`, `(comment)`, `(not JSON)`, `(no type)`, `(body)`, `(incomplete)`, … */
  readonly type: string
  readonly touch?: Touch
  /** Number of findings at this event. */
  readonly findings: number
}

/** Append-only, columnar; a row object is made when asked for. Mutable: `count` grows, rows never change. */
export interface EventLog {
  readonly count: number
  row(index: number): EventRow
  at(index: number): Ms
  /** Types in order of first appearance, with how many events have each. */
  readonly types: readonly { readonly type: string; readonly count: number }[]
  typeOf(index: number): string
  /** Index of the first event whose byte range ends after this offset; -1 when none. */
  indexAtByte(offset: number): number
  /** Indices of events that touched this item and, when given, overlap this text range of this part. */
  eventsOf(item: string, part?: number, from?: number, to?: number): number[]
}
