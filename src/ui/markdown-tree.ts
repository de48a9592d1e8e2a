import { decodeNamedCharacterReference } from 'decode-named-character-reference'

/** Text inside a block. Nothing here is HTML: every string is shown as the characters it holds. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  /** Raw HTML of the source, to be shown as it was written. */
  | { readonly kind: 'html'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'emphasis' | 'strong' | 'strikethrough'; readonly children: readonly Inline[] }
  | { readonly kind: 'break' }
  /** `url` is normalised by the URL parser: http, https or mailto, host in punycode. */
  | { readonly kind: 'link'; readonly url: string; readonly title: string; readonly children: readonly Inline[] }
  | { readonly kind: 'refused-link'; readonly target: string; readonly children: readonly Inline[] }
  /** Never loaded. `host` is where it would have come from. */
  | { readonly kind: 'image'; readonly alt: string; readonly host: string }
  | { readonly kind: 'note-reference'; readonly label: string }

export type Alignment = 'left' | 'center' | 'right' | undefined

export interface ListItem {
  /** `undefined` for an item that is no task. */
  readonly checked: boolean | undefined
  readonly children: readonly MarkdownNode[]
}

export type TableRow = readonly (readonly Inline[])[]

export type MarkdownNode =
  | { readonly kind: 'paragraph' | 'line'; readonly children: readonly Inline[] }
  | { readonly kind: 'heading'; readonly depth: number; readonly children: readonly Inline[] }
  /** `parts` joined is the code; a part never changes once another one follows it. */
  | { readonly kind: 'code'; readonly language: string; readonly parts: readonly string[]; readonly closed: boolean }
  | { readonly kind: 'quote'; readonly children: readonly MarkdownNode[] }
  | {
      readonly kind: 'list'
      readonly ordered: boolean
      readonly start: number
      readonly loose: boolean
      /** Whether it goes on with the list of the block before: long lists come in segments. */
      readonly continues: boolean
      readonly items: readonly ListItem[]
    }
  | {
      readonly kind: 'table'
      readonly align: readonly Alignment[]
      readonly header: TableRow
      /** Rows in parts, so that a growing table only touches its last part. */
      readonly parts: readonly (readonly TableRow[])[]
    }
  | { readonly kind: 'rule' }
  | { readonly kind: 'html'; readonly text: string }
  /** Source that is too large or too deep to be read as markdown, shown as it was written. */
  | { readonly kind: 'plain'; readonly parts: readonly string[] }
  | { readonly kind: 'note'; readonly label: string; readonly children: readonly MarkdownNode[] }
  /** A link reference definition: it is part of the source and shows nothing. */
  | { readonly kind: 'definition' }

const REFERENCE = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{0,31}));/g

const characterOf = (code: number): string =>
  code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\u{FFFD}' : String.fromCodePoint(code)

/** Resolves character references once (CommonMark 0.31.2, 2.5). Unknown names stay as written. */
export const decodeReferences = (text: string): string =>
  text.includes('&')
    ? text.replace(REFERENCE, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
        if (decimal !== undefined) return characterOf(Number.parseInt(decimal, 10))
        if (hexadecimal !== undefined) return characterOf(Number.parseInt(hexadecimal, 16))
        const decoded = decodeNamedCharacterReference(name ?? '')
        return decoded === false ? whole : decoded
      })
    : text

const PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:'])

/**
 * The only judge of link targets. An absolute http, https or mailto URL comes back normalised; anything else is
 * `undefined`, and so is a URL with user information, which exists on the web to make one host look like another.
 */
export const safeUrl = (target: string): string | undefined => {
  if (!URL.canParse(target)) return undefined
  const url = new URL(target)
  return PROTOCOLS.has(url.protocol) && url.username === '' && url.password === '' ? url.href : undefined
}

/** Where an image points to, for its label: the host, or the scheme of a target without host. */
export const imageHost = (target: string): string => {
  if (!URL.canParse(target)) return 'no host'
  const url = new URL(target)
  return url.host === '' ? url.protocol : url.host
}

/** Plain text of inline content, for labels. */
export const inlineText = (children: readonly Inline[]): string =>
  children
    .map((child) => {
      switch (child.kind) {
        case 'text':
        case 'html':
        case 'code':
          return child.text
        case 'break':
          return '\n'
        case 'image':
          return child.alt
        case 'note-reference':
          return `[${child.label}]`
        default:
          return inlineText(child.children)
      }
    })
    .join('')

const PART_LINES = 50
const PART_CHARACTERS = 8_192

/**
 * Appends text to parts of at most 50 lines. The cut depends on the joined text alone, never on how it arrived, so a
 * streamed text and the same text at once give equal parts.
 */
export const appendToParts = (parts: readonly string[], text: string): readonly string[] => {
  if (text === '') return parts
  const next = parts.slice(0, -1)
  let open = (parts.at(-1) ?? '') + text
  for (let cut = cutOf(open); cut < open.length; cut = cutOf(open)) {
    next.push(open.slice(0, cut))
    open = open.slice(cut)
  }
  next.push(open)
  return next
}

const cutOf = (text: string): number => {
  const limit = Math.min(text.length, PART_CHARACTERS)
  let at = 0
  for (let line = 0; line < PART_LINES; line += 1) {
    const end = text.indexOf('\n', at)
    if (end === -1 || end >= limit) return at > 0 && text.length > limit ? at : limit
    at = end + 1
  }
  return at
}
