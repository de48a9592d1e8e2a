/** One line on screen: a line of the text with its line end, or a piece of a line too long for one. */
export interface WireLine {
  readonly text: string
  /** How the line ends on the wire; empty inside a long line and at the end of the text. */
  readonly ending: '' | '\n' | '\r\n' | '\r'
  /** Line number from 1; the pieces of one line share it. */
  readonly number: number
  readonly firstPiece: boolean
}

const longestPiece = 2000

/** Never between the two halves of a surrogate pair. */
const cutAt = (text: string, start: number, end: number): number => {
  const wanted = start + longestPiece
  if (wanted >= end) return end
  const code = text.charCodeAt(wanted)
  return code >= 0xdc00 && code <= 0xdfff ? wanted - 1 : wanted
}

export const wireLines = (text: string): WireLine[] => {
  const lines: WireLine[] = []
  const add = (start: number, end: number, ending: WireLine['ending'], number: number) => {
    for (let from = start, first = true; first || from < end; first = false) {
      const to = cutAt(text, from, end)
      lines.push({ text: text.slice(from, to), ending: to === end ? ending : '', number, firstPiece: first })
      from = to
    }
  }
  let start = 0
  let number = 1
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    const [ending] = match
    add(start, match.index, ending as WireLine['ending'], number)
    start = match.index + ending.length
    number += 1
  }
  if (start < text.length || lines.length === 0) add(start, text.length, '', number)
  return lines
}

/** C0 controls, DEL, C1 controls, the byte order mark, zero-width and direction marks: all that does not show. */
// oxlint-disable-next-line no-control-regex
const hidden = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g

/** Their names in ASCII. The pictures that Unicode has for them are missing in many fonts. */
const controlNames =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  )

/** A character that does not show, as something that does: its name in ASCII, else its code point. */
export const visibleControl = (char: string): string => {
  const code = char.charCodeAt(0)
  const name = code === 0x7f ? 'DEL' : code === 0xfeff ? 'BOM' : controlNames[code]
  return name ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}

/** The text cut into what shows and what does not, alternating. */
export const visiblePieces = (text: string): { readonly text: string; readonly control: boolean }[] => {
  const pieces: { text: string; control: boolean }[] = []
  let start = 0
  for (const match of text.matchAll(hidden)) {
    if (match.index > start) pieces.push({ text: text.slice(start, match.index), control: false })
    pieces.push({ text: Array.from(match[0], visibleControl).join(' '), control: true })
    start = match.index + match[0].length
  }
  if (start < text.length) pieces.push({ text: text.slice(start), control: false })
  return pieces
}

export const endingNames = { '': '', '\n': 'LF', '\r\n': 'CR LF', '\r': 'CR' }
