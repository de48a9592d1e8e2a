import { useState } from 'react'

/** What one step of a long answer may draw, so that the page does not stand still for it. */
const perStep = 100

export interface DrawnFrom {
  /** The first item that is drawn. */
  readonly from: number
  readonly onMore: () => void
}

/**
 * An answer of thousands of items is drawn from its end, where a thread opens; earlier items come when they are asked
 * for, or looked at (`wanted`, -1 for none). One that is watched while its items come in keeps them all: nothing
 * vanishes under a reader.
 */
export const useDrawnFrom = (count: number, watched: boolean, wanted: number): DrawnFrom => {
  const [steps, setSteps] = useState(watched ? Infinity : 1)
  const from = Math.max(0, count - steps * perStep)
  // What is looked at stays when something else is looked at after it.
  if (wanted >= 0 && wanted < from) setSteps(Math.ceil((count - wanted) / perStep))
  return { from, onMore: () => setSteps(steps + 1) }
}
