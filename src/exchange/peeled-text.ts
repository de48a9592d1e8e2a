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

const textOf = (bytes: Uint8Array): string => {
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

// Each time a text is put into JSON its backslashes double; sixteen stand for the fourth time.
const escapes = /\\{1,16}(?:u([0-9a-fA-F]{4})|([bfnrt"/]))/g

const peelOnce = ({ text, from, to }: PeeledText): PeeledText | undefined => {
  if (!text.includes('\\')) return undefined
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
  escapes.lastIndex = 0
  for (let found = escapes.exec(text); found !== null; found = escapes.exec(text)) {
    const [whole, hex, letter = ''] = found
    keep(found.index)
    const resolved = hex === undefined ? (controls.get(letter) ?? letter) : encodedUnit(Number.parseInt(hex, 16))
    pieces.push(resolved)
    done = found.index + whole.length
    for (let index = 0; index < resolved.length; index += 1) {
      starts[length] = from[found.index] ?? 0
      ends[length] = to[done - 1] ?? 0
      length += 1
    }
  }
  if (done === 0) return undefined
  keep(text.length)
  return { text: pieces.join(''), from: starts.subarray(0, length), to: ends.subarray(0, length) }
}

/** `\u005cu0040` hides an escape in an escape, which takes another round. */
const mostRounds = 4

export const peeledText = (bytes: Uint8Array, offset = 0): PeeledText => {
  const from = new Int32Array(bytes.length)
  const to = new Int32Array(bytes.length)
  for (let index = 0; index < bytes.length; index += 1) {
    from[index] = offset + index
    to[index] = offset + index + 1
  }
  let peeled: PeeledText = { text: textOf(bytes), from, to }
  for (let round = 0; round < mostRounds; round += 1) {
    const next = peelOnce(peeled)
    if (next === undefined) break
    peeled = next
  }
  return peeled
}

/** Several texts one after another, as the fold of deltas joins them. */
export const joinedTexts = (texts: readonly PeeledText[]): PeeledText => {
  const length = texts.reduce((sum, { text }) => sum + text.length, 0)
  const from = new Int32Array(length)
  const to = new Int32Array(length)
  let position = 0
  for (const text of texts) {
    from.set(text.from, position)
    to.set(text.to, position)
    position += text.text.length
  }
  return { text: texts.map(({ text }) => text).join(''), from, to }
}
