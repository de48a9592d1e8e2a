/** From this many milliseconds on, silence between two arrivals is shown as such. */
export const longGap = 1000

const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** Milliseconds to the tenth, for columns: `2,210.4`. */
export const exactMs = (milliseconds: number): string => tenths.format(milliseconds)

/** A gap for a column: nothing where two arrived together, whole milliseconds from 100 on. */
export const gapText = (milliseconds: number): string => {
  if (milliseconds <= 0) return ''
  return milliseconds < 100 ? exactMs(milliseconds) : Math.round(milliseconds).toLocaleString('en')
}
