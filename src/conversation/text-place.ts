import type { Item } from '../protocol/item.ts'
import { offsetAt, rangesOf } from '../ui/source-range.ts'
import type { RunId } from './conversation.ts'
import type { ThreadMark, ThreadTurn } from './thread-model.ts'

/**
 * Between places on the screen and places in an answer's text. Views say where they are by attributes: `data-run`,
 * `data-item` (the item's key) and `data-part` (its index, -1 for the arguments of a call).
 */
export interface TextPlace {
  readonly run: RunId
  readonly item: string
  readonly part: number
  readonly text: string
  /** Into `text`. */
  readonly offset: number
}

const textOfItem = (item: Item, part: number): string | undefined => {
  if (part === -1) return item.kind === 'tool-call' || item.kind === 'approval-request' ? item.arguments : undefined
  if (item.kind !== 'message' && item.kind !== 'reasoning') return undefined
  const found = item.parts[part]
  return found === undefined || found.kind === 'other' ? undefined : found.text
}

const textOf = (turns: readonly ThreadTurn[], run: string, item: string, part: number): string | undefined => {
  const found = turns
    .flatMap(({ runs }) => runs)
    .find(({ id }) => id === run)
    ?.snapshot.items.find(({ key }) => key === item)
  return found === undefined ? undefined : textOfItem(found, part)
}

/** The place in the text that a DOM position shows; undefined where no text of an answer is shown. */
export const placeAt = (turns: readonly ThreadTurn[], node: Node, offset: number): TextPlace | undefined => {
  const element = node instanceof Element ? node : node.parentElement
  const partElement = element?.closest<HTMLElement>('[data-part]')
  const item = partElement?.closest<HTMLElement>('[data-item]')?.dataset['item']
  const run = partElement?.closest<HTMLElement>('[data-run]')?.dataset['run']
  if (partElement === null || partElement === undefined || item === undefined || run === undefined) return undefined
  const part = Number(partElement.dataset['part'])
  const text = textOf(turns, run, item, part)
  if (text === undefined) return undefined
  const at = offsetAt(partElement, text, node, offset)
  // The attribute was written from a run id.
  return at === undefined ? undefined : { run: run as RunId, item, part, text, offset: at }
}

/** The element of the item that a mark is about, and the ranges of the text it brought, as far as they are drawn. */
export const placesOfMark = (
  root: Element,
  turns: readonly ThreadTurn[],
  { run, touch }: ThreadMark,
): { readonly element: Element | undefined; readonly ranges: readonly Range[] } => {
  const selector = `[data-run="${CSS.escape(run)}"] [data-item="${CSS.escape(touch.item)}"]`
  const element = root.querySelector(selector) ?? undefined
  const part = element?.querySelector(`[data-part="${touch.part}"]`)
  const text = textOf(turns, run, touch.item, touch.part)
  if (part === null || part === undefined || text === undefined || touch.to <= touch.from)
    return { element, ranges: [] }
  return { element, ranges: rangesOf(part, text, touch.from, touch.to) }
}
