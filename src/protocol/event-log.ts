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
  /**
   * Byte range in the body, from its first line up to the next event's. Rows leave no gap: the newest row's `end`
   * still takes in the blank lines that follow it, also the LF of a CRLF whose CR came alone.
   */
  readonly start: number
  readonly end: number
  /** `response.output_text.delta`, `[DONE]`, `(comment)`, `(not JSON)`, `(no type)`, `(body)`, `(incomplete)`, … */
  readonly type: string
  readonly touch?: Touch
  /** Number of findings at this event. */
  readonly findings: number
}

/**
 * Append-only, columnar; a row object is made when asked for. Mutable: `count` grows, rows never change but for
 * the `end` and the findings of the newest.
 */
export interface EventLog {
  readonly count: number
  row(index: number): EventRow
  at(index: number): Ms
  /** Types in order of first appearance, with how many events have each. */
  readonly types: readonly { readonly type: string; readonly count: number }[]
  typeOf(index: number): string
  /** Index of the first event whose byte range ends after this offset; -1 when none. */
  indexAtByte(offset: number): number
  /** Index of the first event that touched this item; -1 when none did. */
  firstEventOf(item: string): number
  /** Indices of events that touched this item and, when given, overlap this text range of this part. */
  eventsOf(item: string, part?: number, from?: number, to?: number): number[]
}

export interface WritableEventLog extends EventLog {
  append(entry: {
    readonly at: Ms
    readonly end: number
    readonly type: string
    readonly touch?: Touch | undefined
    readonly findings: number
  }): void
  /** Moves the end of the newest row, if there is one. */
  extend(end: number): void
  /** Findings that were made only when everything had come: they count at the newest row. */
  addFindings(count: number): void
}

/** Strings as small numbers, in order of first appearance. */
class Dictionary {
  readonly names: string[] = []
  readonly #numbers = new Map<string, number>()

  find(name: string): number {
    return this.#numbers.get(name) ?? -1
  }

  number(name: string): number {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    this.#numbers.set(name, this.names.length)
    this.names.push(name)
    return this.names.length - 1
  }
}

const doubled = <Column extends Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(from: Column, to: Column) => {
  to.set(from)
  return to
}

class ColumnarEventLog implements WritableEventLog {
  count = 0
  readonly #types = new Dictionary()
  readonly #items = new Dictionary()
  readonly #typeCounts: number[] = []
  /** By the number of the item. */
  readonly #firstEvents: number[] = []
  #capacity = 256
  #times = new Float64Array(this.#capacity)
  #ends = new Float64Array(this.#capacity)
  #typeNumbers = new Uint32Array(this.#capacity)
  #findings = new Uint32Array(this.#capacity)
  /** Number of the touched item plus one; 0 where nothing was touched. */
  #itemNumbers = new Uint32Array(this.#capacity)
  /** Part plus one, so that -1 fits an unsigned column. */
  #parts = new Uint32Array(this.#capacity)
  #froms = new Uint32Array(this.#capacity)
  #tos = new Uint32Array(this.#capacity)

  append: WritableEventLog['append'] = ({ at, end, type, touch, findings }) => {
    if (this.count === this.#capacity) this.#grow()
    const index = this.count
    const typeNumber = this.#types.number(type)
    this.#typeCounts[typeNumber] = (this.#typeCounts[typeNumber] ?? 0) + 1
    this.#times[index] = at
    this.#ends[index] = end
    this.#typeNumbers[index] = typeNumber
    this.#findings[index] = findings
    if (touch !== undefined) {
      const itemNumber = this.#items.number(touch.item)
      this.#firstEvents[itemNumber] ??= index
      this.#itemNumbers[index] = itemNumber + 1
      this.#parts[index] = touch.part + 1
      this.#froms[index] = touch.from
      this.#tos[index] = touch.to
    }
    this.count += 1
  }

  extend(end: number): void {
    if (this.count > 0) this.#ends[this.count - 1] = end
  }

  addFindings(count: number): void {
    const newest = this.count - 1
    if (newest >= 0) this.#findings[newest] = (this.#findings[newest] ?? 0) + count
  }

  row(index: number): EventRow {
    const touch = this.#touch(index)
    return {
      index,
      at: this.at(index),
      start: this.#ends[index - 1] ?? 0,
      end: this.#ends[index] ?? 0,
      type: this.typeOf(index),
      ...(touch === undefined ? {} : { touch }),
      findings: this.#findings[index] ?? 0,
    }
  }

  at(index: number): Ms {
    return (this.#times[index] ?? 0) as Ms
  }

  get types(): readonly { readonly type: string; readonly count: number }[] {
    return this.#types.names.map((type, number) => ({ type, count: this.#typeCounts[number] ?? 0 }))
  }

  typeOf(index: number): string {
    return this.#types.names[this.#typeNumbers[index] ?? 0] ?? ''
  }

  indexAtByte(offset: number): number {
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#ends[middle] ?? 0) > offset) high = middle
      else low = middle + 1
    }
    return low < this.count ? low : -1
  }

  firstEventOf(item: string): number {
    return this.#firstEvents[this.#items.find(item)] ?? -1
  }

  eventsOf(item: string, part?: number, from = 0, to = Infinity): number[] {
    const found: number[] = []
    const number = this.#items.find(item) + 1
    if (number === 0) return found
    for (let index = 0; index < this.count; index += 1) {
      if (this.#itemNumbers[index] !== number) continue
      if (part === undefined) found.push(index)
      else if (this.#parts[index] === part + 1 && this.#overlaps(index, from, to)) found.push(index)
    }
    return found
  }

  #overlaps(index: number, from: number, to: number): boolean {
    return (this.#froms[index] ?? 0) < to && (this.#tos[index] ?? 0) > from
  }

  #touch(index: number): Touch | undefined {
    const name = this.#items.names[(this.#itemNumbers[index] ?? 0) - 1]
    if (name === undefined) return undefined
    return {
      item: name,
      part: (this.#parts[index] ?? 0) - 1,
      from: this.#froms[index] ?? 0,
      to: this.#tos[index] ?? 0,
    }
  }

  #grow(): void {
    this.#capacity *= 2
    this.#times = doubled(this.#times, new Float64Array(this.#capacity))
    this.#ends = doubled(this.#ends, new Float64Array(this.#capacity))
    this.#typeNumbers = doubled(this.#typeNumbers, new Uint32Array(this.#capacity))
    this.#findings = doubled(this.#findings, new Uint32Array(this.#capacity))
    this.#itemNumbers = doubled(this.#itemNumbers, new Uint32Array(this.#capacity))
    this.#parts = doubled(this.#parts, new Uint32Array(this.#capacity))
    this.#froms = doubled(this.#froms, new Uint32Array(this.#capacity))
    this.#tos = doubled(this.#tos, new Uint32Array(this.#capacity))
  }
}

export const createEventLog = (): WritableEventLog => new ColumnarEventLog()
