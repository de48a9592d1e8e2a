import { decodeReferences } from './markdown-tree.ts'

/**
 * Between rendered markdown and its source: which text on screen a stretch of the source became, and the way back.
 * Blocks carry their source range as `data-from` and `data-to`; inside a block the two texts are aligned character by
 * character. Parts of the view that are not in the source carry `data-chrome`.
 */

/** DOM ranges, one per block, of the rendered text that came from `[from, to)` of `source`. For CSS highlights. */
export const rangesOf = (root: Element, source: string, from: number, to: number): readonly Range[] => {
  const ranges: Range[] = []
  for (const element of root.querySelectorAll('[data-from]')) {
    const block = blockAt(element)
    if (block === undefined || block.to <= from) continue
    if (block.from >= to) break
    const range = rangeIn(element, block, source, from, to)
    if (range !== undefined) ranges.push(range)
  }
  return ranges
}

/** The source offset of a position in the document, such as a caret position of a click; `undefined` outside blocks. */
export const offsetAt = (root: Element, source: string, node: Node, offset: number): number | undefined => {
  const element = (node instanceof Element ? node : node.parentElement)?.closest('[data-from]')
  const block = element === null || element === undefined || !root.contains(element) ? undefined : blockAt(element)
  if (element === null || element === undefined || block === undefined) return undefined
  const texts = textNodes(element)
  const map = alignText(source.slice(block.from, block.to), texts.map((text) => text.data).join(''))
  let index = 0
  for (const text of texts) {
    const at = positionIn(text, node, offset)
    index += at
    if (at < text.data.length) break
  }
  return block.from + offsetNear(map, index, block.to - block.from)
}

interface BlockRange {
  readonly from: number
  readonly to: number
}

const blockAt = (element: Element): BlockRange | undefined => {
  const from = Number(element.getAttribute('data-from'))
  const to = Number(element.getAttribute('data-to'))
  return Number.isInteger(from) && Number.isInteger(to) ? { from, to } : undefined
}

const textNodes = (element: Element): readonly Text[] => {
  const walker = element.ownerDocument.createTreeWalker(
    element,
    NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
    (node) =>
      node instanceof Element && node.hasAttribute('data-chrome') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  )
  const texts: Text[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof Text) texts.push(node)
  }
  return texts
}

const rangeIn = (element: Element, block: BlockRange, source: string, from: number, to: number): Range | undefined => {
  const texts = textNodes(element)
  const map = alignText(source.slice(block.from, block.to), texts.map((text) => text.data).join(''))
  const isInside = (at: number) => at !== -1 && block.from + at >= from && block.from + at < to
  const first = map.findIndex(isInside)
  const last = map.findLastIndex(isInside)
  const start = placeOf(texts, first)
  const end = placeOf(texts, last)
  if (first === -1 || start === undefined || end === undefined) return undefined
  const range = element.ownerDocument.createRange()
  range.setStart(start.text, start.offset)
  range.setEnd(end.text, end.offset + 1)
  return range
}

const placeOf = (
  texts: readonly Text[],
  index: number,
): { readonly text: Text; readonly offset: number } | undefined => {
  let offset = index
  for (const text of texts) {
    if (offset < text.data.length) return { text, offset }
    offset -= text.data.length
  }
  return undefined
}

/** How many characters of `text` lie before the position. */
const positionIn = (text: Text, node: Node, offset: number): number => {
  if (text === node) return offset
  const next = node.childNodes[offset]
  const other = next ?? node
  const order = other.compareDocumentPosition(text)
  const isBefore = (order & Node.DOCUMENT_POSITION_PRECEDING) !== 0
  const isWithin = next === undefined && (order & Node.DOCUMENT_POSITION_CONTAINED_BY) !== 0
  return isBefore || isWithin ? text.data.length : 0
}

const offsetNear = (map: Int32Array, index: number, end: number): number => {
  const exact = map[index]
  if (exact !== undefined && exact !== -1) return exact
  for (let at = Math.min(index, map.length) - 1; at >= 0; at -= 1) {
    const before = map[at] ?? -1
    if (before !== -1) return Math.min(before + 1, end)
  }
  return 0
}

/** How far a rendered character may lie behind the last one: over a link's target, its title, a table's delimiters. */
const WINDOW = 2_500
const REFERENCE = /&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});/y
const TARGET = /\]\((?:[^()\\]|\\.|\([^()]*\)){0,2000}\)|\]\[[^\]]{0,999}\]/y
const FENCE = /(?:^|(?<=\n))[ \t>]*(?:`{3,}|~{3,})[^\n]*\n?/y
const SPACE = /\s/

/**
 * For each character of `rendered` the offset in `source` it came from, or -1. Two pointers walk forward only: what
 * markup adds to the source is skipped, what the view adds to the text stays without a source.
 */
export const alignText = (source: string, rendered: string): Int32Array => {
  const map = new Int32Array(rendered.length).fill(-1)
  let at = 0
  for (let index = 0; index < rendered.length;) {
    const found = findNext(source, at, rendered, index)
    if (found === undefined) {
      index += 1
      continue
    }
    for (let step = 0; step < found.rendered; step += 1) map[index + step] = found.at
    index += found.rendered
    at = found.at + found.source
  }
  return map
}

interface Match {
  readonly at: number
  /** Characters of the source and of the rendered text that belong together. */
  readonly source: number
  readonly rendered: number
}

const findNext = (source: string, from: number, rendered: string, index: number): Match | undefined => {
  const end = Math.min(source.length, from + WINDOW)
  for (let at = from; at < end;) {
    const match = matchAt(source, at, rendered, index)
    // A character that is reached over skipped letters must be followed by what follows it, or it is another one.
    if (match !== undefined && (isNear(source, from, at) || agrees(source, match, rendered, index))) return match
    at += skipLength(source, at)
  }
  return undefined
}

const matchAt = (source: string, at: number, rendered: string, index: number): Match | undefined => {
  const shown = rendered[index] ?? ''
  const written = source[at] ?? ''
  // Backslashes and fences are markup first; only what they protect is text.
  if (written === '\\' && isPunctuation(source[at + 1]) && source[at + 1] === shown) return undefined
  if (written === '&') {
    REFERENCE.lastIndex = at
    const reference = REFERENCE.exec(source)?.[0]
    const decoded = reference === undefined ? '' : decodeReferences(reference)
    if (reference !== undefined && decoded !== '' && rendered.startsWith(decoded, index)) {
      return { at, source: reference.length, rendered: decoded.length }
    }
  }
  return written === shown || (SPACE.test(written) && SPACE.test(shown)) ? { at, source: 1, rendered: 1 } : undefined
}

const isPunctuation = (character: string | undefined): boolean =>
  character !== undefined && /[!-/:-@[-`{-~]/.test(character)

/** Length of the piece of markup at `at`, at least one character. */
const skipLength = (source: string, at: number): number => {
  for (const pattern of [TARGET, FENCE]) {
    pattern.lastIndex = at
    const skipped = pattern.exec(source)?.[0].length ?? 0
    if (skipped > 0) return skipped
  }
  return 1
}

const isNear = (source: string, from: number, at: number): boolean => {
  for (let index = from; index < at; index += 1) if (/[\p{L}]/u.test(source[index] ?? '')) return false
  return true
}

const AHEAD = 3

const agrees = (source: string, match: Match, rendered: string, index: number): boolean => {
  const shown = rendered.slice(index + match.rendered, index + match.rendered + AHEAD)
  return source.startsWith(shown, match.at + match.source)
}
