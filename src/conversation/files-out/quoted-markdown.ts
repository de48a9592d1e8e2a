/**
 * Text of an agent within a page of ours. It keeps its own Markdown, inside a block quote that it cannot leave: HTML
 * shows as text, pictures become links that fetch nothing, and what defines names for the whole page defines none.
 */

/** A code span that no rule of tables or blocks can cut: within one line, and without a cell's border. */
const spanOrMark = /\\?<(?=[a-z/!?])|\\.|(`+)(?!`)[^\n|`](?:[^\n|]*?[^`\n|])?\1(?!`)|!\[|`+/gi
const mark = /\\?<(?=[a-z/!?])|!\[/gi

/** A bare address takes in whatever follows it, marks of code and backslashes too: then nothing counts as code. */
const mayLink = /:\/\/|www\.|@/i

const neutral = (found: string): string => {
  if (found === '![') return '\\!['
  return found === '<' || found === '\\<' ? '&lt;' : found
}

const harmless = (line: string): string =>
  line
    .replace(mayLink.test(line) ? mark : spanOrMark, neutral)
    .replace(/^((?:[\s>*+-]|\d+[.)])*)\[(?=[^\]]*\]:)/, '$1\\[')

/** Opens or closes a block of code: its marks, and whether anything follows them. */
const fenceOf = (line: string) => /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line)

const linesOf = (text: string): readonly string[] => text.split(/\r\n|\n|\r/)

/** Every line that is not surely code is made harmless. */
const harmlessLines = (text: string): readonly string[] => {
  let open: string | undefined
  return linesOf(text).map((line) => {
    const fence = fenceOf(line)
    const [, marks = '', rest = ''] = fence ?? []
    if (open === undefined) {
      if (fence === null || (marks.startsWith('`') && rest.includes('`'))) return harmless(line)
      open = marks
      return `${marks}${rest.replace(/[^\w+#.-]/g, ' ')}`
    }
    if (fence !== null && marks.startsWith(open) && rest.trim() === '') open = undefined
    return line
  })
}

export const quotedMarkdown = (text: string): string =>
  harmlessLines(text)
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n')

/** Text as it is, in a block of code that is longer than any within it. */
export const codeBlock = (text: string, language = ''): string => {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
  const marks = '`'.repeat(longest + 1)
  return `${marks}${language}\n${linesOf(text).join('\n')}\n${marks}`
}

/** A few words of others in a line of ours. */
export const escapedWords = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_{}[\]<>#|~!&@]/g, '\\$&')

export const codeWords = (text: string): string => {
  const words = text.replaceAll(/[`\s]+/g, ' ').trim()
  return words === '' ? '' : `\`${words}\``
}
