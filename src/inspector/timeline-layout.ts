/** Something with a place on a line and a label beside it, in pixels. */
export interface Labelled {
  readonly from: number
  readonly to: number
  readonly label: string
}

export interface PlacedLabel {
  readonly lane: number
  /** Where the label begins. */
  readonly x: number
  readonly inside: boolean
}

const charWidth = 6.1
const space = 6

/** Width of a label in pixels, estimated: measuring text would need the page. */
export const labelWidth = (label: string): number => Math.ceil(label.length * charWidth)

const placeOf = ({ from, to, label }: Labelled, width: number): { readonly x: number; readonly inside: boolean } => {
  const needed = labelWidth(label)
  if (to - from >= needed + 2 * space) return { x: from + space, inside: true }
  if (to + space + needed <= width) return { x: to + space, inside: false }
  return { x: Math.max(0, from - space - needed), inside: false }
}

/** Puts each thing, in the order given, into the first lane where neither it nor its label lies on another. */
export const placeLabels = (things: readonly Labelled[], width: number): PlacedLabel[] => {
  const lanes: { readonly from: number; readonly to: number }[][] = []
  return things.map((thing) => {
    const place = placeOf(thing, width)
    const from = Math.min(thing.from, place.x)
    const to = Math.max(thing.to, place.x + labelWidth(thing.label)) + space
    const found = lanes.findIndex((taken) => taken.every((other) => to <= other.from || from >= other.to))
    const lane = found < 0 ? lanes.length : found
    ;(lanes[lane] ??= []).push({ from, to })
    return { lane, ...place }
  })
}
