import { useEffect, useRef, type RefObject } from 'react'
import { onNextFrame } from '../browser/clock.ts'
import { placesOfMark } from './text-place.ts'
import type { ThreadMark, ThreadTurn } from './thread-model.ts'

const highlightName = 'selected-event'
const margin = 48

/** Scrolls so that the box is inside of the view, a third from its top, and only when it is not there already. */
const reveal = (scroller: Element, box: DOMRect) => {
  const view = scroller.getBoundingClientRect()
  if (box.top >= view.top + margin && box.bottom <= view.bottom - margin) return
  scroller.scrollTop += box.top - view.top - view.height / 3
}

/**
 * Highlights the text that the selected event brought, and brings it into view when the selection was made elsewhere.
 * The marked text is drawn by then: what a mark unfolds appears only in the frame after it.
 */
export const useTextMark = (
  scroller: RefObject<Element | null>,
  turns: readonly ThreadTurn[],
  mark: ThreadMark | undefined,
  release: () => void,
): void => {
  const revealed = useRef<ThreadMark['touch']>(undefined)
  const run = mark === undefined ? undefined : turns.flatMap(({ runs }) => runs).find(({ id }) => id === mark.run)
  const snapshot = run?.snapshot
  const touch = mark?.touch
  const latest = useRef({ turns, mark })
  useEffect(() => {
    latest.current = { turns, mark }
  }, [turns, mark])
  useEffect(() => {
    if (touch === undefined || snapshot === undefined) return undefined
    let gone = false
    onNextFrame(() => {
      const root = scroller.current
      const { turns, mark } = latest.current
      if (gone || root === null || mark === undefined) return
      const { element, ranges } = placesOfMark(root, turns, mark)
      if ('highlights' in CSS) CSS.highlights.set(highlightName, new Highlight(...ranges))
      if (!mark.reveal || revealed.current === touch || element === undefined) return
      revealed.current = touch
      release()
      reveal(root, (ranges[0] ?? element).getBoundingClientRect())
    })
    return () => {
      gone = true
      if ('highlights' in CSS) CSS.highlights.delete(highlightName)
    }
  }, [scroller, touch, snapshot, release])
}
