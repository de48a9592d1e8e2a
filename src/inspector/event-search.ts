import type { Recording } from '../exchange/recording.ts'
import type { Reading } from '../protocol/reading.ts'
import { frameTextOf } from './event-text.ts'

export type Pattern =
  | { readonly kind: 'none' }
  | { readonly kind: 'valid'; readonly expression: RegExp }
  | { readonly kind: 'invalid'; readonly reason: string }

/** A regular expression as typed; letters of either case match unless a capital was typed. */
export const patternOf = (source: string): Pattern => {
  if (source === '') return { kind: 'none' }
  try {
    // Without the `u` flag, what people type by habit (`\-`, a lone brace) stays valid.
    return { kind: 'valid', expression: new RegExp(source, /[A-Z]/.test(source.replace(/\\[A-Z]/g, '')) ? 's' : 'is') }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { kind: 'invalid', reason: reason.replace(/^Invalid regular expression: (?:\/.*\/[a-z]*: )?/s, '') }
  }
}

/** Finds events by type and raw text, a slice at a time, and goes on when more arrive. */
export class EventSearch {
  readonly expression: RegExp
  readonly matches: number[] = []
  scanned = 0

  constructor(expression: RegExp) {
    this.expression = expression
  }

  /** Scans until all is scanned or `isOver` says that the time is up. At least one event is scanned. */
  scan({ chunks }: Recording, { events }: Reading, isOver: () => boolean): void {
    while (this.scanned < events.count) {
      const row = events.row(this.scanned)
      // A line end between the two keeps `^` and `$` from meaning both at once.
      if (this.expression.test(`${row.type}\n${frameTextOf(chunks, row)}`)) this.matches.push(this.scanned)
      this.scanned += 1
      if (isOver()) return
    }
  }
}

/** The match after (or before) an event, going round at the ends; -1 when there is none. */
export const matchFrom = (matches: readonly number[], event: number, direction: 1 | -1): number => {
  if (matches.length === 0) return -1
  const found = direction === 1 ? matches.find((match) => match > event) : matches.findLast((match) => match < event)
  return found ?? matches.at(direction === 1 ? 0 : -1) ?? -1
}
