import { peeledParts, type PeeledText } from './peeled-text.ts'

/**
 * The texts that a streamed answer brings in pieces, each joined from its deltas. An address or a token is seldom
 * within one of them, and would be whole again once they are folded.
 */

interface StringValue {
  readonly key: string
  readonly value: string
  /** Of the value, between its quotes, in bytes of the line. */
  readonly from: number
  readonly to: number
}

const closingQuote = (text: string, from: number): number => {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0
    while (text[at - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 0) return at
  }
  return -1
}

const colon = /\s{0,8}:/y
const opening = /\s{0,8}"/y

/** The strings of a line of JSON that stand behind a name. */
const stringValues = (line: string): readonly StringValue[] => {
  const found: StringValue[] = []
  let key: string | undefined
  for (let open = line.indexOf('"'); open >= 0;) {
    const close = closingQuote(line, open + 1)
    if (close < 0) break
    colon.lastIndex = close + 1
    const isName = key === undefined && colon.test(line)
    if (isName) {
      opening.lastIndex = colon.lastIndex
      key = opening.test(line) ? line.slice(open + 1, close) : undefined
    } else if (key !== undefined) {
      found.push({ key, value: line.slice(open + 1, close), from: open + 1, to: close })
      key = undefined
    }
    open = line.indexOf('"', close + 1)
  }
  return found
}

/** Fields that hold a piece of a text, in whichever dialect. */
const pieceFields = new Set([
  'delta',
  'text',
  'content',
  'arguments',
  'input',
  'reasoning',
  'reasoning_content',
  'thinking',
  'refusal',
  'partial_json',
  'chunk',
  'token',
])

const places = /"(?:output_index|content_index|summary_index|index)"\s{0,4}:\s{0,4}\d{1,9}/g

/** Whether a line brings a piece: an event that is called so, or one of a dialect that names no types. */
const bringsPiece = (line: string, type: string | undefined): boolean =>
  type === undefined ? true : /delta|chunk/i.test(type) || line.includes('"delta"')

const newline = 10

function* linesOf(bytes: Uint8Array): Generator<readonly [start: number, end: number]> {
  let start = 0
  while (start < bytes.length) {
    const found = bytes.indexOf(newline, start)
    const end = found < 0 ? bytes.length : found
    yield [start, end]
    start = end + 1
  }
}

const step = 8192

const lineText = (bytes: Uint8Array, start: number, end: number): string => {
  let text = ''
  for (let from = start; from < end; from += step) {
    text += String.fromCharCode(...bytes.subarray(from, Math.min(end, from + step)))
  }
  return text
}

/** The joined texts of a body. A text that came in one piece is not among them. */
export const deltaTexts = (bytes: Uint8Array): readonly PeeledText[] => {
  const groups = new Map<string, [number, number][]>()
  for (const [start, end] of linesOf(bytes)) {
    const line = lineText(bytes, start, end)
    if (!line.startsWith('data:') && !line.startsWith('{')) continue
    const values = stringValues(line)
    const named = (name: string) => values.find(({ key }) => key === name)?.value
    const type = named('type')
    if (!bringsPiece(line, type)) continue
    const where = line.match(places)?.join() ?? named('item_id') ?? ''
    for (const { key, from, to } of values) {
      if (!pieceFields.has(key) || from === to) continue
      const group = `${key} ${type ?? ''} ${where}`
      const known = groups.get(group)
      if (known === undefined) groups.set(group, [[start + from, start + to]])
      else known.push([start + from, start + to])
    }
  }
  return [...groups.values()].filter((pieces) => pieces.length > 1).map((pieces) => peeledParts(bytes, pieces))
}
