/**
 * Whether arrays and objects are nested deeper than this, told without building them: deep JSON is how a small text
 * makes a reader fall over. Of a text that is no JSON it says nothing.
 */
export const isDeeper = (text: string, levels: number): boolean => {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (quoted) {
      if (code === 0x5c) at += 1
      else if (code === 0x22) quoted = false
    } else if (code === 0x22) quoted = true
    else if (code === 0x5b || code === 0x7b) {
      depth += 1
      if (depth > levels) return true
    } else if (code === 0x5d || code === 0x7d) depth -= 1
  }
  return false
}
