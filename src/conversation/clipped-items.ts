import type { Part } from '../protocol/item.ts'
import type { DrawnItem } from './paired-items.ts'

/** What one step of an answer that is not drawn whole may hold: enough to fill a few screens. */
const itemsPerStep = 60
const charactersPerStep = 20_000

export interface ClippedItems {
  readonly shown: readonly DrawnItem[]
  readonly hiddenItems: number
  /** Of the messages that are shown. */
  readonly hiddenCharacters: number
}

/** The beginning of an answer that is drawn beside others, where two of thousands of items would stop the page. */
export const clippedItems = (drawn: readonly DrawnItem[], steps: number): ClippedItems => {
  let left = steps * charactersPerStep
  let hiddenCharacters = 0
  const shown: DrawnItem[] = []
  const clipped = (part: Part): Part => {
    if (part.kind === 'other') return part
    const most = Math.max(0, left)
    left -= part.text.length
    if (part.text.length <= most) return part
    hiddenCharacters += part.text.length - most
    return { ...part, text: part.text.slice(0, most) }
  }
  for (const entry of drawn) {
    if (shown.length >= steps * itemsPerStep || left <= 0) break
    const { item } = entry
    const parts = item.kind === 'message' ? item.parts.map(clipped) : []
    const isCut = item.kind === 'message' && parts.some((part, index) => part !== item.parts[index])
    shown.push(isCut ? { ...entry, item: { ...item, parts } } : entry)
  }
  return { shown, hiddenItems: drawn.length - shown.length, hiddenCharacters }
}
