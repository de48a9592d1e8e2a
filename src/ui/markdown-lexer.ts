import { Lexer, Tokenizer, type MarkedToken, type Token, type Tokens } from 'marked'
import { fencedContent } from './markdown-code.ts'
import {
  appendToParts,
  decodeReferences,
  imageHost,
  inlineText,
  safeUrl,
  type Alignment,
  type Inline,
  type ListItem,
  type MarkdownNode,
  type TableRow,
} from './markdown-tree.ts'

/** What blocks far away from their definition need to know. */
export interface Definitions {
  readonly links: Readonly<Record<string, { readonly href: string; readonly title?: string | null | undefined }>>
  readonly notes: ReadonlySet<string>
}

/** One top-level block. Its source is `[from, to)`, without the line breaks behind it. */
export interface Block {
  readonly from: number
  readonly to: number
  readonly node: MarkdownNode
  /** Normalised labels in brackets that may refer to a definition; a note's label starts with `^`. */
  readonly labels: readonly string[]
}

export interface LexedBlock {
  readonly block: Block
  /** Whether a blank line or the block's own kind parts it from whatever follows. */
  readonly parted: boolean
  /** Definitions inside the block, in the order of the source. */
  readonly defined: readonly Definition[]
  /** Where the items of a list begin, in source offsets. */
  readonly itemStarts: readonly number[]
}

export type Definition =
  | { readonly kind: 'link'; readonly label: string; readonly href: string; readonly title: string | undefined }
  | { readonly kind: 'note'; readonly label: string }

export interface Lexed {
  readonly blocks: readonly LexedBlock[]
  readonly definitions: Definitions
  /** Inline content by its source, valid as long as the definitions stay the same. */
  readonly inlines: ReadonlyMap<string, readonly Inline[]>
}

interface NoteToken {
  readonly type: 'note'
  readonly raw: string
  readonly label: string
  readonly tokens: Token[]
}

export const noDefinitions: Definitions = { links: Object.create(null), notes: new Set() }
export const nothingLexed: Lexed = { blocks: [], definitions: noDefinitions, inlines: new Map() }

const MAX_DEPTH = 24
/** Emphasis and brackets cost marked up to (markers x length); beyond this the text is shown without inline markup. */
const MAX_INLINE_COST = 2_000_000
const MARKERS = /[*_~`[\]<!\\]/g

export const normaliseLabel = (label: string): string =>
  label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase().toLowerCase()

const NOTE = /^ {0,3}\[\^([^\s[\]]{1,200})\]:[ \t]*([^\n]*)(?:\n|$)/
const NOTE_REFERENCE = /^\[\^([^\s[\]]{1,200})\]/

/** Marked takes closing punctuation off a bare URL one character at a time, each time over all of it. */
const LONG_WORD = /^[^\s<]{2049}/

/**
 * Three habits of marked that do not survive hostile or streamed text are changed here: a definition's title may not
 * cross a blank line (CommonMark 4.7), so a block's end is known as soon as it is reached; raw tags carry no state
 * from one block to the next, because they are shown and not obeyed; and character references are resolved once, by
 * the tree, not half by the lexer.
 */
class TextTokenizer extends Tokenizer {
  override def(src: string): Tokens.Def | undefined {
    if (!/^ {0,3}\[(?!\^)/.test(src)) return undefined
    const blank = /\n[ \t]*\n/.exec(src)
    return super.def(blank === null ? src : src.slice(0, blank.index + 1))
  }

  override tag(src: string): Tokens.Tag | undefined {
    const raw = src.startsWith('<') ? this.rules.inline.tag.exec(src)?.[0] : undefined
    return raw === undefined
      ? undefined
      : { type: 'html', raw, text: raw, inLink: false, inRawBlock: false, block: false }
  }

  override url(src: string): Tokens.Link | undefined {
    return LONG_WORD.test(src) ? undefined : super.url(src)
  }

  override inlineText(src: string): Tokens.Text | undefined {
    const token = super.inlineText(src)
    return token === undefined ? undefined : { ...token, text: token.raw }
  }
}

/** The lines of a note: its own, lazy lines up to a blank one, then paragraphs indented by four. */
const noteSource = (src: string, firstLine: number): string => {
  let end = firstLine
  for (let blank = false; end < src.length;) {
    const breakAt = src.indexOf('\n', end)
    const next = breakAt === -1 ? src.length : breakAt + 1
    const line = src.slice(end, next)
    if (line.trim() === '') blank = true
    else if (NOTE.test(line) || (blank && !/^(?: {4}|\t)/.test(line))) break
    end = next
    if (line.trim() !== '') blank = false
  }
  return src.slice(0, end).trimEnd()
}

const lexNote = (lexer: Lexer, notes: Set<string>, src: string): NoteToken | undefined => {
  const match = NOTE.exec(src)
  const name = match?.[1]
  if (match === null || name === undefined) return undefined
  const raw = noteSource(src, match[0].length)
  const content = (match[2] ?? '') + '\n' + raw.slice(match[0].length).replace(/^(?: {1,4}|\t)/gm, '')
  const { top } = lexer.state
  lexer.state.top = true
  const tokens = lexer.blockTokens(content.trim(), [])
  lexer.state.top = top
  const label = normaliseLabel(`^${name}`)
  notes.add(label)
  return { type: 'note', raw, label: name, tokens }
}

const createLexer = (known: Definitions): { readonly lexer: Lexer; readonly notes: Set<string> } => {
  const notes = new Set(known.notes)
  const lexer: Lexer = new Lexer({
    gfm: true,
    tokenizer: new TextTokenizer(),
    extensions: {
      renderers: {},
      childTokens: {},
      block: [(src) => (src.includes('[^') ? lexNote(lexer, notes, src) : undefined)],
      inline: [
        (src) => {
          const match = src.startsWith('[^') ? NOTE_REFERENCE.exec(src) : null
          const name = match?.[1]
          return match === null || name === undefined || !notes.has(normaliseLabel(`^${name}`))
            ? undefined
            : { type: 'note-reference', raw: match[0], label: name }
        },
      ],
    },
  })
  Object.assign(lexer.tokens.links, known.links)
  return { lexer, notes }
}

const LABEL = /\[((?:\\[\s\S]|[^\\[\]])+)\]/g

const labelsIn = (source: string): readonly string[] =>
  source.includes('[') ? Array.from(source.matchAll(LABEL), (match) => normaliseLabel(match[1] ?? '')) : []

const inlineCost = (source: string): number => {
  let markers = 0
  MARKERS.lastIndex = 0
  while (MARKERS.test(source)) markers += 1
  return markers * source.length
}

const textOf = (text: string): Inline => ({ kind: 'text', text: decodeReferences(text) })

/** `Token` admits any shape for extensions; ours are the two named here. */
type InlineToken = MarkedToken | { readonly type: 'note-reference'; readonly raw: string; readonly label: string }

const inlineNodes = (tokens: readonly Token[], depth: number): readonly Inline[] =>
  tokens.flatMap((token): readonly Inline[] => {
    const node = inlineNode(token as InlineToken, depth)
    return node === undefined ? [] : [node]
  })

const inlineNode = (token: InlineToken, depth: number): Inline | undefined => {
  if (depth > MAX_DEPTH) return textOf(token.raw)
  switch (token.type) {
    case 'text':
      return textOf(token.text)
    case 'escape':
      return { kind: 'text', text: token.text }
    case 'html':
      return { kind: 'html', text: token.raw }
    case 'codespan':
      return { kind: 'code', text: token.text }
    case 'br':
      return { kind: 'break' }
    case 'em':
      return { kind: 'emphasis', children: inlineNodes(token.tokens, depth + 1) }
    case 'strong':
      return { kind: 'strong', children: inlineNodes(token.tokens, depth + 1) }
    case 'del':
      return { kind: 'strikethrough', children: inlineNodes(token.tokens, depth + 1) }
    case 'link':
      return linkNode(token, depth)
    case 'image':
      return {
        kind: 'image',
        alt: inlineText(inlineNodes(token.tokens, depth + 1)),
        host: imageHost(decodeReferences(token.href)),
      }
    case 'note-reference':
      return { kind: 'note-reference', label: token.label }
    case 'checkbox':
      return undefined
    default:
      return { kind: 'text', text: token.raw }
  }
}

const linkNode = (token: Tokens.Link, depth: number): Inline => {
  const target = token.autolink === true ? token.href : decodeReferences(token.href)
  const children: readonly Inline[] =
    token.autolink === true ? [{ kind: 'text', text: token.text }] : inlineNodes(token.tokens, depth + 1)
  const url = safeUrl(target)
  return url === undefined
    ? { kind: 'refused-link', target, children }
    : { kind: 'link', url, title: decodeReferences(token.title ?? ''), children }
}

/** Inline content of one lexing, by the token array marked hands out for it. */
interface Inlines {
  readonly bySource: Map<string, readonly Inline[]>
  readonly byTokens: Map<readonly Token[], { readonly source: string; readonly nodes: readonly Inline[] }>
}

const lexInlines = (lexer: Lexer, earlier: Lexed['inlines']): Inlines => {
  const inlines: Inlines = { bySource: new Map(), byTokens: new Map() }
  for (const { src, tokens } of lexer.inlineQueue) {
    const nodes = inlines.bySource.get(src) ?? earlier.get(src) ?? lexInline(lexer, src)
    inlines.bySource.set(src, nodes)
    inlines.byTokens.set(tokens, { source: src, nodes })
  }
  return inlines
}

const lexInline = (lexer: Lexer, source: string): readonly Inline[] => {
  if (inlineCost(source) > MAX_INLINE_COST) return [textOf(source)]
  lexer.state.inLink = false
  lexer.state.inRawBlock = false
  return inlineNodes(lexer.inlineTokens(source, []), 0)
}

const alignmentOf = (align: 'center' | 'left' | 'right' | null): Alignment => align ?? undefined

/** Turns tokens into the tree, collecting the labels a block depends on. */
class TreeBuilder {
  readonly labels = new Set<string>()
  readonly definitions: Definition[] = []
  private readonly inlines: Inlines

  constructor(inlines: Inlines) {
    this.inlines = inlines
  }

  private inline(tokens: readonly Token[]): readonly Inline[] {
    const found = this.inlines.byTokens.get(tokens)
    if (found === undefined) return []
    for (const label of labelsIn(found.source)) this.labels.add(label)
    return found.nodes
  }

  nodes(tokens: readonly Token[], depth: number): readonly MarkdownNode[] {
    return tokens.flatMap((token): readonly MarkdownNode[] => {
      const node = this.node(token as MarkedToken | NoteToken, depth)
      return node === undefined ? [] : [node]
    })
  }

  node(token: MarkedToken | NoteToken, depth: number): MarkdownNode | undefined {
    if (depth > MAX_DEPTH) return { kind: 'plain', parts: appendToParts([], token.raw) }
    switch (token.type) {
      case 'paragraph':
        return token.tokens.some((inner) => inner.type === 'checkbox') && !this.inlines.byTokens.has(token.tokens)
          ? undefined
          : { kind: 'paragraph', children: this.inline(token.tokens) }
      case 'text':
        return { kind: 'line', children: this.inline(token.tokens ?? []) }
      case 'heading':
        return { kind: 'heading', depth: token.depth, children: this.inline(token.tokens) }
      case 'code':
        return codeNode(token)
      case 'blockquote':
        return { kind: 'quote', children: this.nodes(token.tokens, depth + 1) }
      case 'list':
        return {
          kind: 'list',
          ordered: token.ordered,
          start: token.start === '' ? 1 : token.start,
          loose: token.loose,
          continues: false,
          items: token.items.map((item) => this.item(item, depth)),
        }
      case 'table':
        return this.table(token)
      case 'hr':
        return { kind: 'rule' }
      case 'html':
        return { kind: 'html', text: token.raw.replace(/\n+$/, '') }
      case 'note':
        this.definitions.push({ kind: 'note', label: normaliseLabel(`^${token.label}`) })
        return { kind: 'note', label: token.label, children: this.nodes(token.tokens, depth + 1) }
      case 'def':
        this.definitions.push({ kind: 'link', label: token.tag, href: token.href, title: token.title })
        return { kind: 'definition' }
      case 'space':
      case 'checkbox':
        return undefined
      default:
        return { kind: 'plain', parts: appendToParts([], token.raw) }
    }
  }

  private item(item: Tokens.ListItem, depth: number): ListItem {
    return { checked: item.task ? item.checked === true : undefined, children: this.nodes(item.tokens, depth + 1) }
  }

  table(token: Tokens.Table): MarkdownNode {
    const rows = token.rows.map((row): TableRow => row.map((cell) => this.inline(cell.tokens)))
    return {
      kind: 'table',
      align: token.align.map(alignmentOf),
      header: token.header.map((cell) => this.inline(cell.tokens)),
      parts: appendRows([], rows),
    }
  }
}

const PART_ROWS = 32

export const appendRows = (
  parts: readonly (readonly TableRow[])[],
  rows: readonly TableRow[],
): readonly (readonly TableRow[])[] => {
  if (rows.length === 0) return parts
  const last = parts.at(-1) ?? []
  // A full part keeps its identity, and with it its elements.
  const isFull = last.length === PART_ROWS
  const next = isFull ? [...parts] : parts.slice(0, -1)
  let open = isFull ? rows : [...last, ...rows]
  while (open.length > PART_ROWS) {
    next.push(open.slice(0, PART_ROWS))
    open = open.slice(PART_ROWS)
  }
  next.push(open)
  return next
}

const codeNode = (token: Tokens.Code): MarkdownNode => {
  if (token.codeBlockStyle === 'indented') {
    return { kind: 'code', language: '', parts: appendToParts([], `${token.text.replace(/\n+$/, '')}\n`), closed: true }
  }
  const { text, closed } = fencedContent(token.raw)
  return { kind: 'code', language: languageOf(token.lang ?? ''), parts: appendToParts([], text), closed }
}

/** The first word of the info string. */
export const languageOf = (info: string): string => decodeReferences(info).trim().split(/\s/, 1)[0] ?? ''

/** Maps offsets in text with `\n` line breaks back to the text they were made from. */
const offsetsOf = (source: string): ((offset: number) => number) => {
  if (!source.includes('\r')) return (offset) => offset
  const map: number[] = []
  for (let at = 0; at < source.length; at += 1) {
    map.push(at)
    if (source[at] === '\r' && source[at + 1] === '\n') at += 1
  }
  map.push(source.length)
  return (offset) => map[offset] ?? source.length
}

export const unifyLineBreaks = (source: string): string =>
  source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source

/**
 * Reads `source`, which starts at a block's start, as markdown. Offsets in the result count from `base`. Definitions
 * known from elsewhere come first, as the first definition of a label wins (CommonMark 4.7). What is found in
 * `earlier` need not be read again.
 */
export const lexBlocks = (source: string, base: number, known: Definitions, earlier: Lexed = nothingLexed): Lexed => {
  try {
    return lexUnguarded(source, base, known, earlier)
  } catch {
    // Marked throws on its own loop guard and on a stack it has exhausted. Neither may take the answer away.
    const node: MarkdownNode = { kind: 'plain', parts: appendToParts([], source) }
    const block: Block = { from: base, to: base + source.length, node, labels: [] }
    return { ...nothingLexed, blocks: [{ block, parted: true, defined: [], itemStarts: [] }], definitions: known }
  }
}

const lexUnguarded = (source: string, base: number, known: Definitions, earlier: Lexed): Lexed => {
  const text = unifyLineBreaks(source)
  const original = offsetsOf(source)
  const { lexer, notes } = createLexer(known)
  const tokens = lexer.blockTokens(text, lexer.tokens)
  const definitions: Definitions = { links: lexer.tokens.links, notes }
  const inlines = lexInlines(lexer, sameDefinitions(earlier.definitions, definitions) ? earlier.inlines : new Map())
  const blocks: LexedBlock[] = []
  let at = 0
  tokens.forEach((raw, index) => {
    const token = raw as MarkedToken | NoteToken
    const start = at
    at += token.raw.length
    const builder = new TreeBuilder(inlines)
    const node = builder.node(token, 0)
    if (node === undefined) return
    const next = tokens[index + 1]
    const end = start + token.raw.replace(/\n+$/, '').length
    blocks.push({
      block: { from: base + original(start), to: base + original(end), node, labels: [...builder.labels] },
      parted: token.type !== 'paragraph' || next?.type === 'space' || PARTING.has(next?.type ?? ''),
      defined: builder.definitions,
      itemStarts: token.type === 'list' ? itemStarts(token, start).map((offset) => base + original(offset)) : [],
    })
  })
  return { blocks, definitions, inlines: inlines.bySource }
}

const itemStarts = (list: Tokens.List, start: number): readonly number[] => {
  let at = start
  return list.items.map((item) => {
    const itemStart = at
    at += item.raw.length
    return itemStart
  })
}

/**
 * Kinds that end a paragraph by their first line alone. A list or raw HTML may stand there only because the line after
 * it looks like the delimiter of a table for now.
 */
const PARTING: ReadonlySet<string> = new Set(['heading', 'hr', 'blockquote'])

export const sameDefinitions = (one: Definitions, other: Definitions): boolean => {
  if (one === other) return true
  const labels = Object.keys(other.links)
  return (
    one.notes.size === other.notes.size &&
    Object.keys(one.links).length === labels.length &&
    labels.every((label) => {
      const before = one.links[label]
      const after = other.links[label]
      return before !== undefined && before.href === after?.href && before.title === after.title
    }) &&
    [...other.notes].every((note) => one.notes.has(note))
  )
}
