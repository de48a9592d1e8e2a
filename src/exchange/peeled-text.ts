/**
 * Bytes as text for searching: one character a byte, with every escape of JSON resolved, however often the text was
 * put into JSON again. Each character knows the bytes that it stands for. A whole escape belongs to its character, so
 * that whoever overwrites characters never cuts an escape in two.
 */
export interface PeeledText {
  readonly text: string
  /** First byte of each character, and the byte after its last one. */
  readonly from: Int32Array
  readonly to: Int32Array
}

const step = 8192

/** One character a byte. */
export const byteCharacters = (bytes: Uint8Array): string => {
  let text = ''
  for (let from = 0; from < bytes.length; from += step)
    text += String.fromCharCode(...bytes.subarray(from, from + step))
  return text
}

const controls = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

/** The bytes of a character in UTF-8. Halves of a surrogate pair stand for themselves, as what is searched is ASCII. */
const encodedUnit = (unit: number): string => {
  if (unit < 0x80) return String.fromCharCode(unit)
  if (unit < 0x800) return String.fromCharCode(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f))
  return String.fromCharCode(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f))
}

/** Where between two characters the next part of a text that came in parts begins; `end` where none does. */
const nextPart = (from: Int32Array, to: Int32Array, start: number, end: number): number => {
  for (let index = start + 1; index < end; index += 1) if (from[index] !== to[index - 1]) return index
  return end
}

interface Escape {
  /** What every such escape begins with. */
  readonly mark: string
  /** Global. */
  readonly pattern: RegExp
  readonly resolve: (groups: readonly (string | undefined)[]) => string
}

// Each time a text is put into JSON its backslashes double; sixteen stand for the fourth time.
const jsonEscape: Escape = {
  mark: '\\',
  pattern: /\\{1,16}(?:u([0-9a-fA-F]{4})|([bfnrt"/]))/g,
  resolve: ([, hex, letter = '']) =>
    hex === undefined ? (controls.get(letter) ?? letter) : encodedUnit(Number.parseInt(hex, 16)),
}

const percentEscape: Escape = {
  mark: '%',
  pattern: /%([0-9a-fA-F]{2})/g,
  resolve: ([, hex = '']) => String.fromCharCode(Number.parseInt(hex, 16)),
}

const peelOnce = ({ text, from, to }: PeeledText, escape: Escape): PeeledText | undefined => {
  if (!text.includes(escape.mark)) return undefined
  const escapes = new RegExp(escape.pattern)
  const pieces: string[] = []
  const starts = new Int32Array(text.length)
  const ends = new Int32Array(text.length)
  let length = 0
  let done = 0
  const keep = (until: number) => {
    pieces.push(text.slice(done, until))
    starts.set(from.subarray(done, until), length)
    ends.set(to.subarray(done, until), length)
    length += until - done
  }
  for (let found = escapes.exec(text); found !== null; found = escapes.exec(text)) {
    const end = found.index + found[0].length
    const part = nextPart(from, to, found.index, end)
    if (part < end) {
      // No escape lies in two parts. What looks like one ends with the first, and another may begin with the second.
      escapes.lastIndex = part
      continue
    }
    const first = from[found.index] ?? 0
    const last = to[end - 1] ?? 0
    keep(found.index)
    const resolved = escape.resolve(found)
    pieces.push(resolved)
    done = end
    for (let index = 0; index < resolved.length; index += 1) {
      starts[length] = first
      ends[length] = last
      length += 1
    }
  }
  if (done === 0) return undefined
  keep(text.length)
  return { text: pieces.join(''), from: starts.subarray(0, length), to: ends.subarray(0, length) }
}

/** `\u005cu0040` hides an escape in an escape, which takes another round. */
const mostRounds = 4

const peeled = (text: PeeledText): PeeledText => {
  let result = text
  for (let round = 0; round < mostRounds; round += 1) {
    const next = peelOnce(result, jsonEscape)
    if (next === undefined) break
    result = next
  }
  return result
}

/** The text of these parts of the bytes, one after another, such as the fold of deltas joins them. */
export const peeledParts = (bytes: Uint8Array, parts: readonly (readonly [from: number, to: number])[]): PeeledText => {
  const length = parts.reduce((sum, [from, to]) => sum + to - from, 0)
  const joined = new Uint8Array(length)
  const from = new Int32Array(length)
  const to = new Int32Array(length)
  let position = 0
  for (const [start, end] of parts) {
    for (let at = start; at < end; at += 1) {
      joined[position] = bytes[at] ?? 0
      from[position] = at
      to[position] = at + 1
      position += 1
    }
  }
  return peeled({ text: byteCharacters(joined), from, to })
}

/** The same with what is encoded for an address resolved, too; undefined where nothing is. */
export const percentPeeled = (text: PeeledText): PeeledText | undefined => peelOnce(text, percentEscape)
