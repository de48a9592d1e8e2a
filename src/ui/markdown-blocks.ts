import { isClosingFence, openingFence, withoutIndent, type Fence } from './markdown-code.ts'
import {
  appendRows,
  lexBlocks,
  noDefinitions,
  nothingLexed,
  sameDefinitions,
  unifyLineBreaks,
  type Block,
  type Definition,
  type Definitions,
  type Lexed,
  type LexedBlock,
} from './markdown-lexer.ts'
import { appendToParts, type MarkdownNode } from './markdown-tree.ts'

/**
 * A markdown text that grows. The work of `advance` depends on what is new and on the open tail, not on the length of
 * the text: blocks that can no longer change are closed and never read again. The same text gives the same blocks
 * whatever the cutting it arrived in.
 */
export interface MarkdownState {
  readonly text: string
  /** Full groups of closed blocks. A group keeps its identity unless a late definition concerns one of its blocks. */
  readonly groups: readonly Group[]
  /** Closed blocks that do not fill a group yet. */
  readonly recent: Group
  /** Blocks that may still change. */
  readonly open: Group
  readonly definitions: Definitions
  readonly tail: Tail
}

export type Group = readonly Block[]

/** How the open end of the text is read. `from` is where it begins; all before it is closed. */
type Tail = OpenBlocks | OpenFence | OpenPlain | OpenTable

interface OpenBlocks {
  readonly kind: 'blocks'
  readonly from: number
  readonly closed: Definitions
  /** The last reading, for what it can spare the next one. */
  readonly lexed: Lexed
  /** Number of the first item, when the tail starts inside a long list. */
  readonly listStart: number | undefined
}

interface OpenFence {
  readonly kind: 'fence'
  readonly from: number
  readonly closed: Definitions
  readonly fence: Fence
  readonly language: string
  /** Complete lines. */
  readonly parts: readonly string[]
  /** Start of the first line that is not in `parts`. */
  readonly scanned: number
}

interface OpenPlain {
  readonly kind: 'plain'
  readonly from: number
  readonly closed: Definitions
  /** The text is plain at least up to here; then it ends at the next blank line. */
  readonly until: number
  readonly parts: readonly string[]
  readonly scanned: number
}

interface OpenTable {
  readonly kind: 'table'
  readonly from: number
  readonly closed: Definitions
  readonly lexed: Lexed
  /** Header and delimiter line, read again with every new row. */
  readonly head: string
  readonly table: Extract<MarkdownNode, { readonly kind: 'table' }>
  readonly labels: ReadonlySet<string>
  /** Start of the first row that is not in `table`. */
  readonly scanned: number
}

export const GROUP_SIZE = 30
/** An open block larger than this is shown as it was written, up to the next blank line. */
export const BLOCK_LIMIT = 16_384
/** A list cannot be cut inside an item, so it may be larger. */
const LIST_LIMIT = 65_536
/** Longer lists are cut into segments, each closed on its own. Whether it is loose is decided per segment. */
const SEGMENT_ITEMS = 32
/** Items and rows that stay open behind a cut. */
const KEPT_OPEN = 2
/** Tables with more rows are read row by row. */
const TABLE_ROWS = 34
/** A large text is read in steps, so that no single lexing sees much more than this. */
const STEP = 16_384

export const emptyMarkdown: MarkdownState = {
  text: '',
  groups: [],
  recent: [],
  open: [],
  definitions: noDefinitions,
  tail: { kind: 'blocks', from: 0, lexed: nothingLexed, closed: noDefinitions, listStart: undefined },
}

/**
 * Reads what `text` adds to `state.text`. A text that does not continue it is read from its start. A carriage return
 * at the very end waits: whether it is half a line break shows with the next character.
 */
export const advance = (state: MarkdownState, text: string): MarkdownState => {
  const readable = text.slice(0, withoutReturns(text, text.length, 0))
  if (readable === state.text) return state
  // Comparing a slice is a comparison of memory; `startsWith` goes character by character.
  let next = readable.slice(0, state.text.length) === state.text ? state : emptyMarkdown
  while (next.text.length < readable.length) next = step(next, readable.slice(0, stepEnd(readable, next.text.length)))
  return next
}

const stepEnd = (text: string, from: number): number => {
  const limit = Math.min(text.length, from + STEP)
  const end = withoutReturns(text, limit, from)
  return end === from ? limit : end
}

const withoutReturns = (text: string, end: number, from: number): number => {
  let at = end
  while (at > from && text[at - 1] === '\r') at -= 1
  return at
}

/** Every block in the order of the source. */
export const blocksOf = (state: MarkdownState): readonly Block[] => [
  ...state.groups.flat(),
  ...state.recent,
  ...state.open,
]

const step = (state: MarkdownState, text: string): MarkdownState => {
  const draft = new Draft(state, text)
  while (draft.advanceTail()) {
    // Each pass closes a fence or plain text, or finds the start of one.
  }
  return draft.finish()
}

/** One step in the making: what `step` changes, in one place, never seen outside. */
class Draft {
  private readonly before: MarkdownState
  private readonly text: string
  private readonly fresh: Block[] = []
  private open: Group
  private openDefined: readonly Definition[] = []
  private tail: Tail

  constructor(before: MarkdownState, text: string) {
    this.before = before
    this.text = text
    this.open = before.open
    this.tail = before.tail
  }

  /** Returns whether the tail changed its kind, so that it has to be read once more. */
  advanceTail(): boolean {
    const { tail } = this
    switch (tail.kind) {
      case 'blocks':
        return this.readBlocks(tail)
      case 'fence':
        return this.readFence(tail)
      case 'plain':
        return this.readPlain(tail)
      case 'table':
        return this.readTable(tail)
    }
  }

  finish(): MarkdownState {
    const { before, text, tail } = this
    const definitions = withDefinitions(tail.closed, this.openDefined)
    const closed = regroup(before, this.fresh)
    const changed = changedLabels(before.definitions, definitions)
    const groups = changed.size === 0 ? closed.groups : mapGroups(closed.groups, changed, text, definitions)
    const recent = changed.size === 0 ? closed.recent : rereadGroup(closed.recent, changed, text, definitions)
    return { text, groups, recent, open: this.open, definitions, tail }
  }

  private readBlocks({ from, closed, lexed: earlier, listStart }: OpenBlocks): boolean {
    const whole = this.text.slice(from)
    const deep = deepLine(whole)
    const lexed = continueList(lexBlocks(deep === -1 ? whole : whole.slice(0, deep), from, closed, earlier), listStart)
    if (deep !== -1) {
      this.close(lexed.blocks, closed)
      this.startPlain(from + deep, from + deep)
      return true
    }
    if (this.startFence(lexed.blocks, closed) || this.cutList(lexed, closed)) return true
    if (this.startTable(lexed, closed) || this.startLargePlain(lexed.blocks, closed)) return true
    this.settle(lexed, { from, closed, listStart })
    return false
  }

  private settle(lexed: Lexed, { from, closed, listStart }: Omit<OpenBlocks, 'kind' | 'lexed'>): void {
    const { blocks } = lexed
    const count = closable(blocks)
    this.close(blocks.slice(0, count), closed)
    const rest = blocks.slice(count)
    const start = rest[0]?.block.from ?? (blocks.length === 0 ? lastLineStart(this.text, from) : from)
    this.open = this.reuse(rest)
    this.openDefined = rest.flatMap((block) => block.defined)
    this.tail = {
      kind: 'blocks',
      from: start,
      lexed: { ...lexed, blocks: [] },
      closed: this.tail.closed,
      listStart: count === 0 ? listStart : undefined,
    }
  }

  private startLargePlain(blocks: readonly LexedBlock[], closed: Definitions): boolean {
    const large = blocks.findIndex(({ block }) => block.to - block.from > limitOf(block.node))
    const block = blocks[large]?.block
    if (block === undefined) return false
    this.close(blocks.slice(0, large), closed)
    this.startPlain(block.from, block.from + BLOCK_LIMIT)
    return true
  }

  /** Closes as many full segments of a long list as are followed by further items. */
  private cutList(lexed: Lexed, closed: Definitions): boolean {
    const { blocks, definitions } = lexed
    const isLong = ({ itemStarts }: LexedBlock, index: number) =>
      itemStarts.length - (index === blocks.length - 1 ? 1 : 0) > SEGMENT_ITEMS + KEPT_OPEN
    const index = blocks.findIndex(isLong)
    const list = blocks[index]
    if (list === undefined || list.block.node.kind !== 'list') return false
    const items = list.itemStarts.length - (index === blocks.length - 1 ? 1 : 0)
    const segments: LexedBlock[] = []
    let first = 0
    for (; items - first > SEGMENT_ITEMS + KEPT_OPEN; first += SEGMENT_ITEMS) {
      const from = list.itemStarts[first] ?? list.block.from
      const source = this.text.slice(from, list.itemStarts[first + SEGMENT_ITEMS])
      const segment = lexBlocks(source, from, definitions)
      if (segment.blocks.length !== 1) return false
      const start = first === 0 && !list.block.node.continues ? undefined : list.block.node.start + first
      segments.push(...continueList(segment, start).blocks)
    }
    this.close([...blocks.slice(0, index), ...segments], closed)
    this.restart(list.itemStarts[first] ?? list.block.to, this.tail.closed, list.block.node.start + first)
    return true
  }

  private startTable({ blocks }: Lexed, closed: Definitions): boolean {
    const last = blocks.at(-1)?.block
    if (last === undefined || last.node.kind !== 'table') return false
    if (last.node.parts.reduce((rows, part) => rows + part.length, 0) <= TABLE_ROWS) return false
    const scanned = lineEnd(this.text, lineEnd(this.text, last.from))
    this.close(blocks.slice(0, -1), closed)
    this.tail = {
      kind: 'table',
      from: last.from,
      closed: this.tail.closed,
      lexed: nothingLexed,
      head: this.text.slice(last.from, scanned),
      table: { ...last.node, parts: [] },
      labels: new Set(last.labels),
      scanned,
    }
    return true
  }

  /** Reads the rows that are new, under the header, which is what makes them rows. */
  private readTable(tail: OpenTable): boolean {
    const { text } = this
    const shift = tail.scanned - tail.head.length
    const source = tail.head + text.slice(tail.scanned)
    const lexed = lexBlocks(source, shift, tail.closed, tail.lexed)
    const [first, ...others] = lexed.blocks
    const rows = first?.block.node.kind === 'table' ? first.block.node.parts.flat() : []
    const to = first?.block.to ?? tail.scanned
    const labels = new Set([...tail.labels, ...(first?.block.labels ?? [])])
    const whole: Block = {
      from: tail.from,
      to,
      node: { ...tail.table, parts: appendRows(tail.table.parts, rows) },
      labels: [...labels],
    }
    const next = others[0]?.block.from
    // A line without bars is a row as well, so only a blank line or a complete line of another kind ends the table.
    if (
      /^(?:\r\n|\r(?!\n)|\n)[ \t]*[\r\n]/.test(text.slice(to)) ||
      (next !== undefined && lineEnd(text, next) !== -1)
    ) {
      this.fresh.push(whole)
      this.restart(next ?? to, tail.closed)
      return true
    }
    const settled = Math.max(0, Math.floor((rows.length - KEPT_OPEN) / SEGMENT_ITEMS)) * SEGMENT_ITEMS
    let { scanned } = tail
    for (let row = 0; row < settled; row += 1) scanned = lineEnd(text, scanned)
    const table = { ...tail.table, parts: appendRows(tail.table.parts, rows.slice(0, settled)) }
    this.tail = { ...tail, lexed: { ...lexed, blocks: [] }, table, labels, scanned }
    this.open = [whole, ...others.map(({ block }) => block)]
    this.openDefined = others.flatMap((other) => other.defined)
    return false
  }

  /** An unclosed fence interrupts everything before it, and only its own closing line can end it. */
  private startFence(blocks: readonly LexedBlock[], closed: Definitions): boolean {
    const last = blocks.at(-1)?.block
    if (last === undefined || last.node.kind !== 'code' || last.node.closed) return false
    const source = unifyLineBreaks(this.text.slice(last.from))
    const fence = openingFence(source)
    if (fence === undefined || source.length < fence.lineLength || source[fence.lineLength - 1] !== '\n') return false
    this.close(blocks.slice(0, -1), closed)
    const scanned = lineEnd(this.text, last.from)
    this.tail = {
      kind: 'fence',
      from: last.from,
      closed: this.tail.closed,
      fence,
      language: last.node.language,
      parts: [],
      scanned,
    }
    return true
  }

  private readFence(tail: OpenFence): boolean {
    const { text } = this
    let { parts, scanned } = tail
    let content = ''
    for (let end = lineEnd(text, scanned); end !== -1; end = lineEnd(text, scanned)) {
      const line = unifyLineBreaks(text.slice(scanned, end)).slice(0, -1)
      if (isClosingFence(tail.fence, line)) {
        parts = appendToParts(parts, content)
        this.fresh.push(this.fenceBlock(tail, parts, trimBreaks(text, end), true))
        this.restart(end, tail.closed)
        return true
      }
      content += `${withoutIndent(tail.fence, line)}\n`
      scanned = end
    }
    parts = appendToParts(parts, content)
    this.tail = { ...tail, parts, scanned }
    const rest = unifyLineBreaks(text.slice(scanned))
    const closed = isClosingFence(tail.fence, rest)
    const shown = closed || rest === '' ? parts : appendToParts(parts, `${withoutIndent(tail.fence, rest)}\n`)
    this.open = [this.fenceBlock(tail, shown, trimBreaks(text, text.length), closed)]
    this.openDefined = []
    return false
  }

  private fenceBlock(tail: OpenFence, parts: readonly string[], to: number, closed: boolean): Block {
    return { from: tail.from, to, node: { kind: 'code', language: tail.language, parts, closed }, labels: [] }
  }

  private startPlain(from: number, until: number): void {
    this.tail = { kind: 'plain', from, closed: this.tail.closed, until, parts: [], scanned: from }
  }

  private readPlain(tail: OpenPlain): boolean {
    const { text } = this
    const end = blankLine(text, Math.max(tail.until, tail.scanned - 1))
    const parts = appendToParts(tail.parts, text.slice(tail.scanned, end === -1 ? text.length : end))
    const block: Block = {
      from: tail.from,
      to: end === -1 ? text.length : end,
      node: { kind: 'plain', parts },
      labels: [],
    }
    if (end === -1) {
      this.tail = { ...tail, parts, scanned: text.length }
      this.open = [block]
      this.openDefined = []
      return false
    }
    this.fresh.push(block)
    this.restart(end, tail.closed)
    return true
  }

  private restart(from: number, closed: Definitions, listStart?: number): void {
    this.open = []
    this.openDefined = []
    this.tail = { kind: 'blocks', from, lexed: nothingLexed, closed, listStart }
  }

  private close(blocks: readonly LexedBlock[], closed: Definitions): void {
    this.fresh.push(...this.reuse(blocks))
    const defined = blocks.flatMap((block) => block.defined)
    this.tail = { ...this.tail, closed: withDefinitions(closed, defined) }
  }

  /** Keeping the object of a block that is read again with the same result tells the view that nothing changed. */
  private reuse(blocks: readonly LexedBlock[]): Group {
    return blocks.map(({ block }) => {
      const earlier = this.before.open.find((candidate) => candidate.from === block.from)
      return earlier !== undefined && isSame(earlier, block) ? earlier : block
    })
  }
}

/** Equality of trees; inline content that was not read again is the same object, so little of it is visited. */
const isSame = (one: unknown, other: unknown): boolean => {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  const entries = Object.entries(one)
  const others = new Map<string, unknown>(Object.entries(other))
  return entries.length === others.size && entries.every(([name, value]) => isSame(value, others.get(name)))
}

/**
 * How many blocks from the start can no longer change. The last two stay open: a setext underline, a lazy line, the
 * next row or item may still belong to them. A cut behind a paragraph needs a blank line or an interrupting block.
 */
const closable = (blocks: readonly LexedBlock[]): number => {
  for (let count = blocks.length - 2; count > 0; count -= 1) {
    if (blocks[count - 1]?.parted === true) return count
  }
  return 0
}

const limitOf = (node: MarkdownNode): number => {
  switch (node.kind) {
    case 'code':
      return node.language === '' ? LIST_LIMIT : Number.POSITIVE_INFINITY
    case 'table':
      return Number.POSITIVE_INFINITY
    case 'list':
      return LIST_LIMIT
    default:
      return BLOCK_LIMIT
  }
}

/** Numbers the first block as the continuation of a list that was cut. */
const continueList = (lexed: Lexed, start: number | undefined): Lexed => {
  const [first, ...others] = lexed.blocks
  if (start === undefined || first?.block.node.kind !== 'list') return lexed
  const block: Block = { ...first.block, node: { ...first.block.node, start, continues: true } }
  return { ...lexed, blocks: [{ ...first, block }, ...others] }
}

const DEEP = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))){25}/gm
const RULE = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,})$/

/** Start of the first line nested too deep to be read, or -1. Marked recurses once per level. */
const deepLine = (source: string): number => {
  DEEP.lastIndex = 0
  for (let match = DEEP.exec(source); match !== null; match = DEEP.exec(source)) {
    const end = source.indexOf('\n', match.index)
    if (!RULE.test(source.slice(match.index, end === -1 ? source.length : end))) return match.index
  }
  return -1
}

/** Offset behind the line that starts at `from`, or -1 while the line is incomplete. */
const lineEnd = (text: string, from: number): number => {
  const feed = text.indexOf('\n', from)
  const feedless = text.slice(from, feed === -1 ? text.length : feed).indexOf('\r')
  if (feedless === -1) return feed === -1 ? -1 : feed + 1
  const end = from + feedless + 1
  return text[end] === '\n' ? end + 1 : end
}

const lastLineStart = (text: string, from: number): number => Math.max(from, text.lastIndexOf('\n') + 1)

const trimBreaks = (text: string, end: number): number => {
  let at = end
  while (at > 0 && (text[at - 1] === '\n' || text[at - 1] === '\r')) at -= 1
  return at
}

/** Start of the first blank line at or behind `from`, or -1. */
const blankLine = (text: string, from: number): number => {
  const blank = /(?:\r\n|\r(?!\n)|\n)(?=[ \t]*[\r\n])/g
  blank.lastIndex = from
  const match = blank.exec(text)
  return match === null ? -1 : match.index + match[0].length
}

const withDefinitions = (known: Definitions, defined: readonly Definition[]): Definitions => {
  if (defined.length === 0) return known
  const links = Object.assign(Object.create(null) as Record<string, Definitions['links'][string]>, known.links)
  const notes = new Set(known.notes)
  for (const definition of defined) {
    if (definition.kind === 'note') notes.add(definition.label)
    else links[definition.label] ??= { href: definition.href, title: definition.title }
  }
  return { links, notes }
}

const changedLabels = (before: Definitions, after: Definitions): ReadonlySet<string> => {
  const changed = new Set<string>()
  if (sameDefinitions(before, after)) return changed
  for (const label of new Set([...Object.keys(before.links), ...Object.keys(after.links)])) {
    const one = before.links[label]
    const other = after.links[label]
    if (one?.href !== other?.href || one?.title !== other?.title) changed.add(label)
  }
  for (const note of before.notes) if (!after.notes.has(note)) changed.add(note)
  for (const note of after.notes) if (!before.notes.has(note)) changed.add(note)
  return changed
}

const regroup = (state: MarkdownState, fresh: readonly Block[]): Pick<MarkdownState, 'groups' | 'recent'> => {
  if (fresh.length === 0) return state
  const all = [...state.recent, ...fresh]
  const full = all.length - (all.length % GROUP_SIZE)
  if (full === 0) return { groups: state.groups, recent: all }
  const groups = [...state.groups]
  for (let at = 0; at < full; at += GROUP_SIZE) groups.push(all.slice(at, at + GROUP_SIZE))
  return { groups, recent: all.slice(full) }
}

const mapGroups = (
  groups: readonly Group[],
  changed: ReadonlySet<string>,
  text: string,
  definitions: Definitions,
): readonly Group[] => groups.map((group) => rereadGroup(group, changed, text, definitions))

/** Only blocks that name a changed label are read again. */
const rereadGroup = (group: Group, changed: ReadonlySet<string>, text: string, definitions: Definitions): Group => {
  if (!group.some((block) => block.labels.some((label) => changed.has(label)))) return group
  return group.map((block) => {
    if (!block.labels.some((label) => changed.has(label))) return block
    const { node } = block
    const start = node.kind === 'list' && node.continues ? node.start : undefined
    const lexed = lexBlocks(text.slice(block.from, block.to), block.from, definitions)
    return continueList(lexed, start).blocks[0]?.block ?? block
  })
}
