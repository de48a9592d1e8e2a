/** The opening line of a fenced code block (CommonMark 0.31.2, 4.5). */
export interface Fence {
  readonly indent: number
  readonly marker: '`' | '~'
  readonly length: number
  /** Length of the opening line, its line break included. */
  readonly lineLength: number
}

const OPENING = /^( {0,3})(`{3,}(?=[^`\n]*(?:\n|$))|~{3,})[^\n]*(\n|$)/

export const openingFence = (source: string): Fence | undefined => {
  const match = OPENING.exec(source)
  const run = match?.[2]
  if (match === null || run === undefined) return undefined
  return {
    indent: match[1]?.length ?? 0,
    marker: run.startsWith('`') ? '`' : '~',
    length: run.length,
    lineLength: match[0].length,
  }
}

/** `line` has no line break. Only spaces may follow the closing run. */
export const isClosingFence = (fence: Fence, line: string): boolean => {
  let at = 0
  while (at < 3 && line[at] === ' ') at += 1
  const start = at
  while (line[at] === fence.marker) at += 1
  return at - start >= fence.length && /^ *$/.test(line.slice(at))
}

/** Content lines lose up to as many spaces as the opening fence is indented by. */
export const withoutIndent = (fence: Fence, line: string): string => {
  let at = 0
  while (at < fence.indent && line[at] === ' ') at += 1
  return line.slice(at)
}

/** The content of a whole fenced block: every line ends with a line break. */
export const fencedContent = (source: string): { readonly text: string; readonly closed: boolean } => {
  const fence = openingFence(source)
  if (fence === undefined) return { text: source, closed: true }
  const lines = source.slice(fence.lineLength).split('\n')
  const end = source.length > fence.lineLength ? lines.findIndex((line) => isClosingFence(fence, line)) : -1
  const closed = end !== -1
  if (!closed && lines.at(-1) === '') lines.pop()
  const content = closed ? lines.slice(0, end) : lines
  return { text: content.map((line) => `${withoutIndent(fence, line)}\n`).join(''), closed }
}
