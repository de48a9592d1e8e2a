import { isClosingFence, openingFence, withoutIndent, type Fence } from './markdown-code.ts'
import {
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
import { appendToParts } from './markdown-tree.ts'

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
type Tail =
  | { readonly kind: 'blocks'; readonly from: number; readonly lexed: Lexed; readonly closed: Definitions }
  | OpenFence
  | OpenPlain

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

export const GROUP_SIZE = 30
/** An open block larger than this is shown as it was written, up to the next blank line. */
export const BLOCK_LIMIT = 16_384
/** A large text is read in steps, so that no single lexing sees much more than this. */
const STEP = 16_384

export const emptyMarkdown: MarkdownState = {
  text: '',
  groups: [],
  recent: [],
  open: [],
  definitions: noDefinitions,
  tail: { kind: 'blocks', from: 0, lexed: nothingLexed, closed: noDefinitions },
}

/** Reads what `text` adds to `state.text`. A text that does not continue it is read from its start. */
export const advance = (state: MarkdownState, text: string): MarkdownState => {
  if (text === state.text) return state
  let next = text.startsWith(state.text) ? state : emptyMarkdown
  while (next.text.length < text.length) next = step(next, text.slice(0, next.text.length + STEP))
  return next
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
        return this.readBlocks(tail.from, tail.closed, tail.lexed)
      case 'fence':
        return this.readFence(tail)
      case 'plain':
        return this.readPlain(tail)
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

  private readBlocks(from: number, closed: Definitions, earlier: Lexed): boolean {
    const whole = this.text.slice(from)
    const deep = deepLine(whole)
    const lexed = lexBlocks(deep === -1 ? whole : whole.slice(0, deep), from, closed, earlier)
    if (deep !== -1) {
      this.close(lexed.blocks, closed)
      this.startPlain(from + deep, from + deep)
      return true
    }
    return this.settle(lexed, from, closed)
  }

  private settle(lexed: Lexed, from: number, closed: Definitions): boolean {
    const { blocks } = lexed
    const last = blocks.at(-1)
    if (last !== undefined && this.startFence(blocks, last.block, closed)) return true
    const large = blocks.findIndex(({ block }) => block.to - block.from > BLOCK_LIMIT && block.node.kind !== 'code')
    const plain = blocks[large]?.block
    if (plain !== undefined && plain.node.kind !== 'table' && plain.node.kind !== 'list') {
      this.close(blocks.slice(0, large), closed)
      this.startPlain(plain.from, plain.from + BLOCK_LIMIT)
      return true
    }
    const count = closable(blocks)
    this.close(blocks.slice(0, count), closed)
    const rest = blocks.slice(count)
    const start = rest[0]?.block.from ?? (blocks.length === 0 ? lastLineStart(this.text, from) : from)
    this.open = this.reuse(rest, lexed.definitions)
    this.openDefined = rest.flatMap((block) => block.defined)
    this.tail = { kind: 'blocks', from: start, lexed: { ...lexed, blocks: [] }, closed: this.tail.closed }
    return false
  }

  /** An unclosed fence interrupts everything before it, and only its own closing line can end it. */
  private startFence(blocks: readonly LexedBlock[], last: Block, closed: Definitions): boolean {
    if (last.node.kind !== 'code' || last.node.closed) return false
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

  private restart(from: number, closed: Definitions): void {
    this.open = []
    this.openDefined = []
    this.tail = { kind: 'blocks', from, lexed: nothingLexed, closed }
  }

  private close(blocks: readonly LexedBlock[], closed: Definitions): void {
    const reused = this.reuse(blocks, this.before.definitions)
    this.fresh.push(...reused)
    const defined = blocks.flatMap((block) => block.defined)
    this.tail = { ...this.tail, closed: withDefinitions(closed, defined) }
  }

  /** The same source gives the same block; keeping the object tells the view that nothing changed. */
  private reuse(blocks: readonly LexedBlock[], definitions: Definitions): Group {
    const same = sameDefinitions(this.before.definitions, definitions)
    return blocks.map(({ block }) => {
      const earlier = this.before.open.find((candidate) => candidate.from === block.from)
      return earlier !== undefined &&
        earlier.to === block.to &&
        earlier.node.kind === block.node.kind &&
        (same || earlier.labels.length === 0)
        ? earlier
        : block
    })
  }
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
  const end = text.indexOf('\n', from)
  return end === -1 ? -1 : end + 1
}

const lastLineStart = (text: string, from: number): number => Math.max(from, text.lastIndexOf('\n') + 1)

const trimBreaks = (text: string, end: number): number => {
  let at = end
  while (at > 0 && (text[at - 1] === '\n' || text[at - 1] === '\r')) at -= 1
  return at
}

/** Start of the first blank line at or behind `from`, or -1. */
const blankLine = (text: string, from: number): number => {
  const blank = /\r?\n(?=[ \t]*\r?\n)/g
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
    return lexBlocks(text.slice(block.from, block.to), block.from, definitions).blocks[0]?.block ?? block
  })
}
