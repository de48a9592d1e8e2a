const tokens = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/gu
const lineWidth = 76

/** Whether a text is meant as a JSON object or array, by its looks. */
export const looksStructured = (text: string): boolean => /^\s*[{[]/u.test(text)

/**
 * JSON text in lines, token by token: numbers, order and repeated names stay exactly as they were written, which
 * parsing and writing again would not keep. What fits in a line stays in one. Meant for valid JSON.
 */
export const layOutJson = (text: string): string => {
  const parts = text.match(tokens) ?? []
  const flat = parts
    .map((part, index) => {
      if (part === ':' || part === ',') return `${part} `
      if ((part === '{' && parts[index + 1] !== '}') || (part === '}' && parts[index - 1] !== '{')) {
        return part === '{' ? '{ ' : ' }'
      }
      return part
    })
    .join('')
  if (flat.length <= lineWidth) return flat
  let depth = 0
  let laidOut = ''
  const newLine = () => `\n${'  '.repeat(depth)}`
  for (const [index, part] of parts.entries()) {
    const opens = part === '{' || part === '['
    const closes = part === '}' || part === ']'
    const before = parts[index - 1]
    const hollow = closes && (before === '{' || before === '[')
    if (closes) depth -= 1
    if (closes && !hollow) laidOut += newLine()
    laidOut += part === ':' ? ': ' : part
    if (opens) depth += 1
    const next = parts[index + 1]
    if (part === ',' || (opens && next !== '}' && next !== ']')) laidOut += newLine()
  }
  return laidOut
}

/** How many rows a tree of this laid-out JSON has: a closing bracket has no row of its own. */
export const treeRowsOf = (laidOut: string): number =>
  laidOut.split('\n').filter((line) => !/^\s*[}\]],?$/u.test(line)).length
